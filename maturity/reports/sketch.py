"""A sketch of a joint application: one page to talk about, DOCX to go on working with, PDF to hand out."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from maturity.language import _, day, number, version
from maturity.reports.docx import document_docx
from maturity.reports.outline import Block, Document, Facts, Paragraph, Table
from maturity.reports.pdf import document_pdf

LONGEST_TEXT = 160


@dataclass(frozen=True)
class Partner:
    """A member of the consortium: its part of the cost and of the own part (EUR), None = unknown."""

    city_name: str
    is_lead: bool
    cost: float | None
    own: float | None
    would_bear: str


@dataclass(frozen=True)
class Sketch:
    """What the page says. Amounts are EUR, None = unknown.

    sponsor may be empty. goals: sentences from the survey. key: the name of the key that shares the costs.
    open_points: what is unknown or missing, one sentence each. steps: what is due when.
    """

    network_name: str
    wave_id: str
    snapshot: str
    is_sample: bool
    programme_name: str
    sponsor: str
    checked_on: date
    closes: date | None
    topic_name: str
    goals: tuple[str, ...]
    partners: tuple[Partner, ...]
    key: str
    cost: float | None
    grant: float | None
    own: float | None
    open_points: tuple[str, ...]
    steps: tuple[tuple[date, str], ...]


def sketch_docx(sketch: Sketch) -> bytes:
    """Make the sketch as a Word document."""
    return document_docx(layout(sketch))


def sketch_pdf(sketch: Sketch) -> bytes:
    """Make the sketch as a tagged PDF (PDF/UA-1), A4."""
    return document_pdf(layout(sketch))


def layout(sketch: Sketch) -> Document:
    """Lay the sketch out."""
    return Document(
        title=_("Sketch of a joint application: {topic}").format(topic=sketch.topic_name),
        subtitle=_shortened(sketch.programme_name),
        author=sketch.network_name,
        notice=_("Sample data: the answers are freely invented.") if sketch.is_sample else "",
        footer=_("{network} · data version {snapshot}").format(
            network=sketch.network_name, snapshot=version(sketch.snapshot)
        ),
        blocks=tuple(_blocks(sketch)),
    )


def _blocks(sketch: Sketch) -> Iterator[Block]:
    yield Facts(tuple(_facts(sketch)))
    for goal in sketch.goals:
        yield Paragraph(goal, label=_("Goal:"))
    yield Table(
        (_("Partner"), _("Cost (EUR)"), _("Own part (EUR)"), _("Would bear it")),
        tuple(
            (_partner(partner), _euros(partner.cost), _euros(partner.own), partner.would_bear)
            for partner in sketch.partners
        ),
        (40, 20, 20, 20),
    )
    yield Paragraph(_("Costs shared by: {key}.").format(key=sketch.key))
    if sketch.steps:
        dates = "; ".join(f"{day(due)} {what}" for due, what in sketch.steps)
        yield Paragraph(dates, label=_("Dates:"))
    if sketch.open_points:
        yield Paragraph(" ".join(sketch.open_points), label=_("Still open:"))


def _facts(sketch: Sketch) -> Iterator[tuple[str, str]]:
    if sketch.sponsor:
        yield _("Sponsor"), _shortened(sketch.sponsor)
    closes = _("unknown") if sketch.closes is None else day(sketch.closes)
    checked = _("{closes}; facts checked on {checked_on}")
    yield _("Apply until"), checked.format(closes=closes, checked_on=day(sketch.checked_on))
    yield _("Cost together"), _money(sketch.cost)
    yield _("Grant"), _money(sketch.grant)
    yield _("Own part together"), _money(sketch.own)
    yield _("Survey wave"), sketch.wave_id


def _partner(partner: Partner) -> str:
    return _("{city} (lead authority)").format(city=partner.city_name) if partner.is_lead else partner.city_name


def _euros(amount: float | None) -> str:
    return _("unknown") if amount is None else number(amount)


def _money(amount: float | None) -> str:
    return _("unknown") if amount is None else _("{amount} euros").format(amount=number(amount))


def _shortened(text: str) -> str:
    return textwrap.shorten(text, LONGEST_TEXT, placeholder=" …")
