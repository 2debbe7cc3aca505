"""Lead answers: which missing answers could change a lead."""

from typing import Any

import pytest

from maturity.analysis.leads.fit import WEIGHTS, fit_matrix, reweigh
from maturity.analysis.leads.next_answer import value_of_next_answer
from maturity.analysis.leads.plan import propose_leads
from tests.builders import table

PARTS = table("""
city_id  | topic_id | maturity | willingness | headroom | evidence
Bretten  | DOK      |       80 |         100 |        . |        .
Bruchsal | DOK      |       70 |           . |       50 |       50
Bühl     | DOK      |       10 |          20 |       50 |        .
Rastatt  | DOK      |        . |           . |        . |        .
""")
FITS = reweigh(
    PARTS.assign(maturity_low=PARTS["maturity"], maturity_high=PARTS["maturity"], excluded=["", "", "", "unknown"]),
    WEIGHTS,
)


def changes(**rules: Any) -> list[tuple[Any, ...]]:
    plan = propose_leads(fit_matrix(FITS), **rules)
    return [tuple(row) for row in value_of_next_answer(plan, FITS).to_numpy().tolist()]


def test_only_answers_that_could_change_the_lead_are_listed() -> None:
    """Bretten (40 + 30) / 0.8 = 87.5; with a headroom of 0 it has 70 / 0.9 = 77.8, still above Bruchsal's 64.3.

    Bruchsal's willingness of 100 gives 35 + 30 + 5 + 5 = 75: not enough. Rastatt's score of 100 would be a fit of 100.
    """
    assert changes() == [("Rastatt", "DOK", "maturity", 0, 1, "DOK"), ("Rastatt", "DOK", "willingness", 0, 1, "DOK")]


def test_pins_and_vetoes_are_above_answers() -> None:
    assert changes(pins={"DOK": "Bühl"}) == []
    assert changes(vetoes={"DOK": "Rastatt"}) == []


def test_the_lead_may_say_no() -> None:
    """Without Bretten and Rastatt, Bruchsal leads at 64.3; its no hands DOK to Bühl."""
    rows = changes(vetoes=[("Bretten", "DOK"), ("Rastatt", "DOK")])

    assert rows == [("Bruchsal", "DOK", "willingness", 1, 0, "DOK")]


def test_a_low_answer_below_the_floor_leaves_the_topic_open() -> None:
    """Without Bruchsal and Rastatt, Bretten's 87.5 falls to 77.8 with no evidence or headroom: below a floor of 80."""
    rows = changes(vetoes=[("Bruchsal", "DOK"), ("Rastatt", "DOK")], floor=80)

    assert rows == [("Bretten", "DOK", "evidence", 1, 0, "DOK"), ("Bretten", "DOK", "headroom", 1, 0, "DOK")]


def test_the_fit_table_must_have_all_parts() -> None:
    with pytest.raises(Exception, match="evidence"):
        value_of_next_answer(propose_leads(fit_matrix(FITS)), FITS.drop(columns="evidence"))
