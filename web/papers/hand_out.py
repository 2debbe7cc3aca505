"""Hand-out: one page for a mayor at the table. Where we stand, what is on the agenda for us, what to ask."""

from collections.abc import Iterator

from maturity.language import _
from maturity.reports.outline import Block, Document, Heading, Paragraph, bullets_or
from maturity.rows import rows_of
from web import cities
from web.papers import roles, sheet
from web.papers.city_sheet import answered, lowest_sentence
from web.services import naming, plans
from web.transfer import cities as transfer

GAPS = 3


def hand_out(wave_id: str, city_id: str, is_sample: bool) -> Document:
    """Make the page of a city in a wave."""
    name = naming.names(wave_id).cities[city_id]
    return sheet.document(
        _("Hand-out {city}").format(city=name),
        _("For the meeting of the mayors"),
        _blocks(wave_id, city_id, name),
        wave_id=wave_id,
        is_sample=is_sample,
    )


def _blocks(wave_id: str, city_id: str, name: str) -> Iterator[Block]:
    rows = sheet.public(cities.profile(wave_id, city_id))
    yield sheet.facts(wave_id, (_("Questions answered"), answered(rows)))
    yield Heading(_("Where we stand"))
    yield Paragraph(cities.median_sentence(rows, city_name=name))
    yield Paragraph(lowest_sentence(rows))
    yield Heading(_("What is proposed for us"))
    yield from bullets_or(tuple(roles.sentences(wave_id, city_id)), _("The city has no role in the plan of this wave."))
    yield Heading(_("Our widest gaps, and who leads there"))
    yield from bullets_or(
        tuple(_gaps(wave_id, city_id)), _("Unknown: the city has named no target levels in the survey.")
    )
    yield Heading(_("What to ask at the table"))
    yield Paragraph(transfer.teachers_sentence(wave_id, city_id))


def _gaps(wave_id: str, city_id: str) -> Iterator[str]:
    proposed, names = plans.solve(wave_id), naming.names(wave_id)
    for row in rows_of(cities.own_gaps(sheet.public(cities.profile(wave_id, city_id))).head(GAPS)):
        lead = proposed.lead(row.topic_id) if row.topic_id in proposed.lead_rows else None
        who = _("nobody leads yet") if lead is None else _("{city} leads").format(city=names.city(lead))
        text = _("{topic}: {gap} points to our own target; {who}.")
        yield text.format(topic=row.topic_name, gap=sheet.points(row.own_gap), who=who)
