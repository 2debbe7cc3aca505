"""City sheet: two pages for a council. Where we stand, what changed, what we lead and reuse, whom to ask."""

from collections.abc import Iterator

import pandas as pd

from maturity.language import _
from maturity.reports.outline import Block, Bullets, Document, Heading, Paragraph, Profile, Strip, bullets_or
from maturity.rows import rows_of
from web import cities
from web.papers import roles, sheet
from web.services import naming, snapshot
from web.shared import trend
from web.transfer import cities as transfer

LOWEST, OFFERED = 3, 4


def city_sheet(wave_id: str, city_id: str, is_sample: bool) -> Document:
    """Make the sheet of a city in a wave."""
    name = naming.names(wave_id).cities[city_id]
    return sheet.document(
        _("City sheet {city}").format(city=name),
        _("Where do we stand with digitalisation?"),
        _blocks(wave_id, city_id, name),
        wave_id=wave_id,
        is_sample=is_sample,
    )


def _blocks(wave_id: str, city_id: str, name: str) -> Iterator[Block]:
    everything = cities.profile(wave_id, city_id)
    rows = sheet.public(everything)
    yield sheet.facts(wave_id, (_("Questions answered"), answered(everything)))
    yield Paragraph(cities.median_sentence(rows, city_name=name))
    if lowest := lowest_sentence(rows):
        yield Paragraph(lowest)
    yield Heading(_("Topic by topic"))
    yield profile(rows)
    yield Paragraph(
        _(
            "Dot: {city}. Bar: lowest to highest city of the network, line: its median. Diamond: our own target. "
            "0 to 100 points. Sorted by the distance to the median, furthest behind first."
        ).format(city=name)
    )
    if remark := sheet.left_out(everything["topic_id"]):
        yield Paragraph(remark)
    yield Heading(_("What has changed"))
    yield from _changes(wave_id, city_id)
    yield Heading(_("What we lead, share and reuse"))
    yield from bullets_or(tuple(roles.sentences(wave_id, city_id)), _("The city has no role in the plan of this wave."))
    yield Heading(_("Who we ask"))
    yield from _teachers(wave_id, city_id)
    yield Heading(_("What we can show"))
    yield from _offers(wave_id, city_id)


def answered(rows: pd.DataFrame) -> str:
    """Say how many of the applicable questions have an answer."""
    return _("{answered} of {asked}").format(
        answered=int(rows["answered_count"].sum()), asked=int(rows["applicable_count"].sum())
    )


def lowest_sentence(rows: pd.DataFrame) -> str:
    """Name the topics in which the city stands lowest, plainly; empty without a score."""
    scored = rows.dropna(subset="score").sort_values(["score", "topic_id"])
    if len(scored) <= LOWEST:
        return ""
    named = [f"{row.topic_name} ({sheet.points(row.score)})" for row in rows_of(scored.head(LOWEST))]
    return _("Lowest: {topics} of 100 points.").format(topics=", ".join(named))


def profile(rows: pd.DataFrame) -> Profile:
    """Draw a line per topic, furthest behind the median first, topics without a score last."""
    ordered = rows.sort_values(["lead", "topic_id"], na_position="last")
    return Profile(
        (_("Topic"), _("City and network"), _("Points"), _("Median"), _("Own target")),
        tuple(
            Strip(
                name=row.topic_name,
                score=sheet.or_none(row.score),
                target=sheet.or_none(row.own_target),
                low=sheet.or_none(row.network_low),
                middle=sheet.or_none(row.network_median),
                high=sheet.or_none(row.network_high),
                words=(sheet.points(row.score), sheet.points(row.network_median), sheet.points(row.own_target)),
            )
            for row in rows_of(ordered)
        ),
    )


def _changes(wave_id: str, city_id: str) -> Iterator[Block]:
    found = trend.of_city(wave_id, city_id)
    if found is None:
        yield Paragraph(_("There is no earlier wave of this kind with answers of this city to compare with."))
        return
    for sentence in trend.city_words(found._replace(changes=sheet.public(found.changes))):
        yield Paragraph(sentence)


def _teachers(wave_id: str, city_id: str) -> Iterator[Block]:
    yield Paragraph(transfer.teachers_sentence(wave_id, city_id))
    names, closed = naming.names(wave_id), snapshot.sensitive_topics()
    for row in rows_of(transfer.learning_set(wave_id, city_id)):
        topics = [topic_id for topic_id in row.topic_ids.split(";") if topic_id not in closed]
        if topics:
            yield Bullets((f"{names.city(row.teacher_id)}: {names.of_topics(';'.join(topics))}",))


def _offers(wave_id: str, city_id: str) -> Iterator[Block]:
    names, found = naming.names(wave_id), sheet.public(transfer.offers(wave_id, city_id)).head(OFFERED)
    items = tuple(f"{names.topics[row.topic_id]}: {names.of_cities(row.learner_ids)}" for row in rows_of(found))
    yield from bullets_or(items, _("In no topic is this city strong, ready to share and a level ahead of another."))
