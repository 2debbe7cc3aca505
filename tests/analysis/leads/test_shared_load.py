"""Load over time: accounts by hand, the fairest near-best plan against every plan, four waves one after the other."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.leads.plan import propose_leads
from maturity.analysis.leads.shared_load import carried_loads, share_load
from maturity.errors import InvalidInput, UnknownWave
from tests.analysis.lead_instances import draw, every_plan
from tests.builders import table

WAVES = ("1", "2", "3", "4")
CAPACITIES = pd.DataFrame(
    [(wave, city, 2.0) for wave in WAVES for city in "ab"], columns=["wave_id", "city_id", "capacity"]
)


def test_an_account_adds_up_what_ran_in_each_wave_before() -> None:
    """a: wave 1 its lead (1/2), wave 2 with half a co-lead (1.5/2), wave 3 the co-lead alone (0.5/2): 1.5. b: its
    lead of effort 2 began in wave 3: 2/2."""
    roles = table("""
    wave_id | city_id | role    | effort | finished_wave_id
    1       | a       | lead    |      1 | 3
    2       | a       | co_lead |      1 | .
    3       | b       | lead    |      2 | .
    4       | b       | lead    |      2 | .
    """).astype({"wave_id": "str"})
    roles["finished_wave_id"] = ["3", None, None, None]
    accounts = carried_loads(roles, CAPACITIES, waves=WAVES, wave_id="4")

    assert accounts.to_dict() == {"a": 1.5, "b": 1.0}
    assert carried_loads(roles, CAPACITIES, waves=WAVES, wave_id="1").to_dict() == {"a": 0.0, "b": 0.0}
    with pytest.raises(UnknownWave):
        carried_loads(roles, CAPACITIES, waves=WAVES[:3], wave_id="3")


def test_who_carried_much_is_relieved_within_the_tolerance_and_at_a_price() -> None:
    """a fits both topics better by one point each; it carried 1 before. With 3 % b takes both (price 2 of 160): carried
    1 and 1. Without any tolerance nothing moves."""
    fit = pd.DataFrame({"t1": [80.0, 79.0], "t2": [80.0, 79.0]}, index=["a", "b"])
    plan = propose_leads(fit, capacity=2)
    shared, strict = (share_load(plan, {"a": 1.0, "b": 0.0}, tolerance=tolerance) for tolerance in (0.03, 0.0))

    assert list(shared.plan.leads["city_id"]) == ["b", "b"]
    assert shared.loads["carried_load"].tolist() == [1, 1]
    assert (shared.price_fit, shared.plan.is_proven) == (2, True)
    assert list(strict.plan.leads["city_id"]) == ["a", "a"]
    with pytest.raises(InvalidInput):
        share_load(plan, {"a": 1.0})
    with pytest.raises(InvalidInput):
        share_load(plan, {"a": 0.0, "b": 0.0}, tolerance=3)


@pytest.mark.parametrize("plain", [True, False])
def test_no_plan_near_the_best_shares_the_load_better(plain: bool) -> None:
    for seed in range(30):
        instance = draw(seed, cities=3, topics=4, plain=plain)
        accounts = dict(zip(instance.fit.index, np.random.default_rng(seed).integers(0, 4, 9) / 2, strict=False))
        shared = share_load(instance.solve(at_least_one=()), accounts, tolerance=0.1)
        rows = []
        for plan in every_plan(instance):
            led = {topic: city for topic, city in plan.items() if city is not None}
            total = sum(instance.fit_of(city, topic) for topic, city in led.items())
            loads = [
                accounts[city]
                + sum(instance.effort[topic] for topic in led if led[topic] == city) / max(instance.capacity[city], 1)
                for city in instance.fit.index
            ]
            rows.append((len(led), total, sorted(np.round(loads, 9), reverse=True)))
        covered = max(row[0] for row in rows)
        best = max(row[1] for row in rows if row[0] == covered)
        near = [row for row in rows if row[0] == covered and row[1] >= best - 0.1 * abs(best) - 1e-6]
        fairest = min(row[2] for row in near)

        assert shared.plan.is_proven
        assert sorted(np.round(shared.loads["carried_load"], 9), reverse=True) == pytest.approx(fairest, abs=1e-6)
        assert shared.plan.total_fit == pytest.approx(max(row[1] for row in near if row[2] == fairest), abs=1e-6)


def test_over_four_waves_the_load_evens_out_though_one_city_is_always_the_best() -> None:
    """Two topics a wave, work of one wave each. Left alone a leads all eight; shared, each leads four."""
    fit = pd.DataFrame({"t1": [80.0, 79.0], "t2": [80.0, 79.0]}, index=["a", "b"])
    plan = propose_leads(fit, capacity=2)
    roles = pd.DataFrame(columns=["wave_id", "city_id", "role", "effort", "finished_wave_id"])
    ends = dict(zip(WAVES, [*WAVES[1:], None], strict=True))
    for wave_id in WAVES:
        accounts = carried_loads(roles, CAPACITIES, waves=WAVES, wave_id=wave_id)
        leads = share_load(plan, accounts).plan.leads
        decided = leads.assign(wave_id=wave_id, role="lead", effort=1.0, finished_wave_id=ends[wave_id])
        roles = pd.concat([roles, decided[list(roles.columns)]], ignore_index=True)

        assert share_load(plan, accounts).plan.is_proven

    assert roles["city_id"].value_counts().to_dict() == {"a": 4, "b": 4}


def test_a_step_without_time_leaves_the_best_plan_and_says_so() -> None:
    fit = pd.DataFrame({"t1": [80.0, 79.0], "t2": [80.0, 79.0]}, index=["a", "b"])
    plan = propose_leads(fit, capacity=2)
    shared = share_load(plan, {"a": 1.0, "b": 0.0}, seconds=0.0)

    assert not shared.plan.is_proven
    assert shared.plan.total_fit == pytest.approx(plan.total_fit)
