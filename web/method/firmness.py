"""How firm the statements about the index are, in words and tables that a council member understands."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from maturity.analysis.robustness import Robustness
from maturity.analysis.robustness.importance import find_importance
from maturity.analysis.robustness.outranking import find_outranking
from maturity.analysis.robustness.signs import check_signs
from maturity.analysis.scores.ranks import dominance_pairs
from maturity.charts.acceptability import rank_bars
from maturity.language import N_, _, ngettext, number, percent, text_of
from maturity.rows import rows_of
from web.services import naming, robustness, snapshot
from web.services.naming import listed
from web.shared import markup

OPEN_PAIRS_SHOWN = 5
CHANGES_SHOWN = 12
# More bars than this are no longer read; the table holds all cities.
MOST_BARS = 40
FACTORS = {
    "weights": N_("weights of topics and fields"),
    "coding": N_("distance of the levels"),
    "aggregation": N_("kind of mean over the topics"),
    "missing": N_("rule for open answers"),
    "left_out": N_("leaving out a question"),
    "answer_error": N_("small errors in the answers"),
    "normalisation": N_("how answers become points"),
}
CHOICES = {
    "convex": N_("The upper levels lie further apart (0, 10, 30, 60, 100 points)"),
    "concave": N_("The lower levels lie further apart (0, 40, 70, 90, 100 points)"),
    "ridit": N_("Levels count by how many answers lie below them (ridit)"),
    "geometric": N_("Geometric instead of arithmetic mean over the topics: weak topics weigh more"),
    "low": N_("Open answers count as the lowest level"),
    "high": N_("Open answers count as the highest level"),
    "median": N_("Open answers count as the median of the other cities"),
    "z_score": N_("Points by the distance from the cities’ mean (z-score, divided by n)"),
    "z_score_sample": N_("Points by the distance from the cities’ mean (z-score, divided by n - 1)"),
    "percentile_rank": N_("Points by the rank among the cities, equal answers in the middle of their ranks"),
    "percentile_rank_lowest": N_("Points by the rank among the cities, equal answers at their lowest rank"),
}


class Content(NamedTuple):
    """Everything said about how firm the index of a wave is, made once per snapshot."""

    answer: str
    explanation: str = ""
    bars: go.Figure | None = None
    bars_alt: str = ""
    table: str = ""
    pairs: str = ""
    dominance: str = ""
    changes: str = ""
    checks: str = ""
    outranking: str = ""
    importance: str = ""


def content(wave_id: str, is_sample: bool) -> Content:
    """Make what the page says about how firm a wave's index is; without a table there is nothing to compare."""
    result = robustness.simulation(wave_id)
    if result is None:
        return Content(
            _("There is no telling how reliable the order is: too few, or too many, cities with enough answers.")
        )
    shares = rank_shares(result, wave_id)
    return Content(
        answer=pairs_sentence(result, wave_id),
        explanation=explanation(result, wave_id),
        bars=rank_bars(shares, is_sample=is_sample) if len(shares) <= MOST_BARS else None,
        bars_alt=rank_alt(result, wave_id),
        table=rank_table(result, wave_id),
        pairs=pair_words(result, wave_id),
        dominance=dominance_words(wave_id),
        changes=change_table(wave_id),
        checks=check_words(wave_id),
        outranking=outranking_table(wave_id),
        importance=importance_table(wave_id),
    )


def order_sentence(result: Robustness) -> str:
    """Say how often two cities, and all of them, keep their order."""
    return _(
        "Of two cities, the one ahead stays ahead in {pairs} of the {runs} trial runs; "
        "the whole order stays the same in {order}."
    ).format(
        pairs=percent(result.pairs_kept_share),
        runs=number(result.run_count),
        order=percent(result.same_order_share),
    )


def pairs_sentence(result: Robustness, wave_id: str) -> str:
    """Answer: how many pairs of cities keep their order?"""
    stable_share = snapshot.parameter("stable_share", wave_id)
    shares = [share for _first, _second, share in _pairs(result)]
    text = ngettext("{firm} of {count} pair of cities holds.", "{firm} of {count} pairs of cities hold.", len(shares))
    return text.format(firm=sum(share >= stable_share for share in shares), count=len(shares))


def explanation(result: Robustness, wave_id: str) -> str:
    """Say what a trial run is and how exact a share is."""
    exact = number(50 / result.run_count**0.5, 1)
    return _(
        "Each trial run computes all scores again with other weights (up to {spread} more or less), distances of the "
        "levels, means, rules for open answers, without one of the questions, and with {error} of the answers a level "
        "too high and as many too low. A share is exact to {exact} percentage points."
    ).format(
        spread=percent(snapshot.parameter("weight_spread", wave_id)),
        error=percent(snapshot.parameter("answer_error", wave_id)),
        exact=exact,
    )


def rank_shares(result: Robustness, wave_id: str) -> pd.DataFrame:
    """Share of the runs per rank, cities by median rank, named for the chart."""
    ranked = result.cities.dropna(subset="rank")
    names = ranked["city_id"].map(naming.names(wave_id).cities)
    order = ranked.assign(name=names).sort_values(["rank_median", "rank", "name"])
    return result.acceptability.loc[order["city_id"], list(range(1, len(order) + 1))].set_axis(list(order["name"]))


def rank_table(result: Robustness, wave_id: str) -> str:
    """Write the ranges of the ranks."""
    shares = rank_shares(result, wave_id)
    ranked = result.cities.assign(name=result.cities["city_id"].map(naming.names(wave_id).cities))
    ranked = ranked.set_index("name").loc[shares.index].reset_index(names="name")
    rows = pd.DataFrame(
        {
            _("City"): ranked["name"],
            _("Rank in 90% of the runs"): [
                markup.span(number(row.rank_p5), number(row.rank_p95)) for row in rows_of(ranked)
            ],
            _("Median rank"): [number(rank) for rank in ranked["rank_median"]],
            _("Among the first {count}").format(count=result.top): [percent(share) for share in ranked["top_share"]],
            _("Points in 90% of the runs"): [
                markup.span(number(row.score_p5, 1), number(row.score_p95, 1)) for row in rows_of(ranked)
            ],
        }
    )
    caption = _("Index of all topics. Cities without enough answers have no rank.")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def rank_alt(result: Robustness, wave_id: str) -> str:
    """The bars in words."""
    text, shares = _("{city} most often rank {rank} ({share})"), rank_shares(result, wave_id)
    parts = [
        text.format(city=name, rank=row.idxmax(), share=percent(float(row.max()))) for name, row in shares.iterrows()
    ]
    return _("Share of the trial runs per rank. {list}.").format(list="; ".join(parts))


def pair_words(result: Robustness, wave_id: str) -> str:
    """Say how often the cities keep their order, and which pairs are open."""
    firm_share, names = snapshot.parameter("stable_share", wave_id), naming.names(wave_id).cities
    open_pairs = sorted(
        (pair for pair in _pairs(result) if pair[2] < firm_share), key=lambda pair: (pair[2], pair[0], pair[1])
    )
    rule = _("A pair holds if the city ahead stays ahead in at least {share} of the runs.").format(
        share=percent(firm_share)
    )
    ahead = _("{first} is ahead of {second} in {share} of the runs")
    items = [
        ahead.format(first=names[first_id], second=names[second_id], share=percent(share))
        for first_id, second_id, share in open_pairs[:OPEN_PAIRS_SHOWN]
    ]
    words = markup.paragraph(order_sentence(result)) + markup.paragraph(rule)
    return words + markup.paragraph(_("Open:")) + markup.bullets(items) if items else words


def _pairs(result: Robustness) -> Iterator[tuple[str, str, float]]:
    """Every two cities of different rank: who is ahead, who is behind, in which share of the runs."""
    ranked = result.cities.dropna(subset="rank").sort_values(["rank", "city_id"])
    rows = rows_of(ranked[["city_id", "rank"]])
    for place, first in enumerate(rows):
        for second in rows[place + 1 :]:
            if first.rank < second.rank:
                yield first.city_id, second.city_id, float(result.wins.loc[first.city_id, second.city_id])


def dominance_words(wave_id: str) -> str:
    """Say in how many pairs one city is at least as far in every single answer."""
    points = robustness.inputs(wave_id).survey.points
    count, total = len(dominance_pairs(points)), len(points) * (len(points) - 1) // 2
    if not count:
        return _(
            "In none of the {total} pairs is one city at least as far in every question, so the order depends on the "
            "weights."
        ).format(total=total)
    return ngettext(
        "In {count} of {total} pairs one city is at least as far in every question: no weight can turn that.",
        "In {count} of {total} pairs one city is at least as far in every question: no weight can turn that.",
        count,
    ).format(count=count, total=total)


def change_table(wave_id: str) -> str:
    """Write which single change of the method moves whom how far, the largest effect first."""
    changes = robustness.one_at_a_time(wave_id)
    if changes.empty:
        return ""
    moving = changes.loc[changes["changed_count"] > 0]
    moving = moving.sort_values(["changed_count", "largest_shift", "mean_rank_shift"], ascending=False, kind="stable")
    shown = moving.head(CHANGES_SHOWN)
    rows = pd.DataFrame(
        {
            _("Changed alone"): [_change(row, wave_id) for row in rows_of(shown)],
            _("Cities with another rank"): [number(count) for count in shown["changed_count"]],
            _("Largest shift in rank"): [number(shift) for shift in shown["largest_shift"]],
        }
    )
    caption = _("{still} of {count} single changes leave all ranks as they are.").format(
        still=len(changes) - len(moving), count=len(changes)
    )
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def _change(row: Any, wave_id: str) -> str:
    if row.factor == "left_out":
        return _("Without question {question}").format(question=row.choice)
    if row.factor == "weights":
        name = {**naming.names(wave_id).topics, **dimension_names()}.get(row.choice, row.choice)
        change = f"{'+' if row.weight_factor > 1 else '−'}{percent(abs(row.weight_factor - 1))}"
        return _("{name}: weight {change}").format(name=name, change=change)
    return _(CHOICES[row.choice])


def dimension_names() -> dict[str, str]:
    """The names of the dimensions in their order."""
    rows = snapshot.table("dimensions").to_dict("records")
    return {str(row["dimension_id"]): text_of(row, "name") for row in rows}


def sobol_table(wave_id: str) -> str:
    """Write which choice is responsible for the changes of rank."""
    found = snapshot.remember(robustness.sobol, wave_id=wave_id)
    if found["total"].isna().all():
        text = _("No choice changes any rank.")
        return markup.note(text)
    found = found.sort_values("total", ascending=False, kind="stable")
    rows = pd.DataFrame(
        {
            _("Choice"): [_(FACTORS[factor]) for factor in found["factor"]],
            _("Alone"): [_share(row.first_order, row.first_order_low, row.first_order_high) for row in rows_of(found)],
            _("With the others"): [_share(row.total, row.total_low, row.total_high) for row in rows_of(found)],
        }
    )
    caption = _(
        "Share of the changes of rank that a choice explains, in brackets the 5–95% range. "
        "Near 0 with the others: this choice may stay as it is."
    )
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def outranking_table(wave_id: str) -> str:
    """Write how many others each city is ahead of on more than half of the weight: no distance of levels counts."""
    found, names = find_outranking(robustness.inputs(wave_id).survey).cities, naming.names(wave_id).cities
    found = found.sort_values(["copeland", "city_id"], ascending=[False, True])
    rows = pd.DataFrame(
        {
            _("City"): [names[city_id] for city_id in found["city_id"]],
            _("Ahead of"): [number(count) for count in found["win_count"]],
            _("Behind"): [number(count) for count in found["loss_count"]],
        }
    )
    caption = _("Question by question, on more than half of the weight; by wins minus losses (Copeland).")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def importance_table(wave_id: str) -> str:
    """Write what each topic was meant to count beside how much of the index's spread goes along with it."""
    found, names = find_importance(robustness.inputs(wave_id).survey), naming.names(wave_id).topics
    found = found.sort_values(["importance", "topic_id"], ascending=[False, True])
    rows = pd.DataFrame(
        {
            _("Topic"): [names[topic_id] for topic_id in found["topic_id"]],
            _("Nominal weight"): [percent(weight) for weight in found["weight"]],
            _("Importance"): [_or_unknown(share) for share in found["importance"]],
            _("Share of the importance"): [_or_unknown(share) for share in found["importance_share"]],
            _("Cities"): [number(count) for count in found["city_count"]],
        }
    )
    caption = _("Importance: the share of the index’s spread that rises and falls with the topic (correlation ratio).")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def _or_unknown(share: float) -> str:
    return _("unknown") if pd.isna(share) else percent(share)


def _share(value: float, low: float, high: float) -> str:
    # An estimate may fall outside 0 to 1 by chance; the share itself cannot.
    value, low, high = (min(max(part, 0.0), 1.0) for part in (value, low, high))
    return f"{percent(value)} ({percent(low)}–{percent(high)})"


def check_words(wave_id: str) -> str:
    """Name the questions that run against their own topic."""
    given = robustness.inputs(wave_id)
    if not given.is_feasible:
        return ""
    topic_of = snapshot.table("question_tree", wave_id=wave_id).set_index("question_id")["topic_id"]
    signs = check_signs(given.survey.points, parents=topic_of)
    known, against = signs["correlation"].notna(), list(signs.loc[signs["is_against"], "question_id"])
    if not against:
        return _("None of the {count} questions that can be checked runs against its own topic.").format(
            count=int(known.sum())
        )
    return ngettext(
        "One question runs against its own topic: {ids}. Cities that are further in the topic answer it lower; "
        "is it understood alike everywhere?",
        "{count} of {total} questions run against their own topic: {ids}. Cities that are further in the topic answer "
        "them lower; are they understood alike everywhere?",
        len(against),
    ).format(count=len(against), total=int(known.sum()), ids=listed(against))
