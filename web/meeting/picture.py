"""The first three steps of a meeting: where we stand, common gaps, overlaps. The same sentences go into the minutes."""

from collections.abc import Collection, Sequence
from html import escape
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from maturity.analysis.overlaps.gaps import common_gaps
from maturity.charts import theme
from maturity.language import _
from maturity.rows import rows_of
from web import start
from web.funding import words as funding
from web.overlaps import together
from web.services import naming, snapshot
from web.services.overlaps import overlaps
from web.shared import markup
from web.shared.markup import plain

MOST_GAPS = 4
MOST_BUSY = 3
MOST_STARTS = 2


class Point(NamedTuple):
    """One sentence about a topic."""

    topic_id: str
    topic_name: str
    sentence: str


def median_levels(wave_id: str) -> pd.DataFrame:
    """One row per topic in its order: topic_id, median_level, half_level, scored_count, member_count.

    Of the cities with a score: their median, and the level that at least half of them have reached; NaN without any.
    """
    scores = snapshot.topic_scores(wave_id)
    rows = scores.sort_values("position", kind="stable").assign(known=scores["level"].astype("float64"))
    return rows.groupby("topic_id", sort=False, as_index=False).agg(
        median_level=("known", "median"),
        half_level=("known", lambda known: known.quantile(0.5, interpolation="higher")),
        scored_count=("known", "count"),
        member_count=("city_id", "nunique"),
    )


def gap_points(wave_id: str) -> list[Point]:
    """The common gaps, largest first, each with its denominator."""
    gaps = common_gaps(snapshot.topic_scores(wave_id), wave_id=wave_id, target=snapshot.parameter("target", wave_id))
    names = naming.names(wave_id).topics
    return [Point(gap.topic_id, names[gap.topic_id], start.gap_sentence(gap)) for gap in rows_of(gaps)]


def busy_points(wave_id: str) -> list[Point]:
    """Where most cities work on the same; what is not yet mature first, as working together helps there most."""
    found = overlaps(wave_id)
    ordered = [found.loc[found["kind"] == kind] for kind in ("duplicated_struggling", "joint_project")]
    return [Point(row.topic_id, row.topic_name, _busy_sentence(row)) for rows in ordered for row in rows_of(rows)]


def _busy_sentence(row: Any) -> str:
    texts = {
        "duplicated_struggling": _("{active} of {known} cities work on it, and it is not yet mature."),
        "joint_project": _("{active} of {known} cities work on it, and it is mature enough for a joint project."),
    }
    return texts[row.kind].format(active=row.active_count, known=row.known_count)


def start_points(wave_id: str) -> list[Point]:
    """Who plans to begin with the same topic at the same time, most cities first."""
    names = naming.names(wave_id)
    text = _("{cities} plan to begin at the same time ({when}).")
    return [
        Point(
            row.topic_id,
            names.topics[row.topic_id],
            text.format(cities=names.of_cities(row.city_ids), when=together.span(row.first, row.last)),
        )
        for row in rows_of(snapshot.remember(together.starts, wave_id=wave_id))
    ]


def overlap_points(wave_id: str, *, without: Collection[str] = ()) -> list[Point]:
    """What a meeting talks about under overlaps, `without` certain topics."""
    busy, starts = (
        [point for point in points if point.topic_id not in without]
        for points in (busy_points(wave_id), start_points(wave_id))
    )
    return [*busy[:MOST_BUSY], *starts[:MOST_STARTS]]


def show_state(wave_id: str) -> None:
    """Show how far the network is, all topics on one screen."""
    state = snapshot.remember(_state, wave_id=wave_id)
    heading(state.answer)
    st.html(state.levels)
    small(_("Each topic stands at the level that at least half of the cities with a score have reached."))
    small(start.who_answered(snapshot.cities(wave_id)))


class State(NamedTuple):
    """The sentence of the first step, and the topics under their levels."""

    answer: str
    levels: str


def _state(wave_id: str) -> State:
    levels = median_levels(wave_id)
    strong = int(snapshot.parameter("strong_level", wave_id))
    reached = int((levels["half_level"] >= strong).sum())
    text = _("In {reached} of {topics} topics at least half of the cities have reached level {level}, {name}")
    said = text.format(reached=reached, topics=len(levels), level=strong, name=snapshot.levels()[strong])
    return State(said, _level_rows(levels, naming.names(wave_id).topics))


def _level_rows(levels: pd.DataFrame, names: Any) -> str:
    rows = []
    for level in (4, 3, 2, 1, 0):
        inside = levels["half_level"] == level
        topics = [names[topic_id] for topic_id in levels.loc[inside, "topic_id"]]
        if topics:
            rows.append(_level_row(str(level), snapshot.levels()[level], topics, theme.LEVEL_COLOURS[level], level))
    unknown = [names[topic_id] for topic_id in levels.loc[levels["half_level"].isna(), "topic_id"]]
    if unknown:
        rows.append(_level_row(markup.DASH, _("too few answers"), unknown, "#ffffff", 0))
    return f'<dl class="dk-levels">{"".join(rows)}</dl>'


def _level_row(sign: str, name: str, topics: Sequence[str], colour: str, level: int) -> str:
    ink = theme.LEVEL_INK[level]
    return (
        f'<dt><span class="dk-swatch" style="background:{colour};color:{ink}">{sign}</span>{escape(name)}</dt>'
        f"<dd>{escape(' · '.join(topics))}</dd>"
    )


def show_gaps(wave_id: str) -> None:
    """Show the largest common gaps."""
    points = snapshot.remember(gap_points, wave_id=wave_id)
    if not points:
        heading(_("No city with a score is below the target"))
        return
    heading(_("The largest common gap: {topic}").format(topic=points[0].topic_name))
    show_points(points[:MOST_GAPS])


def show_overlaps(wave_id: str) -> None:
    """Show where several cities do the same, and who could begin together."""
    points = snapshot.remember(overlap_points, wave_id=wave_id)
    if not points:
        heading(_("Nothing is known of overlaps"))
        big(_("No two cities have named projects or starts in the same topic."))
        return
    busy, total = len(snapshot.remember(busy_points, wave_id=wave_id)), len(snapshot.topics())
    text = _("In {busy} of {topics} topics at least half of the cities work side by side")
    heading(text.format(busy=busy, topics=total) if busy else _("Some cities could begin together"))
    show_points(points)
    small(funding.line())


def heading(text: str) -> None:
    """Show the sentence of a step, readable from five metres."""
    st.header(plain(text), anchor=False)


def big(text: str) -> None:
    """Show a line in large type."""
    st.html(f'<p class="dk-big">{escape(text)}</p>')


def small(text: str) -> None:
    """Show a remark, smaller than the rest but not small."""
    st.html(f'<p class="dk-small">{escape(text)}</p>')


def show_points(points: Sequence[Point]) -> None:
    """Show sentences about topics, one below the other."""
    items = "".join(
        f"<li><strong>{escape(point.topic_name)}</strong> {escape(point.sentence)}</li>" for point in points
    )
    st.html(f'<ul class="dk-large">{items}</ul>')
