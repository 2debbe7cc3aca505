"""What changed since the wave before: of one city over its topics, of one topic over the cities."""

from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from maturity.analysis.scores import INDEX
from maturity.analysis.scores.waves import compare_waves, summarise_network
from maturity.charts.trend import change_text, signed
from maturity.language import N_, _, number
from maturity.rows import rows_of
from web.services import robustness, snapshot
from web.services.naming import listed, quoted
from web.shared import markup, messages

# More names than this in one sentence are no longer read.
MOST_NAMES = 5
SURE_CHANGES = {
    "risen": N_("Surely risen: for every distance of the levels and every weight within ±25 %."),
    "fallen": N_("Surely fallen: for every distance of the levels and every weight within ±25 %."),
    "equal": N_("Surely the same as before."),
    "open": N_(
        "Whether it has risen or fallen over all depends on weights and distances of the levels, or on open answers."
    ),
}


class Trend(NamedTuple):
    """Two waves and what changed: `changes` as `compare_waves` returns it, with a name per row; `overall` the index.

    sure_change: of a city, as `find_sure_changes` says it.
    """

    wave_from: str
    wave_to: str
    changes: pd.DataFrame
    overall: pd.DataFrame
    sure_change: str = ""


class Section(NamedTuple):
    """What a page says of a trend beside its figure, made once per snapshot."""

    words: str
    table: str


def section(found: Trend | None, *, heading: str) -> Section | None:
    """Make what a page says of a trend; `heading` names the rows of the table."""
    if found is None:
        return None
    words = city_words(found) if "topic_id" in found.changes else topic_words(found)
    return Section(words=_paragraphs(words), table=change_table(found, heading=heading))


def show(made: Section | None, *, otherwise: str) -> None:
    """Show a trend on a page, or say why there is none."""
    if made is None:
        messages.note(otherwise)
        return
    st.html(made.words)
    with st.expander(_("The changes as a table")):
        st.html(made.table)


def column(found: Trend | None) -> "tuple[pd.Series[str], str]":
    """Write each change for a column of a figure, by name, and the wave compared with; empty without a trend."""
    if found is None:
        return pd.Series(dtype=object), ""
    words = {row.name: change_text(row) for row in rows_of(found.changes)}
    return pd.Series(words, dtype=object), found.wave_from


def of_city(wave_id: str, city_id: str) -> Trend | None:
    """The changes of one city, a row per topic in their order; None without an earlier wave to compare with."""
    answers = snapshot.table("city_answers", city_id=city_id)
    wave_from = _wave_before(wave_id, answers)
    if wave_from is None:
        return None
    changes = _compare(answers, snapshot.table("question_tree", wave_id=wave_id), wave_from, wave_id)
    topics = snapshot.topics()[["topic_id", "topic_name"]].rename(columns={"topic_name": "name"})
    of_topics = topics.merge(changes, left_on="topic_id", right_on="node_id")
    sure = robustness.sure_change(wave_from, wave_id, city_id)
    return Trend(wave_from, wave_id, of_topics, changes.loc[changes["node_id"] == INDEX], sure)


def of_topic(wave_id: str, topic_id: str) -> Trend | None:
    """The changes in one topic, a row per city, furthest first; None without an earlier wave to compare with."""
    answers = snapshot.table("topic_answers_all", topic_id=topic_id)
    wave_from = _wave_before(wave_id, answers)
    if wave_from is None:
        return None
    questions = snapshot.table("question_tree", wave_id=wave_id)
    changes = _compare(answers, questions.loc[questions["topic_id"] == topic_id], wave_from, wave_id)
    of_cities = snapshot.cities(wave_id)[["city_id", "city_name"]].rename(columns={"city_name": "name"})
    of_cities = of_cities.merge(changes.loc[changes["node_id"] == topic_id], on="city_id")
    of_cities = of_cities.sort_values(["score_to", "name"], ascending=[False, True], ignore_index=True)
    return Trend(wave_from, wave_id, of_cities, changes.loc[changes["node_id"] == INDEX])


def network_words(wave_id: str, *, without: Collection[str] = ()) -> str | None:
    """Say how the network changed since the wave before and in which topic most; None without an earlier wave.

    `without` are topics that a public paper does not name.
    """
    waves = snapshot.waves()
    wave_from = _wave_before(wave_id, waves.loc[waves["submitted_count"] > 0])
    if wave_from is None:
        return None
    both = [snapshot.table("wave_answers", wave_id=wave).assign(wave_id=wave) for wave in (wave_from, wave_id)]
    changes = _compare(pd.concat(both), snapshot.table("question_tree", wave_id=wave_id), wave_from, wave_id)
    summary = summarise_network(changes).set_index("node_id")
    topics = snapshot.topics().set_index("topic_id")["topic_name"].drop(list(without))
    of_topics = topics.to_frame().join(summary, how="inner")
    if INDEX not in summary.index or of_topics.empty or not summary.loc[INDEX, "city_count"]:
        return None
    overall = rows_of(summary.loc[[INDEX]])[0]
    text = _(
        "Since {wave}: {change} points in the mean of {count} cities, over {questions} questions that link the waves."
    )
    said = text.format(
        wave=wave_from,
        change=signed(overall.mean_change),
        count=int(overall.city_count),
        questions=_linking_questions(changes),
    )
    moved = of_topics["mean_change"].round(9)
    most = list(of_topics.loc[moved == moved.max(), "topic_name"])
    if len(most) == len(of_topics):  # nobody is first among equals
        return said
    risen = _("Most with {topics} ({most}).").format(
        topics=listed(quoted(most), most=MOST_NAMES), most=signed(moved.max())
    )
    return f"{said} {risen}"


def _linking_questions(changes: pd.DataFrame) -> str:
    """The number of questions over which cities are compared, from the fewest to the most of a city."""
    known = changes.loc[(changes["node_id"] == INDEX) & changes["change"].notna(), "city_id"]
    of_topics = changes.loc[changes["node_id"].isin(snapshot.topics()["topic_id"]) & changes["city_id"].isin(known)]
    counts = of_topics.groupby("city_id")["linked_count"].sum()
    low, high = int(counts.min()), int(counts.max())
    return number(low) if low == high else _("{low} to {high}").format(low=number(low), high=number(high))


def _wave_before(wave_id: str, answers: pd.DataFrame) -> str | None:
    """The last earlier wave of these answers; invented and real answers are never compared."""
    waves = snapshot.waves()
    is_sample = waves.set_index("wave_id")["is_sample"]
    alike = set(is_sample.index[is_sample == is_sample[wave_id]])
    answered = set(answers["wave_id"])
    earlier = [wave for wave in waves["wave_id"] if wave < wave_id and wave in alike & answered]
    return earlier[-1] if earlier and wave_id in answered else None


def _compare(answers: pd.DataFrame, questions: pd.DataFrame, wave_from: str, wave_to: str) -> pd.DataFrame:
    topics = questions[["topic_id", "dimension_id"]].drop_duplicates()
    covered = snapshot.parameter("coverage_topic", wave_to)
    thresholds = dict.fromkeys([*topics["topic_id"], *topics["dimension_id"]], covered)
    return compare_waves(
        answers,
        questions,
        wave_from=wave_from,
        wave_to=wave_to,
        topics=topics,
        min_coverage={**thresholds, INDEX: snapshot.parameter("coverage_index", wave_to)},
    )


def city_words(trend: Trend) -> list[str]:
    """Say what changed for a city: the index, how many topics moved, where the level certainly changed."""
    index, changes = trend.overall.iloc[0], trend.changes
    moved = changes["change"].round(1)
    words = []
    if pd.notna(index["change"]):
        words.append(
            _(
                "Index {change} points since {wave} ({before} → {now}), over {count} questions that link the waves."
            ).format(
                count=int(changes["linked_count"].sum()),
                change=signed(index["change"]),
                wave=trend.wave_from,
                before=number(index["score_from"], 1),
                now=number(index["score_to"], 1),
            )
        )
    words.append(
        _("{up} topics higher, {down} lower, {same} the same, {unknown} not comparable.").format(
            up=int((moved > 0).sum()),
            down=int((moved < 0).sum()),
            same=int((moved == 0).sum()),
            unknown=int(moved.isna().sum()),
        )
    )
    words += _certain_levels(changes)
    if trend.sure_change in SURE_CHANGES:
        words.append(_(SURE_CHANGES[trend.sure_change]))
    return [*words, compared_note(trend)]


def topic_words(trend: Trend) -> list[str]:
    """Say what changed in a topic: the mean of the cities that can be compared, certain changes of level."""
    summary = summarise_network(trend.changes)
    if summary.empty or not summary["city_count"].iloc[0]:
        return [compared_note(trend)]
    row = summary.iloc[0]
    text = _("Mean {change} points since {wave} over the {count} cities with a score in both waves ({before} → {now}).")
    mean = text.format(
        change=signed(row["mean_change"]),
        wave=trend.wave_from,
        count=int(row["city_count"]),
        before=number(row["mean_from"], 1),
        now=number(row["mean_to"], 1),
    )
    return [mean, *_certain_levels(trend.changes), compared_note(trend)]


def _certain_levels(changes: pd.DataFrame) -> list[str]:
    certain = changes["level_change"].fillna(0)
    higher, lower = list(changes.loc[certain > 0, "name"]), list(changes.loc[certain < 0, "name"])
    words = []
    if higher:
        words.append(_("Clearly moved up a level: {names}.").format(names=listed(higher, most=MOST_NAMES)))
    if lower:
        words.append(_("Clearly moved down a level: {names}.").format(names=listed(lower, most=MOST_NAMES)))
    return words or [_("No level has clearly changed.")]


def compared_note(trend: Trend) -> str:
    """Say what a comparison of two waves rests on."""
    return _(
        "Only questions answered in both waves are compared, the index only over topics with a score in both. A "
        "level counts as changed only if open answers cannot explain the change."
    )


def change_table(trend: Trend, *, heading: str) -> str:
    """Write the changes as a table; `heading` is the name of the first column."""
    changes = trend.changes
    rows = pd.DataFrame(
        {
            heading: changes["name"],
            trend.wave_from: [markup.or_dash(value, 1) for value in changes["score_from"]],
            trend.wave_to: [markup.or_dash(value, 1) for value in changes["score_to"]],
            _("Change"): [markup.DASH if pd.isna(value) else signed(value) for value in changes["change"]],
            _("Level"): [_level(row) for row in rows_of(changes)],
            _("Questions compared"): [
                _("{count} of {total}").format(count=int(row.linked_count), total=int(row.child_count))
                for row in rows_of(changes)
            ],
        }
    )
    caption = _("Points of the questions asked in both waves; they may differ from the points of a wave alone.")
    return markup.html_table(rows, caption=caption, numbers=[name for name in rows.columns[1:] if name != _("Level")])


def _level(row: Any) -> str:
    if pd.isna(row.level_from) or pd.isna(row.level_to):
        return markup.DASH
    before, now = int(row.level_from), int(row.level_to)
    text = str(now) if before == now else f"{before} → {now}"
    uncertain = _("not certain")
    return f"{text} ({uncertain})" if pd.isna(row.level_change) else text


def _paragraphs(words: list[str]) -> str:
    """Write sentences as HTML: the last one is a remark."""
    *main, remark = words
    return "".join(map(markup.paragraph, main)) + markup.note(remark)
