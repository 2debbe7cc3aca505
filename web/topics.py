"""What the topic page says and shows besides its chart."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from maturity.analysis.robustness import Robustness
from maturity.analysis.scores import TOP_LEVEL
from maturity.analysis.scores.agreement_measures import agreement, count_levels
from maturity.charts.dots import city_dots
from maturity.language import _, number, percent, text_of
from maturity.rows import rows_of
from web.services import naming, robustness, snapshot
from web.services.naming import listed
from web.shared import markup, places, trend

# Half of the way from evenly spread (0) to all equal (1).
CLOSE_AGREEMENT = 0.5
MOST_NAMES = 5


class Content(NamedTuple):
    """Everything the page says about one topic in one wave, made once per snapshot."""

    answer: str
    dots: go.Figure
    dots_alt: str
    open_answers: str
    firmness: str
    agreement: str
    table: str
    changes: trend.Section | None
    board: str


def content(wave_id: str, topic_id: str, is_sample: bool) -> Content:
    """Make what the page says about a topic."""
    scores, target = _scores(wave_id, topic_id), snapshot.parameter("target", wave_id)
    answers = snapshot.table("topic_answers", wave_id=wave_id, topic_id=topic_id)
    found = trend.of_topic(wave_id, topic_id)
    changes, since = trend.column(found)
    return Content(
        answer=target_sentence(scores, target=target),
        dots=city_dots(scores, target=target, changes=changes, since=since, is_sample=is_sample),
        dots_alt=dots_alt(scores, changes, target=target, since=since),
        open_answers=open_words(scores),
        firmness=firmness(robustness.simulation(wave_id, topic_id), naming.names(wave_id).cities),
        agreement=agreement_words(scores, min_answers=int(snapshot.parameter("agreement_min_answers", wave_id))),
        table=score_table(scores),
        changes=trend.section(found, heading=_("City")),
        board=answer_board(snapshot.table("topic_options", topic_id=topic_id), answers),
    )


def _scores(wave_id: str, topic_id: str) -> pd.DataFrame:
    """The topic's scores, highest first; equal ones and those without a score by name."""
    scores = snapshot.topic_scores(wave_id)
    scores = scores.loc[scores["topic_id"] == topic_id]
    return scores.sort_values(["score", "city_name"], ascending=[False, True], na_position="last", ignore_index=True)


def sources(wave_id: str, topic_id: str, city_id: str) -> str:
    """Write where the answers of one city come from; empty if it has not answered."""
    answers = snapshot.table("topic_answers", wave_id=wave_id, topic_id=topic_id)
    of_city = answers.loc[answers["city_id"] == city_id]
    return "" if of_city.empty else source_table(of_city)


def target_sentence(scores: pd.DataFrame, *, target: float) -> str:
    """Say how many cities reach the target in this topic and who is furthest.

    Args:
        scores: one row per member; city_name, score, level.
        target: the network's target (points).
    """
    scored = scores.dropna(subset="score")
    if scored.empty:
        return _("No city has given enough answers on this topic.")
    best = scored.loc[scored["score"].round(9) == scored["score"].round(9).max(), "city_name"]
    return _("{reached} of {scored} cities with enough answers reach {target} points. Furthest: {best}.").format(
        reached=int((scored["score"].round(9) >= target).sum()),
        scored=len(scored),
        target=number(target),
        best=listed(list(best)),
    )


def open_words(scores: pd.DataFrame) -> str:
    """Name the cities that left questions of the topic open, with how many they answered; empty if none did.

    Args:
        scores: one row per city: city_name, answered_count, applicable_count (NaN where nothing was handed in).
    """
    short = scores.loc[scores["answered_count"] < scores["applicable_count"]]
    if short.empty:
        return ""
    one = _("{city} (answered {answered} of {asked})")
    named = [
        one.format(city=row.city_name, answered=int(row.answered_count), asked=int(row.applicable_count))
        for row in rows_of(short)
    ]
    return _("The bars show what open answers leave possible: {cities}.").format(cities=listed(named, most=MOST_NAMES))


def firmness(result: Robustness | None, names: Mapping[str, str]) -> str:
    """Say how firm the order of the cities in this topic is, and which two are nearest to changing places.

    Args:
        result: the trial runs of this topic alone; None where there is nothing to compare.
        names: city names by id.
    """
    if result is None:
        return _("There is no telling how reliable this order is: too few, or too many, cities with enough answers.")
    text = _("This order holds: of two cities, the one ahead stays ahead in {share} of {runs} trial runs.").format(
        share=percent(result.pairs_kept_share), runs=number(result.run_count)
    )
    closest = robustness.closest_neighbours(result)
    if closest is None:
        return text
    first, second, share = closest
    least = _("Least reliable: {first} ahead of {second}, in {share} of the runs.")
    return f"{text} {least.format(first=names[first], second=names[second], share=percent(share))}"


def agreement_words(scores: pd.DataFrame, *, min_answers: int) -> str:
    """Say how far the cities' levels agree; below `min_answers` the dots say more than a number."""
    levels = scores["level"].dropna().astype(float)
    if len(levels) < min_answers:
        return _("{count} cities with a level: too few for a measure of agreement; the dots show the spread.").format(
            count=len(levels)
        )
    value = agreement(count_levels(levels, levels=range(TOP_LEVEL + 1)))["van_der_eijk"]
    if value < 0:
        reading = _("two camps")
    elif value < CLOSE_AGREEMENT:
        reading = _("widely spread")
    else:
        reading = _("close together")
    text = _("Agreement of the {count} levels: {value} ({reading}; 1 all equal, 0 evenly spread, −1 two camps).")
    return text.format(count=len(levels), value=number(value, 2), reading=reading)


def dots_alt(scores: pd.DataFrame, changes: "pd.Series[str]", *, target: float, since: str) -> str:
    """The dots in words: from the furthest city down, with its points or the lack of them, and its change."""
    parts, later = [], _("{text}, {change} since {wave}")
    for row in rows_of(scores):
        part = f"{row.city_name}: " + (_("no score") if pd.isna(row.score) else number(row.score, 1))
        change = changes.get(row.city_name)
        parts.append(part if change is None else later.format(text=part, change=change, wave=since))
    text = _(
        "Points per city from 0 to 100, the city furthest along at the top, a line at the target of {target}. {list}."
    )
    return text.format(target=number(target), list="; ".join(parts))


def score_table(scores: pd.DataFrame) -> str:
    """Write the chart's numbers as a table, with bounds and denominators."""
    rows = pd.DataFrame(
        {
            _("City"): scores["city_name"],
            _("Level"): [markup.or_dash(row.level, 0) for row in rows_of(scores)],
            _("Points"): [markup.or_dash(row.score, 1) for row in rows_of(scores)],
            _("Possible, lowest"): [markup.or_dash(row.score_low, 1) for row in rows_of(scores)],
            _("Possible, highest"): [markup.or_dash(row.score_high, 1) for row in rows_of(scores)],
            _("Answered"): [_answered(row) for row in rows_of(scores)],
        }
    )
    caption = _("Possible: all open answers at the lowest and at the highest level.")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def _answered(row: Any) -> str:
    if pd.isna(row.applicable_count):
        return _("nothing handed in")
    text = _("{answered} of {applicable}").format(
        answered=int(row.answered_count),
        applicable=int(row.applicable_count),
    )
    return text + " " + _("(short survey)") if row.form == "core" else text


def answer_board(options: pd.DataFrame, answers: pd.DataFrame) -> str:
    """Write all answers of all cities: a row per question, a column per permitted answer, each city where it stands.

    Args:
        options: one row per permitted answer; question_id, code, kind, value, label_de, label_en, text_de, text_en.
        answers: one row per city and question; city_name, question_id, code.
    """
    return "".join(
        _question(str(question_id), choices, answers.loc[answers["question_id"] == question_id])
        for question_id, choices in options.groupby("question_id", sort=True)
    )


def _question(question_id: str, choices: pd.DataFrame, given: pd.DataFrame) -> str:
    first, levels = choices.iloc[0], choices.loc[choices["kind"] == "level"]
    columns = [
        (str(row.code), text_of(row, "label"), markup.tags(given.loc[given["code"] == row.code, "city_name"]))
        for row in rows_of(levels)
    ]
    others = given.loc[~given["code"].isin(levels["code"])]
    without = (markup.DASH, _("not stated, not responsible"), markup.tags(_with_reason(row) for row in rows_of(others)))
    title = f"{question_id} {text_of(first, 'text')}"
    return markup.board([*columns, without], title=title, remark=" · " + _("core question") if first["is_core"] else "")


def _with_reason(row: Any) -> str:
    reasons = {"kA": _("not stated"), "nz": _("not responsible")}
    reason = reasons.get(row.kind, _("no answer"))
    return f"{row.city_name} ({reason})"


def source_table(answers: pd.DataFrame) -> str:
    """Write one city's answers of a topic with the place each comes from, down to file and row."""
    rows = pd.DataFrame(
        {
            _("Question"): answers["question_id"],
            _("Answer"): [places.wording(row) for row in rows_of(answers)],
            _("Points"): [markup.or_dash(points, 0) for points in answers["answer_points"]],
            _("Weight"): [number(weight, 1) for weight in answers["weight"]],
            _("In the file"): answers["answer_text"],
            _("Where"): [places.place(row) for row in rows_of(answers)],
        }
    )
    return markup.html_table(
        rows, caption=_("Each answer with its place in the file handed in."), numbers=[_("Points"), _("Weight")]
    )
