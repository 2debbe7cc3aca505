"""Lead fit: parts, weights, exclusions and capacities, each sum short enough to redo by hand."""

import math
from typing import Any

import pandas as pd
import pytest

from maturity.analysis.leads.fit import PARTS, capacities_from, fit_matrix, fit_table, reweigh, willing_cities
from maturity.errors import InvalidInput, MissingColumns, UnknownWave
from tests.builders import table

SCORES = table("""
city_id  | topic_id | wave_id | score | score_low | score_high
Bretten  | DOK      | w1      |    80 |        70 |         90
Bretten  | EAK      | w1      |     . |         . |          .
Bruchsal | DOK      | w1      |    60 |        60 |         60
Bruchsal | EAK      | w1      |    40 |        40 |         40
Bruchsal | EAK      | w0      |    99 |        99 |         99
""")
PLANNING = table("""
city_id  | topic_id | wave_id | lead_interest | fte_12m | confidence | status
Bretten  | DOK      | w1      |             3 |     0.5 |          2 | pilot
Bretten  | EAK      | w1      |             . |       . |          . | .
Bruchsal | DOK      | w1      |             0 |       1 |          1 | betrieb
""")
CITY_PLANNING = table("""
city_id  | wave_id | leads_max | leads_running | fte_total
Bretten  | w1      |         4 |             1 |         .
Bruchsal | w1      |         . |             . |         1
""")


def table_of(**changes: pd.DataFrame) -> pd.DataFrame:
    tables = {"scores": SCORES, "planning": PLANNING, "city_planning": CITY_PLANNING, **changes}
    return fit_table(tables["scores"], tables["planning"], tables["city_planning"], wave_id="w1")


def fits_of(**changes: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    rows = table_of(**changes).to_dict("records")
    return {(row["city_id"], row["topic_id"]): {str(name): cell for name, cell in row.items()} for row in rows}


def test_the_fit_is_the_weighted_mean_of_its_four_parts() -> None:
    """Headroom: 3 of 4 leads free = 75, half an FTE = 50, mean 62.5. Evidence: confirmed 100, pilot 60, mean 80.

    0.5 x 80 + 0.3 x 100 + 0.1 x 62.5 + 0.1 x 80 = 84.25.
    """
    row = fits_of()["Bretten", "DOK"]

    assert [row[part] for part in PARTS] == [80, 100, 62.5, 80]
    assert row["fit"] == pytest.approx(84.25)
    assert row["parts_count"] == 4
    assert (row["maturity_low"], row["maturity_high"]) == (70, 90)


def test_missing_parts_are_dropped_and_counted() -> None:
    """Bruchsal gave only its score for EAK: the fit is that score, based on one of four parts."""
    row = fits_of()["Bruchsal", "EAK"]

    assert row["fit"] == 40
    assert row["parts_count"] == 1


def test_a_city_that_said_no_has_no_fit_but_keeps_its_parts() -> None:
    row = fits_of()["Bruchsal", "DOK"]

    assert row["excluded"] == "unwilling"
    assert math.isnan(row["fit"])
    assert row["maturity"] == 60


def test_headroom_alone_makes_no_fit() -> None:
    """Of Bretten and EAK only the free leads are known, which says nothing about the topic."""
    row = fits_of()["Bretten", "EAK"]

    assert row["excluded"] == "unknown"
    assert math.isnan(row["fit"])
    assert row["headroom"] == 75


def test_an_excluded_topic_is_a_veto() -> None:
    closed = CITY_PLANNING.assign(topics_excluded=["", "OZG; EAK"])

    assert fits_of(city_planning=closed)["Bruchsal", "EAK"]["excluded"] == "topic_excluded"


def test_a_link_or_good_practice_is_evidence_and_its_absence_says_nothing() -> None:
    linked = PLANNING[["city_id", "topic_id", "wave_id"]].assign(bp_url=["https://example.org", "", " "])
    evidence = {pair: row["evidence"] for pair, row in fits_of(planning=linked).items()}

    assert evidence["Bretten", "DOK"] == 100
    assert math.isnan(evidence["Bretten", "EAK"])
    assert math.isnan(evidence["Bruchsal", "DOK"])


def test_without_any_planning_the_scores_are_the_fit() -> None:
    fits = fits_of(planning=PLANNING.iloc[:0], city_planning=CITY_PLANNING.iloc[:0])

    assert {pair: row["fit"] for pair, row in fits.items() if row["fit"] == row["fit"]} == {
        ("Bretten", "DOK"): 80,
        ("Bruchsal", "DOK"): 60,
        ("Bruchsal", "EAK"): 40,
    }
    assert {row["parts_count"] for row in fits.values()} == {0, 1}


def test_other_weights_move_the_fit_and_nothing_else() -> None:
    """Maturity 3 to willingness 1: (3 x 80 + 100) / 4 = 85."""
    fits = table_of()

    moved = reweigh(fits, {"maturity": 3, "willingness": 1})

    assert moved.loc[0, "fit"] == 85
    assert moved.drop(columns="fit").equals(fits.drop(columns="fit"))


@pytest.mark.parametrize("weights", [{"maturity": -1}, {"luck": 1}, {"maturity": 0}, {}, {"maturity": math.nan}])
def test_weights_are_known_and_not_negative(weights: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        reweigh(table_of(), weights)


def test_the_matrix_can_let_the_unknown_in_but_never_the_unwilling() -> None:
    fits = table_of()

    assert fit_matrix(fits).isna().to_numpy().tolist() == [[False, True], [True, False]]
    assert fit_matrix(fits, unknown=0).isna().to_numpy().tolist() == [[False, False], [True, False]]


def test_willing_cities_said_yes_to_something_they_may_lead() -> None:
    assert willing_cities(table_of()) == ["Bretten"]


def test_capacity_is_what_a_city_offers_less_what_it_leads_already() -> None:
    """Bretten 4 - 1 = 3. Bruchsal did not say: 1 FTE is two leads at half an FTE. Nobody goes below zero."""
    more = table("""
    city_id  | wave_id | leads_max | leads_running | fte_total
    Bühl     | w1      |         . |             . |         .
    Rastatt  | w1      |         1 |             3 |         9
    Gaggenau | w1      |         . |             . |      0.25
    Gaggenau | w0      |         9 |             . |         9
    """)

    capacities = capacities_from(pd.concat([CITY_PLANNING, more]), wave_id="w1", default=2)

    assert capacities.to_dict() == {"Bretten": 3, "Bruchsal": 2, "Bühl": 2, "Rastatt": 0, "Gaggenau": 0}


def test_an_unknown_wave_and_a_missing_column_are_named() -> None:
    with pytest.raises(UnknownWave):
        fit_table(SCORES, PLANNING, CITY_PLANNING, wave_id="w9")
    with pytest.raises(MissingColumns):
        fit_table(SCORES.drop(columns="score"), PLANNING, CITY_PLANNING, wave_id="w1")
