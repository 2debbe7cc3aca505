"""What the city page says: profile against the network, strengths, distance to the city's own targets, its place."""

from html import escape
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from maturity.analysis.overlaps.gaps import find_target_gaps
from maturity.analysis.scores import LEVEL_WIDTH
from maturity.charts.heatmap import WITHOUT_LEVEL
from maturity.charts.profile import city_profile
from maturity.language import N_, _, ngettext, number
from maturity.rows import rows_of
from web.services import naming, robustness, snapshot
from web.services.robustness import USUAL_BAND
from web.shared import markup, trend

SHOWN = 3
SPREAD = {
    "network_low": 0.0, "network_q1": 0.25, "network_median": 0.5, "network_q3": 0.75, "network_high": 1.0,
}  # fmt: skip
BANDS = {
    "leading": N_("{city} is ahead of the network’s middle: between rank {first} and {last} of {count}."),
    "on_par": N_("{city} is about the middle of the network: between rank {first} and {last} of {count}."),
    "behind": N_("{city} is behind the network’s middle: between rank {first} and {last} of {count}."),
}


class Content(NamedTuple):
    """Everything the page says about one city in one wave, made once per snapshot."""

    city_name: str
    answer: str
    profile: go.Figure
    profile_alt: str
    table: str
    place: str
    strengths: str
    targets: str
    changes: trend.Section | None


def content(wave_id: str, city_id: str, is_sample: bool) -> Content:
    """Make what the page says about a city."""
    rows, city_name = by_gap(profile(wave_id, city_id)), naming.names(wave_id).cities[city_id]
    found = trend.of_city(wave_id, city_id)
    changes, since = trend.column(found)
    return Content(
        city_name=city_name,
        answer=median_sentence(rows, city_name=city_name),
        profile=city_profile(rows, city_name=city_name, changes=changes, since=since, is_sample=is_sample),
        profile_alt=profile_alt(rows, changes, city_name=city_name, since=since),
        table=profile_table(rows),
        place=place(wave_id, city_id, city_name=city_name),
        strengths=strength_list(rows),
        targets=target_note(rows),
        changes=trend.section(found, heading=_("Topic")),
    )


def by_gap(rows: pd.DataFrame) -> pd.DataFrame:
    """Order the topics by what is missing to the city's own target, widest first; the others in their order."""
    missing = rows["own_gap"].where(rows["own_gap"] > 0, 0.0)
    return rows.assign(missing=missing).sort_values("missing", ascending=False, kind="stable", ignore_index=True)


def profile(wave_id: str, city_id: str) -> pd.DataFrame:
    """One row per topic in its order: the city's score and own target beside the network's spread.

    Returns:
        topic_id, topic_name, status, score, score_low, score_high, level, answered_count, applicable_count,
        network_low, network_q1, network_median, network_q3, network_high, network_count, own_target, own_gap
        (points; NaN = unknown), lead = score - network_median.
    """
    scores, plans = snapshot.topic_scores(wave_id), snapshot.table("planning", wave_id=wave_id)
    scores, plans = (table.loc[table["city_id"] == city_id] for table in (scores, plans))
    gaps = find_target_gaps(scores, plans, wave_id=wave_id, target=snapshot.parameter("target", wave_id))
    rows = snapshot.topics()[["topic_id", "topic_name"]].merge(
        scores.drop(columns=["city_name", "wave_id"]), on="topic_id"
    )
    for table in (
        snapshot.remember(_network_spread, wave_id=wave_id),
        gaps[["topic_id", "own_gap"]],
        plans[["topic_id", "target"]],
    ):
        rows = rows.merge(table, on="topic_id", how="left")
    own_target = LEVEL_WIDTH * pd.to_numeric(rows["target"]).astype(float)
    return rows.assign(own_target=own_target, lead=rows["score"] - rows["network_median"])


def _network_spread(wave_id: str) -> pd.DataFrame:
    """The network's spread per topic, the same for every city."""
    by_topic = snapshot.topic_scores(wave_id).groupby("topic_id")["score"]
    spread = pd.DataFrame({name: by_topic.quantile(share) for name, share in SPREAD.items()})
    return spread.assign(network_count=by_topic.count()).reset_index()


def median_sentence(rows: pd.DataFrame, *, city_name: str) -> str:
    """Answer: where does this city stand?"""
    scored = rows.dropna(subset="score")
    if scored.empty:
        return _("{city} has not given enough answers in this wave.").format(city=city_name)
    parts = [
        _("{city} is above the network’s median in {above} of {count} topics.").format(
            city=city_name, above=int((scored["lead"].round(9) > 0).sum()), count=len(scored)
        )
    ]
    if not (best := strengths(rows)).empty:
        parts.append(_("Furthest ahead: “{topic}”.").format(topic=best["topic_name"].iloc[0]))
    if not (widest := own_gaps(rows)).empty:
        parts.append(_("Longest way to its own target: “{topic}”.").format(topic=widest["topic_name"].iloc[0]))
    return " ".join(parts)


def strengths(rows: pd.DataFrame) -> pd.DataFrame:
    """The topics in which the city is ahead of the network's median, the widest lead first."""
    ahead = rows.loc[rows["lead"].round(9) > 0]
    return ahead.sort_values(["lead", "topic_id"], ascending=[False, True], ignore_index=True)


def own_gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """The topics in which the city is below its own target, the widest gap first."""
    below = rows.loc[rows["own_gap"] > 0]
    return below.sort_values(["own_gap", "topic_id"], ascending=[False, True], ignore_index=True)


def strength_list(rows: pd.DataFrame) -> str:
    """Write the largest strengths."""
    found = strengths(rows).head(SHOWN)
    if found.empty:
        return markup.note(_("In no topic with enough answers is the city above the median of the network."))
    text = _("{points} points, {lead} above the median of {count} cities")
    bodies = [
        text.format(points=number(row.score, 1), lead=number(row.lead, 1), count=int(row.network_count))
        for row in rows_of(found)
    ]
    return markup.listing(zip(found["topic_name"], map(escape, bodies), strict=True))


def target_note(rows: pd.DataFrame) -> str:
    """Say for how many topics no target of the city is known; nothing where all are."""
    unknown = int(rows["own_target"].isna().sum())
    if unknown == len(rows):
        return markup.note(_("Unknown: the city has named no target levels in the survey."))
    if not unknown:
        return ""
    remark = ngettext(
        "The target is unknown in {count} of {total} topics.",
        "The target is unknown in {count} of {total} topics.",
        unknown,
    )
    return markup.note(remark.format(count=unknown, total=len(rows)))


def place(wave_id: str, city_id: str, *, city_name: str) -> str:
    """Say the city's place as a band with its range, and whether its index hides weak topics; never a bare rank."""
    bands = robustness.bands(wave_id)
    own = bands.loc[bands["city_id"] == city_id]
    if own.empty:
        return markup.note(_("No place is named: too few answers, or too many or too few cities to compare."))
    row = own.iloc[0]
    text = _(BANDS[str(row["band"])]).format(
        city=city_name,
        first=number(row["rank_from"]),
        last=number(row["rank_to"]),
        count=int(row["ranked_count"]),
    )
    remark = _(
        "The range holds what open answers allow and 90 per cent of {runs} trial runs with other weights, codings, "
        "means and small errors in the answers."
    ).format(runs=number(snapshot.parameter("simulation_runs", wave_id)))
    return f"{markup.paragraph(text)}{_sure_place(wave_id, city_id)}{_imbalance(wave_id, city_id)}{markup.note(remark)}"


def _sure_place(wave_id: str, city_id: str) -> str:
    """Say with how many cities the order is sure, and which missing answer would settle most."""
    order = robustness.sure_order(wave_id, USUAL_BAND)
    if order is None:
        return ""
    [own] = rows_of(order.cities.loc[order.cities["city_id"] == city_id])
    text = _("Whatever the weights (±{band} %): surely ahead of {ahead} of {others} cities, surely behind {behind}.")
    said = text.format(band=USUAL_BAND, ahead=own.ahead_count, behind=own.behind_count, others=len(order.cities) - 1)
    answers = robustness.valuable_answers(wave_id, USUAL_BAND)
    for best in rows_of(answers.loc[answers["city_id"] == city_id]):
        ask = ngettext(
            "Most valuable missing answer: {question}; it could settle {count} more comparison.",
            "Most valuable missing answer: {question}; it could settle {count} more comparisons.",
            best.added_most,
        )
        said += " " + ask.format(question=best.question_id, count=best.added_most)
    return markup.paragraph(said)


def _imbalance(wave_id: str, city_id: str) -> str:
    index = snapshot.table("index_scores", wave_id=wave_id).set_index("city_id")
    imbalance = index["imbalance"].get(city_id)
    if pd.isna(imbalance) or imbalance <= snapshot.parameter("imbalance_flag", wave_id):
        return ""
    text = _("Its profile is uneven: strong topics hide weak ones by {points} points in the index.")
    return markup.paragraph(text.format(points=number(float(imbalance), 1)))


def profile_table(rows: pd.DataFrame) -> str:
    """Write the profile's numbers as a table."""
    unknown = _("unknown")
    table = pd.DataFrame(
        {
            _("Topic"): rows["topic_name"],
            _("Level"): [markup.or_dash(level) for level in rows["level"]],
            _("Points"): [_score(row) for row in rows_of(rows)],
            _("Median"): [markup.or_dash(value, 1) for value in rows["network_median"]],
            _("Lowest to highest"): [_spread(row) for row in rows_of(rows)],
            _("Cities"): [number(count) for count in rows["network_count"]],
            _("Own target"): [unknown if pd.isna(value) else number(value) for value in rows["own_target"]],
            _("To own target"): [unknown if pd.isna(value) else number(value, 1) for value in rows["own_gap"]],
        }
    )
    caption = _("Points of 100. Median, lowest, highest: of the cities with enough answers on the topic.")
    return markup.html_table(table, caption=caption, numbers=list(table.columns[1:]))


def _score(row: Any) -> str:
    return _(WITHOUT_LEVEL[row.status]) if pd.isna(row.score) else number(row.score, 1)


def _spread(row: Any) -> str:
    return markup.DASH if pd.isna(row.network_low) else f"{number(row.network_low)}–{number(row.network_high)}"


def profile_alt(rows: pd.DataFrame, changes: "pd.Series[str]", *, city_name: str, since: str) -> str:
    """The profile in words: what is seen first, then every topic from top to bottom."""
    seen = _("The widest gap to the city’s own target is at the top, the network’s median beside each dot.")
    text, later = _("{topic} {points} (median {median})"), _("{text}, {change} since {wave}")
    parts = []
    for row in rows_of(rows.dropna(subset="network_median")):
        part = text.format(topic=row.topic_name, points=_score(row), median=number(row.network_median, 1))
        change = changes.get(row.topic_name)
        parts.append(part if change is None else later.format(text=part, change=change, wave=since))
    points = _("Points of {city} per topic: {list}.").format(city=city_name, list="; ".join(parts))
    return f"{seen} {points}"
