"""The numbers in force: every one has a name, a sensible range and a reason in both languages."""

import pytest

from etl.publish import SHIPPED_PARAMETERS
from maturity.errors import InvalidInput, NotPermitted, UnknownId
from maturity.ledger import open_ledger
from maturity.parameters import parse_parameters
from maturity.rights import Actor
from maturity.settings import Settings
from web.method import numbers
from web.services import parameters, snapshot


def test_every_number_shipped_has_a_rule_that_it_meets_and_two_reasons() -> None:
    shipped = parse_parameters(SHIPPED_PARAMETERS.read_text("utf-8"))

    assert sorted(shipped) == sorted(parameters.BOUNDS)
    for parameter_id, parameter in shipped.items():
        rule = parameters.BOUNDS[parameter_id]
        assert rule.low <= parameter.value <= rule.high
        assert not rule.is_whole or parameter.value == round(parameter.value)
        assert parameter.reason_de
        assert parameter.reason_en
        assert parameters.name_of(parameter_id) != parameter_id


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2 / 3, "share", "67\u00a0%"),
        (75.0, "points", "75 Punkte"),
        (0.5, "factor", "0,50-mal"),
        (1000, "count", "1.000"),
    ],
)
def test_a_value_is_written_with_its_unit(value: float, unit: str, text: str) -> None:
    assert numbers.value_text(value, unit) == text


def test_only_the_coordinator_changes_a_number(sample: Settings) -> None:
    before = snapshot.parameter("target", "")
    with pytest.raises(NotPermitted):
        parameters.change(Actor("Amt", "analyst"), "target", text="80", reason="Versuch")

    assert snapshot.parameter("target", "") == before
    assert open_ledger(sample.ledger_url).entries("parameter") == []


@pytest.mark.parametrize(
    ("parameter_id", "value", "says"),
    [
        ("target", "101", "zwischen 0 und 100"),
        ("target", "-1", "eine Zahl wie 0,75 oder 2/3"),
        ("target", "1e999999999", "eine Zahl wie 0,75 oder 2/3"),
        ("target", "", "eine Zahl wie 0,75 oder 2/3"),
        ("coverage_topic", "2/0", "eine Zahl wie 0,75 oder 2/3"),
        ("sobol_samples", "500", "eine Zweierpotenz zwischen 64 und 4.096"),
        ("simulation_runs", "100,5", "eine ganze Zahl zwischen 100 und 5.000"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_in_words(
    sample: Settings, parameter_id: str, value: str, says: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        parameters.change(Actor("Amt", "coordinator"), parameter_id, text=value, reason="Versuch")

    assert says in str(refused.value)
    assert open_ledger(sample.ledger_url).entries("parameter") == []


@pytest.mark.usefixtures("sample")
def test_a_number_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownId, match="targett"):
        parameters.change(Actor("Amt", "coordinator"), "targett", text="80", reason="Tippfehler")


def test_a_changed_number_holds_at_once_and_a_fraction_stays_exact(sample: Settings) -> None:
    coordinator = Actor("Amt", "coordinator")
    parameters.change(coordinator, "coverage_topic", text=" 3/4 ", reason="Beschluss")
    parameters.change(coordinator, "target", text="62,5", reason="Beschluss")

    assert snapshot.parameter("coverage_topic", "") == 0.75
    assert snapshot.parameter("target", "") == 62.5
    assert [entry.payload["value"] for entry in open_ledger(sample.ledger_url).entries("parameter")] == ["3/4", "62.5"]
    table = numbers.change_table()
    assert table.index("62,50 Punkte") < table.index("75\u00a0%")


@pytest.mark.usefixtures("sample")
def test_a_change_holds_from_its_wave_on_and_leaves_the_waves_before() -> None:
    """Changed from the second wave on: the first keeps its target, its scores and its threshold."""
    coordinator = Actor("Amt", "coordinator")
    before = snapshot.topic_scores("2026-1")
    parameters.change(coordinator, "target", text="60", reason="Beschluss", wave_id="2026-2")
    parameters.change(coordinator, "coverage_topic", text="1", reason="Beschluss", wave_id="2026-2")

    assert (snapshot.parameter("target", "2026-1"), snapshot.parameter("target", "2026-2")) == (75, 60)
    assert snapshot.topic_scores("2026-1").equals(before)
    assert snapshot.topic_scores("2026-2")["score"].isna().sum() > before["score"].isna().sum()
    assert "2026-2" in numbers.parameter_table("2026-2")

    parameters.change(coordinator, "target", text="70", reason="Doch für alle", wave_id="2026-1")
    assert (snapshot.parameter("target", "2026-1"), snapshot.parameter("target", "2026-2")) == (70, 70)


@pytest.mark.usefixtures("sample")
def test_a_wave_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownId, match="1999-9"):
        parameters.change(Actor("Amt", "coordinator"), "target", text="60", reason="Beschluss", wave_id="1999-9")
