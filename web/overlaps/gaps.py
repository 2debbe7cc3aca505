"""What the page of overlaps says about gaps: who can show a topic, who needs it, what hinders the cities."""

from typing import Any, NamedTuple

import pandas as pd

from maturity.analysis.overlaps.gaps import common_gaps, find_target_gaps
from maturity.analysis.overlaps.supply import cluster_codes, coverage_curve, judge_supply
from maturity.language import _, ngettext
from maturity.rows import rows_of
from web.services import naming, snapshot
from web.services.naming import listed
from web.shared import markup

MOST_TOPICS = 3


def supply(wave_id: str) -> pd.DataFrame:
    """Per topic whether somebody can teach it, how large the gaps are, and the topics' names."""
    scores, planning = snapshot.topic_scores(wave_id), snapshot.table("planning", wave_id=wave_id)
    strong_level, target = int(snapshot.parameter("strong_level", wave_id)), snapshot.parameter("target", wave_id)
    judged = judge_supply(scores, planning, wave_id=wave_id, strong_level=strong_level)
    gaps = find_target_gaps(scores, planning, wave_id=wave_id, target=target)
    means = gaps.groupby("topic_id", as_index=False).agg(
        mean_gap=("target_gap", "mean"), mean_closable=("closable_gap", "mean"),
        own_count=("own_gap", lambda gap: int((gap > 0).sum())), own_known_count=("own_gap", "count"),
    )  # fmt: skip
    below = common_gaps(scores, wave_id=wave_id, target=target)[["topic_id", "below_count"]]
    table = judged.merge(means, on="topic_id", how="left").merge(below, on="topic_id", how="left")
    table = table.assign(below_count=table["below_count"].fillna(0).astype(int))
    return table.assign(topic_name=table["topic_id"].map(naming.names(wave_id).topics))


class Content(NamedTuple):
    """What the view says about a wave, made once per snapshot."""

    answer: str
    scarce: str
    supply: str
    coverage: str
    challenges: str
    support: str
    topic_challenges: str


def content(wave_id: str) -> Content:
    """Write what the view says about a wave."""
    return Content(
        answer=blind_sentence(snapshot.remember(supply, wave_id=wave_id)),
        scarce=supply_html(wave_id, scarce_only=True),
        supply=supply_html(wave_id, scarce_only=False),
        coverage=coverage_html(wave_id),
        challenges=clusters_html(wave_id, "challenges"),
        support=clusters_html(wave_id, "support"),
        topic_challenges=topic_clusters_html(wave_id),
    )


def blind_sentence(judged: pd.DataFrame) -> str:
    """Say in how many topics no city is far enough to show the others something."""
    blind = sorted(judged.loc[judged["supply"] == "blind_spot", "topic_name"])
    if not blind:
        return _("In every topic with answers at least one city is far enough to show something.")
    text = ngettext(
        "In {count} topic no city is far enough to show the others something: {topics}.",
        "In {count} topics no city is far enough to show the others something: {topics}.",
        len(blind),
    )
    return text.format(count=len(blind), topics=listed(blind, most=MOST_TOPICS))


def supply_html(wave_id: str, scarce_only: bool) -> str:
    """Per topic who can show it, who needs it, and how large the gaps are."""
    judged = snapshot.remember(supply, wave_id=wave_id)
    if scarce_only:
        judged = judged.loc[judged["supply"].isin(["blind_spot", "single_point"])]
    if judged.empty:
        return markup.note(_("In no topic is there nobody or only one city to show it."))
    names = naming.names(wave_id)
    rows = pd.DataFrame(
        {
            _("Topic"): judged["topic_name"],
            _("Who can show it"): [_who(row, names) for row in rows_of(judged)],
            _("Urgent for"): [_need(row) for row in rows_of(judged)],
            _("Below target"): [_counted(row.below_count, row.scored_count) for row in rows_of(judged)],
            _("Below own target"): [_counted(row.own_count, row.own_known_count) for row in rows_of(judged)],
            _("Points missing"): [markup.or_dash(gap, 1) for gap in judged["mean_gap"]],
            _("Closable inside"): [markup.or_dash(gap, 1) for gap in judged["mean_closable"]],
        }
    )
    caption = _(
        "Can show it: from level {level} on. Urgent: cities below it that gave the topic priority 2 or 3. "
        "Points missing: to the target, mean of the cities with a score; closable inside: up to the best city of the "
        "network."
    ).format(level=int(snapshot.parameter("strong_level", wave_id)))
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[2:]))


def _who(row: Any, names: naming.Names) -> str:
    if not row.scored_count:
        return _("unknown")
    if not row.strong_count:
        return _("nobody of {scored}").format(scored=row.scored_count)
    text = _("{names} ({count} of {scored})")
    return text.format(names=names.of_cities(row.city_ids), count=row.strong_count, scored=row.scored_count)


def _counted(count: float, total: float) -> str:
    if pd.isna(total) or not total:
        return _("unknown")
    return _("{count} of {total}").format(count=int(count), total=int(total))


def _need(row: Any) -> str:
    if not row.need_unknown_count:
        return str(row.need_count)
    return _("{count}, {unknown} unknown").format(count=row.need_count, unknown=row.need_unknown_count)


def coverage_html(wave_id: str) -> str:
    """How many cities have reached each level, per topic."""
    curve = coverage_curve(snapshot.topic_scores(wave_id), wave_id=wave_id)
    names, wording = naming.names(wave_id), snapshot.levels()
    cells = curve.assign(text=[_counted(row.reached_count, row.scored_count) for row in rows_of(curve)])
    grid = cells.pivot(index="topic_id", columns="level", values="text")
    grid = grid.loc[[topic_id for topic_id in names.topics if topic_id in grid.index]]
    rows = pd.DataFrame({_("Topic"): [names.topics[topic_id] for topic_id in grid.index]})
    heading = _("{level} {wording} or further")
    for level in map(int, grid.columns):
        rows[heading.format(level=level, wording=wording[level])] = grid[level].to_numpy()
    return markup.html_table(rows, caption=_("Cities that have reached a level, of those with a score."), numbers=[])


def clusters_html(wave_id: str, field: str) -> str:
    """Challenges or needs for support over all topics, with their denominator."""
    planning = snapshot.table("planning", wave_id=wave_id)
    found = cluster_codes(planning, wave_id=wave_id, field="support" if field == "support" else "challenges")
    if found.empty:
        return markup.note(_("No city has said anything about this: unknown."))
    names, wording = naming.names(wave_id), naming.codes(field)
    rows = pd.DataFrame(
        {
            _("Support needed") if field == "support" else _("Challenge"): [
                wording.get(code, code) for code in found["code"]
            ],
            _("Cities"): [_counted(row.city_count, row.named_count) for row in rows_of(found)],
            _("Topics"): [str(count) for count in found["topic_count"]],
            _("Who"): [names.of_cities(city_ids) for city_ids in found["city_ids"]],
        }
    )
    return markup.html_table(rows, caption=_("Of the cities that named anything."), numbers=list(rows.columns[1:3]))


def topic_clusters_html(wave_id: str) -> str:
    """Challenges that two or more cities name for the same topic."""
    planning = snapshot.table("planning", wave_id=wave_id)
    found = cluster_codes(planning, wave_id=wave_id, field="challenges", by_topic=True)
    if found.empty:
        return markup.note(_("No two cities have named the same challenge for a topic."))
    names, wording = naming.names(wave_id), naming.codes("challenges")
    rows = pd.DataFrame(
        {
            _("Topic"): found["topic_id"].map(names.topics),
            _("Challenge"): [wording.get(code, code) for code in found["code"]],
            _("Cities"): [_counted(row.city_count, row.named_count) for row in rows_of(found)],
            _("Who"): [names.of_cities(city_ids) for city_ids in found["city_ids"]],
        }
    )
    return markup.html_table(rows, caption=_("Of the cities that named anything for the topic."), numbers=[_("Cities")])
