"""Waves: only questions asked in both are compared, and a level changes only if no gap can explain it."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.scores import INDEX
from maturity.analysis.scores.waves import compare_waves, summarise_network
from maturity.errors import MissingColumns, UnknownWave

NONE = np.nan
Cities = dict[str, dict[str, Any]]
QUESTIONS = pd.DataFrame(
    {
        "question_id": ["E1", "E2", "E3", "K1"],
        "topic_id": ["eakte", "eakte", "eakte", "karte"],
        "core": [1, 0, 0, 1],
        "weight": [1.0, 1.0, 1.0, 1.0],
    }
)
# E3 was new in the second wave; ett did not know E2 then; bru took the short form first; ras answered once.
FIRST: Cities = {
    "ett": {"E1": 25, "E2": 25, "K1": 100},
    "bru": {"E1": 50, "K1": 50},
    "ras": {"E1": 0, "E2": 0, "K1": 0},
}
SECOND: Cities = {
    "ett": {"E1": 75, "E2": "kA", "E3": 100, "K1": 50},
    "bru": {"E1": 50, "E2": 0, "E3": 0, "K1": 75},
}


def answers_of(first: Cities, second: Cities) -> pd.DataFrame:
    rows = [
        (city_id, wave_id, question_id, answer if isinstance(answer, str) else "level", answer)
        for wave_id, cities in (("2026-1", first), ("2026-2", second))
        for city_id, answers in cities.items()
        for question_id, answer in answers.items()
    ]
    table = pd.DataFrame(rows, columns=["city_id", "wave_id", "question_id", "kind", "answer_points"])
    return table.assign(answer_points=pd.to_numeric(table["answer_points"], errors="coerce"))


ANSWERS = answers_of(FIRST, SECOND)


def changes(answers: pd.DataFrame = ANSWERS, **options: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """The compared rows by city and node."""
    table = compare_waves(answers, QUESTIONS, wave_from="2026-1", wave_to="2026-2", **options)
    return {
        (row["city_id"], row["node_id"]): {str(name): cell for name, cell in row.items()}
        for row in table.to_dict("records")
    }


def test_only_questions_answered_in_both_waves_link_them() -> None:
    """ett: E1 and E2 were asked twice, E3 once; E1 alone was answered twice: 25 before, 75 now, if half is enough."""
    row = changes(min_coverage=0.5)[("ett", "eakte")]

    assert (row["score_from"], row["score_to"], row["change"]) == (25, 75, 50)
    assert (row["linked_count"], row["child_count"]) == (1, 2)
    assert np.isnan(changes()[("ett", "eakte")]["score_to"])


def test_an_answer_that_came_later_is_no_change() -> None:
    """E2 was open before: its 0 now moves nothing, for E1 alone links the waves; before, 50 fell to 25."""
    first, second = {"ett": {"E1": 50, "E2": "kA"}}, {"ett": {"E1": 50, "E2": 0}}
    row = changes(answers_of(first, second), min_coverage=0.5)[("ett", "eakte")]

    assert (row["score_from"], row["score_to"], row["change"]) == (50, 50, 0)


def test_the_index_compares_the_same_topics() -> None:
    """karte was answered in the second wave alone: the index is eakte's in both, one of two topics."""
    first = {"ett": {"E1": 50, "E2": 50, "K1": "kA"}}
    second = {"ett": {"E1": 75, "E2": 75, "K1": 0}}
    row = changes(answers_of(first, second), min_coverage=0.5)[("ett", INDEX)]

    assert (row["score_from"], row["score_to"], row["change"]) == (50, 75, 25)
    assert (row["linked_count"], row["child_count"]) == (1, 2)


def test_waves_without_a_common_question_have_no_changes() -> None:
    assert changes(answers_of({"ett": {"E1": 50}}, {"ett": {"K1": 50}})) == {}


def test_a_city_with_the_short_form_is_compared_on_core_questions() -> None:
    """bru answered E1 alone in the first wave: 50 and 50, whatever E2 and E3 say now."""
    row = changes()[("bru", "eakte")]

    assert (row["score_from"], row["score_to"], row["change"], row["linked_count"]) == (50, 50, 0, 1)


def test_a_level_changes_only_if_no_gap_can_explain_it() -> None:
    """ett eakte: level 1 to 3, but E2 lowest gives 37.5, level 1: not certain. karte 100 to 50: level 4 to 2."""
    table = changes(min_coverage=0.5)

    assert (table[("ett", "eakte")]["level_from"], table[("ett", "eakte")]["level_to"]) == (1, 3)
    assert pd.isna(table[("ett", "eakte")]["level_change"])
    assert table[("ett", "karte")]["level_change"] == -2
    assert table[("bru", "karte")]["level_change"] == 1
    assert table[("bru", "eakte")]["level_change"] == 0


def test_the_index_changes_by_the_same_questions() -> None:
    """bru: (50 + 50) / 2 = 50 before, (50 + 75) / 2 = 62.5 now."""
    row = changes()[("bru", INDEX)]

    assert (row["score_from"], row["score_to"]) == (50, 62.5)


def test_a_city_of_one_wave_alone_has_no_row() -> None:
    assert {city_id for city_id, _ in changes()} == {"ett", "bru"}


def test_a_question_that_does_not_apply_in_one_wave_is_not_compared() -> None:
    second = {"ett": SECOND["ett"] | {"E1": "nz", "E2": 50}}
    row = changes(answers_of(FIRST, second))[("ett", "eakte")]

    assert (row["score_from"], row["score_to"], row["linked_count"]) == (25, 50, 1)


def test_dimensions_stand_between_topics_and_index() -> None:
    topics = pd.DataFrame({"topic_id": ["eakte", "karte"], "dimension_id": ["verwaltung", "stadt"]})
    table = compare_waves(ANSWERS, QUESTIONS, wave_from="2026-1", wave_to="2026-2", topics=topics)

    assert table.loc[table["city_id"] == "bru", "node_id"].tolist()[-1] == INDEX
    assert {"verwaltung", "stadt"} < set(table["node_id"])


def test_the_network_is_summed_over_cities_of_both_waves() -> None:
    """karte: ett 100 to 50, bru 50 to 75: mean 75 to 62.5, one risen, one fallen. eakte: bru alone has both scores."""
    network = summarise_network(pd.DataFrame(changes().values())).set_index("node_id")

    assert list(network.loc["karte"]) == [2, 75, 62.5, -12.5, 1, 1]
    assert list(network.loc["eakte"]) == [1, 50, 50, 0, 0, 0]


def test_a_topic_that_nobody_can_compare_keeps_its_row() -> None:
    nobody = pd.DataFrame(changes().values()).assign(change=NONE)
    network = summarise_network(nobody)

    assert network["city_count"].tolist() == [0, 0, 0]
    assert network["mean_change"].isna().all()


def test_unknown_waves_and_missing_columns_are_named() -> None:
    with pytest.raises(UnknownWave) as raised:
        compare_waves(ANSWERS, QUESTIONS, wave_from="2026-1", wave_to="2027-1")
    assert raised.value.details["known"] == ["2026-1", "2026-2"]
    with pytest.raises(MissingColumns):
        compare_waves(ANSWERS.drop(columns="kind"), QUESTIONS, wave_from="2026-1", wave_to="2026-2")
