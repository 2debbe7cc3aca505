"""The plan service over a real snapshot and a real ledger: rules count at once, and what cannot hold is refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.ingest import ingest
from etl.publish import publish
from etl.reference.read import read_reference
from maturity import settings
from maturity.analysis.leads.proposal import Assumptions
from maturity.analysis.leads.rules import DecisionKind
from maturity.errors import Contradiction, InvalidInput, NotPermitted
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.rows import rows_of
from web.leads import words as lead_words
from web.services import naming, parameters, plans
from web.services import snapshot as data
from web.services.opened import ledger

WAVE = "2026-1"
BRUCHSAL, BUEHL, ETTLINGEN, RHEINSTETTEN = "08215009", "08216007", "08215017", "08215108"


def _lead(topic_id: str) -> str | None:
    return plans.solve(WAVE).lead(topic_id)


def _veto(city_id: str, topic_id: str, reason: str = "Kein Personal.") -> None:
    plans.record_veto(LOCAL_COORDINATOR, WAVE, city_id=city_id, topic_id=topic_id, reason=reason)


def _pin(city_id: str, topic_id: str, reason: str = "Bereits begonnen.") -> None:
    plans.record_pin(LOCAL_COORDINATOR, WAVE, city_id=city_id, topic_id=topic_id, reason=reason)


def _decide(topic_id: str, kind: DecisionKind, city_id: str | None, co_city_id: str | None = None) -> None:
    plans.record_decision(
        LOCAL_COORDINATOR, WAVE, topic_id=topic_id, kind=kind, city_id=city_id, co_city_id=co_city_id,
        reason="Einstimmig.", meeting_id="2026-1-1",
    )  # fmt: skip


@pytest.mark.usefixtures("sample")
def test_every_member_leads_something_or_it_is_said_why_not() -> None:
    """Eight of nine cities lead; Rheinstetten offers no capacity."""
    proposed, names = plans.solve(WAVE), naming.names(WAVE)
    leading = set(proposed.plan.leads["city_id"].dropna())

    idle = [row for row in proposed.plan.loads.to_dict("records") if row["city_id"] not in leading]

    assert {
        names.cities[row["city_id"]]: lead_words.why_no_lead(proposed, names, row["city_id"], capacity=row["capacity"])
        for row in idle
    } == {"Rheinstetten": "bietet keine Kapazität für eine Federführung"}


@pytest.mark.usefixtures("sample")
def test_a_veto_moves_the_lead_at_once_and_taking_it_back_moves_it_back() -> None:
    before = plans.solve(WAVE)
    snapshot = data.snapshot()

    _veto(BRUCHSAL, "eakte")
    after = plans.solve(WAVE)

    assert before.lead("eakte") == BRUCHSAL
    assert after.lead("eakte") == ETTLINGEN
    assert data.snapshot() == snapshot, "no new snapshot is needed"
    said = lead_words.moved(before.plan, after.plan, naming.names(WAVE))
    assert said.startswith("E-Akte: Ettlingen statt Bruchsal; ")
    [rule] = plans.rules(WAVE).vetoes
    plans.lift(LOCAL_COORDINATOR, WAVE, rule, reason="Stelle besetzt.")
    assert _lead("eakte") == BRUCHSAL
    assert [entry.payload["is_lifted"] for entry in ledger().entries("veto")] == [False, True]


@pytest.mark.usefixtures("sample")
def test_a_pin_holds_and_its_reason_is_shown() -> None:
    _pin(ETTLINGEN, "eakte", "Läuft dort schon.")
    proposed = plans.solve(WAVE)

    assert proposed.lead("eakte") == ETTLINGEN
    assert lead_words.reason(proposed, naming.names(WAVE), "eakte") == "Festgelegt: Läuft dort schon."


@pytest.mark.usefixtures("sample")
def test_a_pin_above_the_capacity_is_refused_by_name_and_not_recorded() -> None:
    """Rheinstetten can lead nothing."""
    with pytest.raises(Contradiction, match="Rheinstetten"):
        _pin(RHEINSTETTEN, "eakte")

    assert ledger().entries("pin") == []


@pytest.mark.usefixtures("sample")
def test_without_a_reason_or_the_right_nothing_is_recorded() -> None:
    with pytest.raises(InvalidInput):
        _veto(BRUCHSAL, "eakte", reason="  ")
    with pytest.raises(NotPermitted):
        plans.record_veto(
            Actor("Analyse", "analyst"), WAVE, city_id=BRUCHSAL, topic_id="eakte", reason="Kein Personal."
        )

    assert ledger().entries("veto") == []


@pytest.mark.usefixtures("sample")
def test_a_decision_fixes_lead_and_co_lead_even_above_the_capacity() -> None:
    """Rheinstetten can lead nothing, but the meeting decided so. Ettlingen's three: two leads and two halves."""
    _decide("sensorik", "other_city", RHEINSTETTEN, ETTLINGEN)
    proposed = plans.solve(WAVE)

    assert (proposed.lead("sensorik"), proposed.co_lead("sensorik")) == (RHEINSTETTEN, ETTLINGEN)
    assert set(proposed.decided) == {"sensorik"}
    assert proposed.decided["sensorik"].snapshot == data.snapshot().name
    loads = {row.city_id: row[1:] for row in rows_of(proposed.plan.loads)}
    assert loads[RHEINSTETTEN] == (1, 0, 1.0, 1.0)
    assert loads[ETTLINGEN] == (2, 2, 3.0, 3.0)


@pytest.mark.usefixtures("sample")
def test_a_vetoed_decision_excludes_the_city_and_a_deferred_one_leaves_the_topic_open() -> None:
    _decide("eakte", "vetoed", BRUCHSAL)
    _decide("epayment", "deferred", None)
    proposed = plans.solve(WAVE)

    assert proposed.lead("eakte") == ETTLINGEN
    assert plans.rules(WAVE).vetoed_pairs == {(BRUCHSAL, "eakte")}
    assert proposed.decided == {}
    assert [decision.kind for decision in plans.rules(WAVE).decisions] == ["vetoed", "deferred"]


@pytest.mark.usefixtures("sample")
def test_a_decision_needs_a_city_that_is_not_the_co_lead_too() -> None:
    with pytest.raises(InvalidInput):
        _decide("eakte", "accepted", None)
    with pytest.raises(InvalidInput):
        _decide("eakte", "accepted", BRUCHSAL, BRUCHSAL)

    assert ledger().entries("decision") == []


@pytest.mark.usefixtures("sample")
def test_what_is_tried_out_counts_for_this_plan_only() -> None:
    """A third lead for Rastatt would give sensors a lead: nineteen of nineteen."""
    tried = plans.solve(WAVE, Assumptions(capacities=(("08216043", 3.0),)))

    assert plans.solve(WAVE).lead("sensorik") is None
    assert tried.lead("sensorik") is not None
    assert ledger().entries("pin", "veto") == []


@pytest.mark.usefixtures("sample")
def test_decided_leads_of_the_wave_before_are_kept_where_nothing_speaks_against_it() -> None:
    _decide("eakte", "accepted", BRUCHSAL)

    assert [decision.pair for decision in plans.rules("2026-2").previous] == [(BRUCHSAL, "eakte")]
    assert plans.solve("2026-2").decided == {}


@pytest.fixture(scope="module")
def real_network(real_answers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[settings.Settings]:
    """Five of the real responses of another network: another scale, no planning at all."""
    made = tmp_path_factory.mktemp("real") / "data"
    shutil.copytree(real_answers / "reference", made / "reference", copy_function=shutil.copyfile)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITALKOMPASS_DATA", str(made))
        patch.delenv("DIGITALKOMPASS_LEDGER", raising=False)
        settings.load.cache_clear()
        in_force = settings.load()
        own, reference = open_ledger(in_force.ledger_url), read_reference(in_force.reference)
        for file in sorted((real_answers / "responses").glob("*.csv"))[:5]:
            ingest(
                file.read_bytes(), name=file.name, actor=LOCAL_COORDINATOR, ledger=own, reference=reference,
                city_from_name="^[A-Z]{2}", publish=False,
            )  # fmt: skip
        publish(own, in_force)
        yield in_force
    settings.load.cache_clear()


@pytest.mark.usefixtures("real_network")
def test_another_network_without_planning_gets_a_plan_from_maturity_alone() -> None:
    """Four topics; every city may lead two; what the proposal cannot know is said."""
    proposed = plans.solve("2023")

    assert not plans.inputs("2023").has_planning
    assert proposed.plan.leads["city_id"].notna().sum() == len(proposed.plan.leads) == 4
    assert (proposed.fits.loc[proposed.fits["excluded"] == "", "parts_count"] == 1).all()
    said = lead_words.basis(proposed, has_planning=False)
    assert said.startswith("Keine Stadt hat die Fragen zur Planung beantwortet.")


@pytest.mark.usefixtures("sample")
def test_a_changed_number_counts_in_the_plan() -> None:
    """Gaggenau states no capacity: two leads by default; after the number is set to one, it carries one."""
    before = plans.inputs("2026-2").capacity["08216015"]

    parameters.change(LOCAL_COORDINATOR, "lead_capacity", text="1", reason="test")

    assert (before, plans.inputs("2026-2").capacity["08216015"]) == (2.0, 1.0)
