"""Lead shortlist: no pair of a best plan is ever dropped."""

import numpy as np
import pandas as pd

from maturity.analysis.leads.plan import propose_leads
from maturity.analysis.leads.solver.shortlist import first_choices, relax, survivors
from maturity.analysis.leads.solver.solve import optimise
from tests.analysis.lead_instances import Instance, draw, every_plan, solve_by_cp_sat, worth


def test_every_pair_of_every_best_plan_survives() -> None:
    """Where all topics find a lead, the relaxed total is a bound and every plan of the best total is kept whole."""
    for seed in range(120):
        instance = draw(seed, cities=3, topics=4)
        problem = instance.solve(at_least_one=False).problem
        plans = [(worth(instance, each), each) for each in every_plan(instance)]
        covered, total = max((values[0], values[3]) for values, _plan in plans)
        if covered < problem.able.any(axis=0).sum():
            continue

        bound, short = relax(problem)
        kept = survivors(problem, bound, short, total)

        assert bound >= total - 1e-6, seed
        for values, plan in plans:
            if (values[0], values[3]) == (covered, total):
                pairs = [(city, topic) for topic, city in plan.items() if city is not None]
                assert all(kept[problem.cities.index(city), problem.topics.index(topic)] for city, topic in pairs), seed


def test_first_choices_are_few_and_leave_no_able_topic_out() -> None:
    problem = draw(3, cities=4, topics=5).solve().problem

    few = first_choices(problem, relax(problem)[1])

    assert (few.any(axis=0) == problem.able.any(axis=0)).all()
    assert not (few & ~problem.able).any()


def test_a_large_plan_with_different_efforts_equals_that_of_another_solver() -> None:
    """36 cities, 30 topics, efforts 1 to 3; a topic that nobody may lead, ties and a veto on each topic's best city."""
    random = np.random.default_rng(5)
    cities, topics = [f"c{number:02}" for number in range(36)], [f"t{number:02}" for number in range(30)]
    fit = pd.DataFrame(random.integers(0, 60, (36, 30)).astype("float64"), index=cities, columns=topics)
    fit["t07"] = np.nan
    instance = Instance(
        fit,
        capacity=dict.fromkeys(cities, 4),
        effort={topic_id: int(random.integers(1, 4)) for topic_id in topics},
        vetoes=[(str(fit[topic_id].idxmax()), topic_id) for topic_id in topics if topic_id != "t07"],
    )

    plan = instance.solve()

    assert solve_by_cp_sat(instance) == (29, plan.total_fit)
    assert plan.is_proven


def test_a_plan_of_two_hundred_topics_with_different_efforts_is_found() -> None:
    """200 topics, each with its own best city at 100, all others at 1: 200 x 100."""
    fit = pd.DataFrame(1.0, index=range(200), columns=range(200)) + 99 * np.eye(200)
    plan = propose_leads(fit, effort={topic: 1 + topic % 2 for topic in range(200)})

    assert plan.total_fit == 20000
    assert (optimise(plan.problem, polish=False).choice == plan.choice).all()
