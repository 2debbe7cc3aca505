"""What the transfer page says over all topics: whom to ask first, what a city can show, who gains from whom."""

from html import escape
from typing import NamedTuple

import pandas as pd

from maturity.analysis.scores import LEVEL_WIDTH
from maturity.analysis.transfer import (
    Network,
    choose_teachers,
    find_pairs,
    find_partners,
    find_transfers,
    read_network,
)
from maturity.analysis.transfer.similarity import compare_answers, compare_strengths
from maturity.charts import theme
from maturity.language import _, number, percent
from maturity.rows import rows_of
from web.services import naming, snapshot
from web.services.naming import listed
from web.shared import markup

# A matrix of more cities cannot be read; then only the row of the chosen city is shown.
READABLE_CITIES = 12
PARTNERS_SHOWN = 20
TEACHERS_SHOWN = 50
ALIKE_SHOWN = 5


def network(wave_id: str, willing_only: bool) -> Network:
    """The network of a wave; topics a city stays out of are no need of it."""
    city_planning = snapshot.table("city_planning", wave_id=wave_id)
    excluded = frozenset(
        (row.city_id, topic_id)
        for row in rows_of(city_planning.dropna(subset="topics_excluded"))
        for topic_id in row.topics_excluded.split(";")
    )
    return read_network(
        snapshot.topic_scores(wave_id),
        snapshot.table("planning", wave_id=wave_id),
        wave_id=wave_id,
        excluded=excluded,
        strong_points=LEVEL_WIDTH * snapshot.parameter("strong_level", wave_id),
        willing_only=willing_only,
    )


def teachers_sentence(wave_id: str, city_id: str) -> str:
    """Answer: whom should this city ask first, over all topics?"""
    chosen, names = snapshot.remember(learning_set, wave_id=wave_id, city_id=city_id), naming.names(wave_id)
    if chosen.empty:
        return _(
            "Nothing can be said about what {city} could learn: its levels or those of the others are unknown."
        ).format(city=names.cities[city_id])
    teachers = [names.cities[teacher_id] for teacher_id in chosen["teacher_id"]]
    return _("{city} learns most from {teachers}.").format(city=names.cities[city_id], teachers=listed(teachers))


def learning_set(wave_id: str, city_id: str) -> pd.DataFrame:
    """The three cities from which a city could learn most together."""
    return choose_teachers(snapshot.remember(network, wave_id=wave_id, willing_only=True), city_id)


def _learning_set_html(chosen: pd.DataFrame, wave_id: str) -> str:
    names, text = naming.names(wave_id), _("{topics} ({points} of 100 points over all topics)")
    return markup.listing(
        (
            names.cities[row.teacher_id],
            escape(text.format(topics=names.of_topics(row.topic_ids), points=number(row.added, 1))),
        )
        for row in rows_of(chosen)
    )


def offers(wave_id: str, city_id: str) -> pd.DataFrame:
    """Whom a city could help, per topic: topic_id, learner_ids joined by ";", largest number first."""
    found = find_transfers(snapshot.remember(network, wave_id=wave_id, willing_only=True), teacher_id=city_id)
    table = found.groupby("topic_id")["learner_id"].agg(learner_ids=";".join, learner_count="size").reset_index()
    return table.sort_values(["learner_count", "topic_id"], ascending=[False, True], ignore_index=True)


def _offers_html(found: pd.DataFrame, wave_id: str) -> str:
    if found.empty:
        return markup.note(_("In no topic is this city strong, ready to share and a level ahead of another."))
    names = naming.names(wave_id)
    rows = pd.DataFrame(
        {
            _("Topic"): found["topic_id"].map(names.topics),
            _("Cities"): [str(count) for count in found["learner_count"]],
            _("Who could learn it"): [names.of_cities(learner_ids) for learner_ids in found["learner_ids"]],
        }
    )
    return markup.html_table(
        rows, caption=_("Topics in which this city is at least one level ahead."), numbers=[_("Cities")]
    )


def matrix(wave_id: str, topic_id: str) -> pd.DataFrame:
    """Points that one city could learn from another, in a topic or over all: learner_id, teacher_id, transfer."""
    known = snapshot.remember(network, wave_id=wave_id, willing_only=True)
    if not topic_id:
        return find_pairs(known)[["learner_id", "teacher_id", "transfer"]]
    found = find_transfers(known)
    found = found.loc[found["topic_id"] == topic_id].rename(columns={"difference": "transfer"})
    return found[["learner_id", "teacher_id", "transfer"]]


def matrix_html(wave_id: str, city_id: str, topic_id: str) -> str:
    """Who can learn how much from whom: learners down, teachers across; in a large network the city's own row only."""
    found, names = matrix(wave_id, topic_id), naming.names(wave_id).cities
    if len(names) > READABLE_CITIES:
        found = found.loc[found["learner_id"] == city_id]
    if found.empty:
        return markup.note(_("No city is far enough ahead of another to show it something."))
    points = found.pivot(index="learner_id", columns="teacher_id", values="transfer")
    learners = [id_ for id_ in names if id_ in points.index]
    teachers = [id_ for id_ in names if id_ in points.columns][:READABLE_CITIES]
    steps = _steps(found["transfer"])
    rows = pd.DataFrame({_("Learns"): [_marked(names[id_], is_ours=id_ == city_id) for id_ in learners]})
    for teacher_id in teachers:
        column = points[teacher_id].reindex(learners)
        rows[names[teacher_id]] = [_shaded(value, steps) for value in column]
    caption = (
        _("Row learns from column: points ahead in this topic.")
        if topic_id
        else _("Row learns from column: points, mean of all topics.")
    )
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]), as_html=list(rows.columns))


def _marked(name: str, *, is_ours: bool) -> str:
    """The name of a city; our own with a pointer, so that its row is found at once."""
    return f"▶ {escape(name)}" if is_ours else escape(name)


def _steps(values: pd.Series) -> list[float]:
    """Where the shades of the matrix begin: thirds of the points that occur."""
    return [float(values.quantile(share)) for share in (1 / 3, 2 / 3)]


def _shaded(value: float, steps: list[float]) -> str:
    """The points with a shade behind them that only repeats them; empty where there is nothing to learn."""
    if pd.isna(value):
        return ""
    level = sum(value > step for step in steps)
    style = f"background:{theme.LEVEL_COLOURS[level]};color:{theme.LEVEL_INK[level]}"
    return f'<span class="dk-shade" style="{style}">{number(value, 1)}</span>'


def pairs_html(wave_id: str, city_id: str) -> str:
    """The best teachers of a city over all topics."""
    known, names = snapshot.remember(network, wave_id=wave_id, willing_only=True), naming.names(wave_id)
    found = find_pairs(known, learner_id=city_id, top=TEACHERS_SHOWN)
    rows = pd.DataFrame(
        {
            _("City"): found["teacher_id"].map(names.cities),
            _("Topics"): [str(count) for count in found["topic_count"]],
            _("Points to learn, mean of all topics"): [number(points, 1) for points in found["transfer"]],
        }
    )
    caption = _("Need times difference, over all topics; a need that nobody named counts in full.")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def partners_html(wave_id: str, city_id: str) -> str:
    """Pairs in which both gain: all of a small network, those of the city in a large one."""
    known = snapshot.remember(network, wave_id=wave_id, willing_only=True)
    is_small = len(known.cities) <= READABLE_CITIES
    found = find_partners(known, city_id=None if is_small else city_id, top=PARTNERS_SHOWN)
    if found.empty:
        return markup.note(_("There is no pair in which both could learn something from the other."))
    names = naming.names(wave_id).cities
    rows = pd.DataFrame(
        {
            _("Pair"): [f"{names[row.city_a]} – {names[row.city_b]}" for row in rows_of(found)],
            _("Gain of the first city"): [number(points, 1) for points in found["b_to_a"]],
            _("Gain of the second city"): [number(points, 1) for points in found["a_to_b"]],
            _("Lead together"): [number(points, 1) for points in found["pair_gain"]],
            _("Topics compared"): [str(count) for count in found["shared_topic_count"]],
        }
    )
    caption = _(
        "In points. Lead together: what the better of the two in each topic adds to the better city alone. "
        "Mean of all topics; at most {count} pairs."
    ).format(count=PARTNERS_SHOWN)
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def _alike(wave_id: str, city_id: str) -> pd.DataFrame:
    """The cities most like one: other_id, similarity, shared_count, both_count, any_count."""
    answers = snapshot.table("wave_answers", wave_id=wave_id)
    if city_id not in set(answers["city_id"]):
        return pd.DataFrame()
    questions = answers[["question_id", "weight"]].drop_duplicates("question_id")
    alike = compare_answers(answers, questions, wave_id=wave_id, city_id=city_id)
    strong_points = LEVEL_WIDTH * snapshot.parameter("strong_level", wave_id)
    scores = snapshot.topic_scores(wave_id)
    strengths = compare_strengths(scores, wave_id=wave_id, strong_points=strong_points, city_id=city_id)
    found = alike.merge(strengths, on=["city_a", "city_b"]).dropna(subset="similarity")
    return found.assign(other_id=found["city_b"].where(found["city_a"] == city_id, found["city_a"])).head(ALIKE_SHOWN)


def alike_html(wave_id: str, city_id: str) -> str:
    """The cities most like one, answer by answer and by what they are strong in."""
    found = _alike(wave_id, city_id)
    if found.empty:
        return markup.note(_("No other city has answered the same questions."))
    names, of = naming.names(wave_id).cities, _("{count} of {total}")
    rows = pd.DataFrame(
        {
            _("City"): found["other_id"].map(names),
            _("Alike"): [percent(share) for share in found["similarity"]],
            _("Questions compared"): [str(count) for count in found["shared_count"]],
            _("Strong in the same topics"): [of.format(count=r.both_count, total=r.any_count) for r in rows_of(found)],
        }
    )
    caption = _("Alike: 100 per cent is the same level in every question that both have answered.")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


class Content(NamedTuple):
    """What the page says about one city, made once per snapshot."""

    answer: str
    learning_set: str
    pairs: str
    matrix: str
    offers: str
    partners: str
    alike: str


def content(wave_id: str, city_id: str, topic_id: str) -> Content:
    """Write what the page says about a city, in one step: each look into the cache costs a millisecond."""
    return Content(
        answer=teachers_sentence(wave_id, city_id),
        learning_set=_learning_set_html(learning_set(wave_id, city_id), wave_id),
        pairs=pairs_html(wave_id, city_id),
        matrix=matrix_html(wave_id, city_id, topic_id),
        offers=_offers_html(offers(wave_id, city_id), wave_id),
        partners=partners_html(wave_id, city_id),
        alike=alike_html(wave_id, city_id),
    )
