"""Council paper of a city: proposed resolution, facts, financial effects, annexes. To be edited in Word or pasted."""

from collections.abc import Iterator

from maturity.language import _, number
from maturity.reports.outline import Block, Bullets, Document, Heading, Paragraph, Table
from maturity.rows import rows_of
from web import cities, start
from web.papers import roles, sheet
from web.papers.city_sheet import lowest_sentence
from web.services import naming, plans, snapshot


def council_paper(wave_id: str, city_id: str, is_sample: bool) -> Document:
    """Make the draft of a city's paper for its council."""
    name = naming.names(wave_id).cities[city_id]
    return sheet.document(
        _("Draft for the council of {city}").format(city=name),
        _("Digitalising together in the network {network}").format(network=snapshot.network()["name"]),
        _blocks(wave_id, city_id, name),
        wave_id=wave_id,
        is_sample=is_sample,
    )


def _blocks(wave_id: str, city_id: str, name: str) -> Iterator[Block]:
    rows = sheet.public(cities.profile(wave_id, city_id))
    own = roles.of_city(plans.solve(wave_id), city_id)
    yield sheet.facts(wave_id)
    yield Heading(_("Proposed resolution"))
    yield Bullets(tuple(_resolution(wave_id, own, name)), is_numbered=True)
    yield Heading(_("Facts"))
    yield Paragraph(_about_the_network(wave_id))
    yield Paragraph(cities.median_sentence(rows, city_name=name))
    yield Paragraph(lowest_sentence(rows))
    if remark := sheet.left_out(snapshot.topics()["topic_id"]):
        yield Paragraph(remark)
    yield Heading(_("Financial effects"))
    yield from _money(wave_id, city_id, own)
    yield Heading(_("Annexes"))
    yield Bullets((_("City sheet {city}").format(city=name), _("Network report"), _("Method: docs/method.md")))


def _resolution(wave_id: str, own: roles.Roles, name: str) -> Iterator[str]:
    names = naming.names(wave_id)
    yield _("The council takes note of the results of wave {wave}.").format(wave=wave_id)
    for text, topic_ids in (
        (_("The council agrees that {city} leads: {topics}."), own.leads),
        (_("The council agrees that {city} shares the lead of: {topics}."), own.co_leads),
        (_("The administration examines reusing what other cities build: {topics}."), own.follows),
    ):
        if topic_ids:
            quoted = ", ".join(_("“{topic}”").format(topic=names.topics[topic_id]) for topic_id in topic_ids)
            yield text.format(city=name, topics=quoted)
    if not any(own):
        yield _("{city} takes part without a role in a project of its own.").format(city=name)


def _about_the_network(wave_id: str) -> str:
    text = _("The cities of the network compare how far they are with digitalisation and share the work. {answered}")
    return text.format(answered=start.who_answered(snapshot.cities(wave_id)))


def _money(wave_id: str, city_id: str, own: roles.Roles) -> Iterator[Block]:
    planning, names = snapshot.table("planning", wave_id=wave_id), naming.names(wave_id)
    mine = planning.loc[(planning["city_id"] == city_id) & planning["topic_id"].isin((*own.leads, *own.co_leads))]
    if mine.empty:
        yield Paragraph(_("Unknown: the city has named no budget for the topics it would lead."))
        return
    unknown = _("unknown")
    rows = tuple(
        (
            names.topics[row.topic_id],
            unknown if row.budget_eur != row.budget_eur else number(row.budget_eur),
            unknown if row.fte_12m != row.fte_12m else number(row.fte_12m, 2),
        )
        for row in rows_of(mine)
    )
    yield Table((_("Topic"), _("Budget in 12 months, euros"), _("Staff, full-time equivalents")), rows, (50, 25, 25))
    yield Paragraph(_("As the city has stated in the survey; not checked against its budget."))
