"""Eligibility: every rule says yes, no and unknown once, and unknown names what would settle it."""

from typing import Any

import pytest

from maturity.analysis.funding.eligibility import RULES, judge_eligibility
from maturity.errors import MissingColumns
from maturity.rows import rows_of
from tests.analysis.funding.small_network import ABOUT, CITIES, PLANNING, PROGRAMMES, TOPICS, programme

Judged = dict[tuple[str, str, str], Any]


@pytest.fixture
def judged() -> Judged:
    """The verdicts by programme, topic and city."""
    found = judge_eligibility(PROGRAMMES, CITIES, TOPICS, PLANNING, ABOUT)
    return {(row.programme_id, row.topic_id, row.city_id): row for row in rows_of(found)}


def _no(judged: Judged, programme_id: str, city_id: str) -> tuple[str, str]:
    row = judged[programme_id, "akte", city_id]
    return row.verdict, row.no


def test_a_city_for_which_all_rules_say_yes_may_apply(judged: Judged) -> None:
    aheim = judged["P", "akte", "08000001"]

    assert (aheim.verdict, aheim.yes) == ("yes", ";".join(RULES))
    assert (aheim.no, aheim.unknown) == ("", "")


def test_one_no_is_a_no_and_all_of_them_are_named(judged: Judged) -> None:
    """Bstadt is not interested, bears 10 % where 20 are the least, gets other funding, and its council said no."""
    assert _no(judged, "P", "08000002") == ("no", "interest;own_share;council;double")
    assert _no(judged, "P", "06000003") == ("no", "region;topic")
    assert _no(judged, "R", "08000001") == ("no", "body;own_share")


def test_unknown_is_neither_and_says_what_would_settle_it(judged: Judged) -> None:
    """Dberg would bear 30 %: 20 are enough if it is financially weak, 35 are needed if not."""
    dberg, eburg = judged["P", "akte", "08000004"], judged["P", "akte", "08000005"]

    assert dberg.verdict == "unknown"
    assert dberg.unknown == "interest:answer;own_share:weak;council:council;double:answer"
    assert eburg.unknown == "interest:answer;own_share:answer;council:answer;double:answer"


def test_what_a_programme_does_not_say_is_unknown_for_everybody(judged: Judged) -> None:
    """Of Q only the topics are known. A decision that is there, and no other funding, are enough under any rule."""
    aheim = judged["Q", "akte", "08000001"]

    assert aheim.unknown == "body:fact;region:fact;own_share:fact"
    assert aheim.yes == "topic;interest;council;double"
    bstadt = judged["Q", "akte", "08000002"]
    assert bstadt.unknown == "body:fact;region:fact;own_share:fact;council:fact;double:fact"


def test_every_rule_says_yes_no_and_unknown_in_this_set(judged: Judged) -> None:
    said = {
        kind: {rule for row in judged.values() for rule in getattr(row, kind).split(";") if rule}
        for kind in ("yes", "no")
    }
    unknown = {part.split(":")[0] for row in judged.values() for part in row.unknown.split(";") if part}

    assert said == {"yes": set(RULES), "no": set(RULES)}
    assert unknown == set(RULES) - {"topic"}, "a city that excludes no topic takes part in all"


def test_rows_stand_for_the_topics_of_the_programme_and_none_where_they_are_unknown(judged: Judged) -> None:
    assert {(programme_id, topic_id) for programme_id, topic_id, _city in judged} == {
        ("P", "akte"), ("Q", "akte"), ("Q", "netz"), ("R", "akte"),
    }  # fmt: skip
    assert judge_eligibility([programme()], CITIES, TOPICS, PLANNING, ABOUT).empty


def test_without_official_keys_the_region_is_unknown() -> None:
    found = judge_eligibility(PROGRAMMES[:1], CITIES[:1], TOPICS, PLANNING, ABOUT, has_official_keys=False)

    assert found["unknown"].tolist() == ["region:fact"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumns, match="fund_running"):
        judge_eligibility(PROGRAMMES, CITIES, TOPICS, PLANNING.drop(columns="fund_running"), ABOUT)
