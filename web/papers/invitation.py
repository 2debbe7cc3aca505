"""Invitation to a meeting, with its agenda; date and place are left to fill in."""

from collections.abc import Iterator

from maturity.language import _
from maturity.reports.outline import Block, Bullets, Document, Facts, Heading, Paragraph
from web import start
from web.papers import sheet
from web.services import meetings, naming, plans, snapshot


def invitation(wave_id: str, is_sample: bool) -> Document:
    """Make the invitation to the meeting about a wave."""
    network = snapshot.network()["name"]
    return sheet.document(
        _("Invitation to the meeting of the network"),
        str(network),
        _blocks(wave_id),
        wave_id=wave_id,
        is_sample=is_sample,
    )


def _blocks(wave_id: str) -> Iterator[Block]:
    proposed, names, agenda = plans.solve(wave_id), naming.names(wave_id), meetings.agenda(wave_id)
    blank = "____________________"
    yield Facts(((_("Date and time"), blank), (_("Venue"), blank), (_("Chair"), blank)))
    yield sheet.facts(wave_id)
    yield Heading(_("Agenda"))
    yield Bullets(
        (
            _("Welcome, attendance, minutes of the last meeting"),
            _("Where do we stand?"),
            _("What do we all lack?"),
            _("What do several of us work on?"),
            _("Leads, topic by topic ({count} topics)").format(count=len(agenda)),
            _("What the funding programmes offer, any other business"),
        ),
        is_numbered=True,
    )
    yield Heading(_("Topics to decide"))
    yield Bullets(tuple(_topic(proposed.lead(topic_id), names, topic_id) for topic_id in agenda))
    yield Heading(_("To prepare"))
    yield Paragraph(start.who_answered(snapshot.cities(wave_id)))
    yield Paragraph(
        _("Each city brings: whether it agrees to the leads proposed for it, and where it wants to take part or reuse.")
    )


def _topic(lead_id: str | None, names: naming.Names, topic_id: str) -> str:
    who = _("no proposal yet") if lead_id is None else _("proposal: {city}").format(city=names.city(lead_id))
    return f"{names.topics[topic_id]} – {who}"
