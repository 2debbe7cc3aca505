"""What the overview says, from the tables of one wave."""

from html import escape
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from maturity.analysis.leads.proposal import ProposedPlan
from maturity.analysis.overlaps.gaps import common_gaps
from maturity.charts.heatmap import cell_text, heat_map
from maturity.language import _, ngettext, number
from maturity.rows import rows_of
from web.services import snapshot
from web.services.naming import listed, missing, quoted
from web.services.overlaps import overlaps
from web.shared import markup, trend

MOST_POINTS = 3


class Content(NamedTuple):
    """Everything the page says about one wave, made once per snapshot."""

    answer: str
    grid: go.Figure
    grid_alt: str
    gaps: str
    overlaps: str
    who_answered: str
    change: str
    table: str


def content(wave_id: str, is_sample: bool) -> Content:
    """Make what the page says about a wave."""
    names = snapshot.topics().set_index("topic_id")["topic_name"]
    scores = snapshot.topic_scores(wave_id)
    cells = furthest_first(scores.assign(topic_name=scores["topic_id"].map(names)))
    gaps = common_gaps(scores, wave_id=wave_id, target=snapshot.parameter("target", wave_id))
    return Content(
        answer=furthest_sentence(cells, target=snapshot.parameter("target", wave_id)),
        grid=heat_map(cells, levels=snapshot.levels(), is_sample=is_sample),
        grid_alt=grid_alt(cells, strong_level=int(snapshot.parameter("strong_level", wave_id))),
        gaps=gap_list(gaps.head(MOST_POINTS), names),
        overlaps=overlap_list(overlaps(wave_id).head(MOST_POINTS)),
        who_answered=who_answered(snapshot.cities(wave_id)),
        change=trend.network_words(wave_id) or _("There is no earlier wave to compare with."),
        table=level_table(cells, wave_id=wave_id),
    )


def furthest_first(cells: pd.DataFrame) -> pd.DataFrame:
    """Order the topics by the mean of their scores, highest first, and leave out cities that have handed in nothing.

    Their absence is said in a line; equal topics and those without any score keep their order.
    """
    silent = cells["status"].eq("not_submitted").groupby(cells["city_id"]).transform("all")
    shown = cells.loc[~silent] if not silent.all() else cells
    means = shown.groupby("topic_id")["score"].mean().round(9)
    return shown.assign(mean=shown["topic_id"].map(means)).sort_values(
        "mean", ascending=False, kind="stable", na_position="last", ignore_index=True
    )


def who_answered(members: pd.DataFrame) -> str:
    """Say how many members have answered, who is missing, and who took the short survey."""
    silent = list(members.loc[~members["has_submitted"], "city_name"])
    short = list(members.loc[members["form"] == "core", "city_name"])
    text = _("{submitted} of {members} cities have answered.").format(
        submitted=int(members["has_submitted"].sum()), members=len(members)
    )
    if silent:
        text += " " + missing(silent)
    if short:
        text += " " + _("Short survey only: {names}.").format(names=listed(short))
    return text


def furthest_sentence(cells: pd.DataFrame, *, target: float) -> str:
    """Say with which topics the network is nearest to its target and furthest from it; none is named among equals.

    Args:
        cells: one row per city and topic; topic_name, score. The measure is the one of `common_gaps`.
        target: the network's target (points).
    """
    known = cells.dropna(subset="score")
    gaps = (target - known["score"]).clip(lower=0).groupby(known["topic_name"]).mean().round(9)
    if gaps.empty:
        return _("No topic has enough answers yet.")
    if len(gaps) == 1:
        return _("Only “{topic}” has enough answers yet.").format(topic=gaps.index[0])
    if gaps.min() == gaps.max():
        return _("All {count} topics with enough answers are equally far from the target.").format(count=len(gaps))
    best, worst = (sorted(gaps.index[gaps == end]) for end in (gaps.min(), gaps.max()))
    return _("The network is nearest to its target with {best}, furthest from it with {worst}.").format(
        best=listed(quoted(best), most=MOST_POINTS), worst=listed(quoted(worst), most=MOST_POINTS)
    )


def plan_state(proposed: ProposedPlan) -> str:
    """Say how many topics have a decided lead, how many a proposed one, and how many none."""
    decided, led = len(proposed.decided), int(proposed.plan.leads["city_id"].notna().sum())
    total = len(proposed.plan.leads)
    text = _("Leads of {topics} topics: {decided} decided, {proposed} proposed, {without} without a lead.")
    return text.format(topics=total, decided=decided, proposed=led - decided, without=total - led)


def gap_sentence(gap: Any) -> str:
    """One common gap in words, with its denominator."""
    below = int(gap.below_count)
    if gap.scored_count == 1:
        text = _("The only city with a score is below the target; {points} points are missing.")
        return text.format(points=number(gap.mean_gap))
    return ngettext(
        "{below} of {scored} city is below the target; on average {points} points are missing.",
        "{below} of {scored} cities are below the target; on average {points} points are missing.",
        below,
    ).format(below=below, scored=int(gap.scored_count), points=number(gap.mean_gap))


def grid_alt(cells: pd.DataFrame, *, strong_level: int) -> str:
    """The heat map in words: which topic stands at the top and at the bottom, which city is strong most often."""
    text = _("Levels of {cities} cities in {topics} topics, the topic furthest along at the top.").format(
        cities=cells["city_id"].nunique(), topics=cells["topic_id"].nunique()
    )
    scored = cells.dropna(subset="level")
    if scored.empty:
        return text
    topics = list(scored["topic_name"].unique())
    strong = scored.assign(is_strong=scored["level"] >= strong_level).groupby("city_name")["is_strong"].sum()
    seen = _(
        "At the top {best}, at the bottom {worst}. Level {level} or higher most often: {most} (topics: {most_count}); "
        "least often: {least} ({least_count})."
    )
    ends = {"level": number(strong_level)}
    for name, count in (("most", strong.max()), ("least", strong.min())):
        cities = list(strong.index[strong == count])
        ends |= {name: listed(cities, most=MOST_POINTS), f"{name}_count": number(count)}
    return f"{text} {seen.format(best=topics[0], worst=topics[-1], **ends)}"


def gap_list(gaps: pd.DataFrame, names: "pd.Series[str]") -> str:
    """Write the common gaps as an HTML list; `names` by topic_id."""
    if gaps.empty:
        return markup.note(_("No city with a score is below the target."))
    return markup.listing((names[gap.topic_id], escape(gap_sentence(gap))) for gap in rows_of(gaps))


def overlap_list(overlaps: pd.DataFrame) -> str:
    """Write the strongest overlaps as an HTML list; a city that did not say whether it has a project is not counted."""
    shared = overlaps.loc[overlaps["active_count"] > 1]
    if shared.empty:
        return markup.note(_("In no topic do two or more cities say that they have a project."))
    text = _("{active} of the {known} cities that answered have a project.")
    return markup.listing(
        (row.topic_name, escape(text.format(active=row.active_count, known=row.known_count))) for row in rows_of(shared)
    )


def level_table(cells: pd.DataFrame, *, wave_id: str) -> str:
    """Write the heat map's levels as an HTML table, topics down, cities across; each level leads to its answers."""
    texts = cells.assign(text=[_link(row, wave_id) for row in rows_of(cells)])
    grid = texts.pivot(index="topic_name", columns="city_name", values="text")
    grid = grid.loc[list(cells["topic_name"].unique()), list(cells["city_name"].unique())]
    caption = _(
        "Level 0 to 4 per topic and city; each leads to its answers. “too few”: answers to less than the required "
        "share of the questions."
    )
    return markup.html_table(grid.reset_index(names=_("Topic")), caption=caption, as_html=list(grid.columns))


def _link(row: Any, wave_id: str) -> str:
    """Lead to the answers behind a level, as a click into the figure does."""
    return markup.link(_table_text(row), "topics", wave=wave_id, topic=row.topic_id, city=row.city_id)


def _table_text(row: Any) -> str:
    words = {"too_few": _("too few"), "not_submitted": _("none")}
    return words.get(row.status) or cell_text(row.status, row.level)
