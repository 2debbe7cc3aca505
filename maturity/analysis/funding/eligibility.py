"""Who may apply for what: one verdict per programme, topic and city, with every reason. Pure, three-valued."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis.funding.programmes import ANY, Programme

# What a city that gets no other funding writes into the field of running funding.
NOTHING_RUNNING = frozenset({"keine", "nein", "-", "–", "none", "no"})


@dataclass(frozen=True)
class Pair:
    """A city in a topic, as the survey knows it; None is unknown."""

    city_id: str
    topic_id: str
    interest: float | None
    own_share_max: float | None
    running: str | None
    council: str | None
    excluded_topics: frozenset[str] | None
    has_official_key: bool


# A rule says yes, no, or unknown with what would settle it: the programme's `fact`, the city's `answer`, whether the
# city is financially `weak`, the `council`. None: the rule does not apply to this programme.
Verdict = str | None
YES, NO = "yes", "no"


def _body(programme: Programme, pair: Pair) -> Verdict:
    bodies = programme.value("bodies")
    return "fact" if bodies is None else _yes_no(bool(bodies & {"city", ANY}))


def _region(programme: Programme, pair: Pair) -> Verdict:
    region = programme.value("region")
    if region is None:
        return "fact"
    if ANY in region:
        return YES
    return _yes_no(pair.city_id.startswith(tuple(region))) if pair.has_official_key else "fact"


def _topic(programme: Programme, pair: Pair) -> Verdict:
    return NO if pair.excluded_topics is not None and pair.topic_id in pair.excluded_topics else YES


def _interest(programme: Programme, pair: Pair) -> Verdict:
    return "answer" if pair.interest is None else _yes_no(pair.interest > 0)


def _own_share(programme: Programme, pair: Pair) -> Verdict:
    """Compare what the city would bear with what it must bear, at the usual rate and at that of weak cities."""
    rate = programme.value("rate")
    if rate is None:
        return "fact"
    if pair.own_share_max is None:
        return "answer"
    least = programme.value("own_share_min") or 0
    usual, weak = (max(100 - known, least) for known in (rate, programme.value("rate_weak") or rate))
    if pair.own_share_max >= usual:
        return YES
    return "weak" if pair.own_share_max >= weak else NO


def _council(programme: Programme, pair: Pair) -> Verdict:
    needed = programme.value("council_needed")
    if needed is False:
        return None
    known: dict[str | None, Verdict] = {"liegt vor": YES, "nein": NO, "nötig": "council", None: "answer"}
    verdict = known[pair.council]
    return "fact" if needed is None and verdict != YES else verdict


def _double(programme: Programme, pair: Pair) -> Verdict:
    if programme.value("combination") == "allowed":
        return None
    if pair.running is None:
        return "answer"
    if pair.running.strip().casefold() in NOTHING_RUNNING:
        return YES
    return NO if programme.value("combination") == "not_allowed" else "fact"


def _yes_no(holds: bool) -> str:
    return YES if holds else NO


RULES: Mapping[str, Callable[[Programme, Pair], Verdict]] = {
    "body": _body,
    "region": _region,
    "topic": _topic,
    "interest": _interest,
    "own_share": _own_share,
    "council": _council,
    "double": _double,
}


def judge_eligibility(
    programmes: Iterable[Programme],
    cities: Iterable[str],
    topics: Iterable[str],
    planning: pd.DataFrame,
    about_city: pd.DataFrame,
    *,
    has_official_keys: bool = True,
) -> pd.DataFrame:
    """Judge each city of a wave under each programme, topic by topic.

    Args:
        programmes: the programmes.
        cities: the members of the wave.
        topics: the network's topics; a programme for any topic (`*`) is judged for all.
        planning: one row per city and topic of this wave: city_id, topic_id, fund_interest (0-3), own_share_max
            (percent), fund_running (text); missing = unknown.
        about_city: one row per city of this wave: city_id, council_ok, topics_excluded (joined by ";").
        has_official_keys: whether a city's id is its official key, whose beginning tells the region.

    Returns:
        One row per programme, topic and city, in the orders given: programme_id, topic_id, city_id, verdict (`yes`,
        `no`, `unknown`), yes and no (the rules that say so, joined by ";"), unknown (`rule:what would settle it`,
        joined by ";"). A programme whose topics are unknown has no row.

    Raises:
        MissingColumns: a table lacks a column.

    Source: docs/method.md, "Funding".
    """
    pairs = _pairs(list(cities), list(topics), planning, about_city, has_official_keys)
    columns = ["programme_id", "topic_id", "city_id", "verdict", "yes", "no", "unknown"]
    rows = [
        (programme.programme_id, pair.topic_id, pair.city_id, *_judge(programme, pair))
        for programme in programmes
        for pair in pairs
        if (funded := programme.value("topics")) is not None and (ANY in funded or pair.topic_id in funded)
    ]
    return pd.DataFrame(rows, columns=columns)


def _judge(programme: Programme, pair: Pair) -> tuple[str, str, str, str]:
    said: dict[str, list[str]] = {YES: [], NO: [], "unknown": []}
    for name, rule in RULES.items():
        verdict = rule(programme, pair)
        if verdict in (YES, NO):
            said[verdict].append(name)
        elif verdict is not None:
            said["unknown"].append(f"{name}:{verdict}")
    overall = NO if said[NO] else "unknown" if said["unknown"] else YES
    return overall, ";".join(said[YES]), ";".join(said[NO]), ";".join(said["unknown"])


def _pairs(
    cities: list[str], topics: list[str], planning: pd.DataFrame, about_city: pd.DataFrame, has_keys: bool
) -> list[Pair]:
    require_columns(planning, "city_id", "topic_id", "fund_interest", "own_share_max", "fund_running")
    require_columns(about_city, "city_id", "council_ok", "topics_excluded")
    answers = {(row["city_id"], row["topic_id"]): row for row in planning.to_dict("records")}
    about = {row["city_id"]: row for row in about_city.to_dict("records")}
    return [
        _pair(city_id, topic_id, answers.get((city_id, topic_id), {}), about.get(city_id, {}), has_keys)
        for topic_id in topics
        for city_id in cities
    ]


def _pair(city_id: str, topic_id: str, answer: Mapping[Any, Any], about: Mapping[Any, Any], has_keys: bool) -> Pair:
    excluded = _known(about.get("topics_excluded"))
    return Pair(
        city_id=city_id,
        topic_id=topic_id,
        interest=_known(answer.get("fund_interest")),
        own_share_max=_known(answer.get("own_share_max")),
        running=_known(answer.get("fund_running")),
        council=_known(about.get("council_ok")),
        excluded_topics=None if excluded is None else frozenset(excluded.split(";")),
        has_official_key=has_keys,
    )


def _known(value: Any) -> Any:
    return None if value is None or pd.isna(value) or value == "" else value
