"""Lead stability: how often each city leads each topic when scores and weights are shaken. Pure: tables in, out."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_share, require_whole
from maturity.analysis.leads.fit import PARTS, WEIGHTS, check_weights, weigh
from maturity.analysis.leads.plan import Plan, plan_of
from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import NOBODY, Ints
from maturity.analysis.leads.solver.solve import optimise, optimise_each
from maturity.errors import InvalidInput

STABLE_SHARE, CONTESTED_SHARE = 0.8, 0.5


class Share(NamedTuple):
    """How often a city (None = nobody) led a topic."""

    topic_id: Hashable
    city_id: Hashable | None
    share: float


@dataclass(frozen=True, eq=False)
class Stability:
    """What the simulated plans say about a plan.

    shares: one row per topic and city that led it: topic_id, city_id (None = uncovered), share (0-1).
    topics: one row per topic: topic_id, lead_id, share (of the plan's lead), state (`pinned`, `stable` >= 0.8,
        `contested` >= 0.5, `open`), first_id, second_id (the two that led most often), first_share, second_share.
    modal: the plan that came out most often: topic_id, city_id. modal_share: how often (0-1).
    consensus: the plan that agrees with most runs under the same rules: topic_id, city_id; consensus_choice: the same
        as the solver writes it, a city's position per topic.
    is_consensus: the plan equals the consensus plan.
    """

    shares: pd.DataFrame
    topics: pd.DataFrame
    modal: pd.DataFrame
    modal_share: float
    consensus: pd.DataFrame
    consensus_choice: Ints
    is_consensus: bool
    run_count: int


def draw_fits(
    plan: Plan,
    fits: pd.DataFrame,
    *,
    weights: Mapping[str, float] = WEIGHTS,
    runs: int = 500,
    seed: int = 1,
    weight_spread: float = 0.25,
) -> Floats:
    """Draw fits: each weight times 1 +- spread, each score anywhere between its bounds.

    Args:
        plan: the plan whose cities and topics the draws follow.
        fits: as `lead_fit.fit_table` returns it.
        weights: the weights to shake.
        runs: how many draws.
        seed: the seed of the draws.
        weight_spread: the largest relative change of a weight (0-1).

    Returns:
        Fits, runs x cities x topics; NaN where a pair has none.

    Raises:
        InvalidInput: runs or spread are outside their domain.

    Source: docs/method.md, "Stability".
    """
    require_whole(runs, "runs", least=1)
    require_whole(seed, "seed", least=0)
    require_share(weight_spread, "weight_spread")
    shape = (runs, *plan.problem.fit.shape)
    random = np.random.default_rng(seed)
    shaken = check_weights(weights) * random.uniform(1 - weight_spread, 1 + weight_spread, (runs, 1, 1, len(PARTS)))
    low, high = _by_pair(plan, fits, "maturity_low"), _by_pair(plan, fits, "maturity_high")
    maturity = np.where(np.isnan(_by_pair(plan, fits, "maturity")), np.nan, low + (high - low) * random.random(shape))
    others = [np.broadcast_to(_by_pair(plan, fits, part), shape) for part in PARTS[1:]]
    return weigh(np.stack([maturity, *others], axis=-1), shaken)


def _by_pair(plan: Plan, fits: pd.DataFrame, column: str) -> Floats:
    wide = fits.pivot(index="city_id", columns="topic_id", values=column)
    wide = wide.reindex(index=plan.problem.cities, columns=plan.problem.topics)
    return wide.to_numpy(dtype="float64")


def find_stability(plan: Plan, draws: Floats, *, stable_share: float = STABLE_SHARE) -> Stability:
    """Solve the plan's problem for every draw of the fits and count who leads what.

    Args:
        plan: a plan; who may lead, capacities, pins and objective are the same in every run.
        draws: fits, runs x cities x topics, as `draw_fits` returns them.
        stable_share: share of the runs from which a lead counts as stable (0-1).

    Returns:
        Shares, states, the modal and the consensus plan.

    Raises:
        InvalidInput: a draw lacks the fit of a pair that may lead.

    Source: docs/method.md, "Stability".
    """
    problem = plan.problem
    is_shaped = draws.ndim == 3 and len(draws) > 0 and draws.shape[1:] == problem.fit.shape
    if not is_shaped or np.isnan(draws[:, problem.able]).any():
        raise InvalidInput(what="draws", value=draws.shape, expected=("1 run or more", *problem.fit.shape))
    choices = np.array(optimise_each(problem, draws))
    counts = np.stack([(choices == city).mean(axis=0) for city in range(len(problem.cities))], axis=0)
    agreed = replace(problem.with_fit(counts), objective="total", wanted=np.zeros(len(problem.cities), dtype=bool))
    consensus = plan_of(agreed, optimise(agreed))
    modal, times = Counter(map(tuple, choices.tolist())).most_common(1)[0]
    shares = list(_shares(plan, choices))
    return Stability(
        shares=pd.DataFrame(shares, columns=Share._fields, dtype="object").astype({"share": "float64"}),
        topics=_topics(plan, shares, stable_share),
        modal=_leads(plan, np.array(modal)),
        modal_share=times / len(choices),
        consensus=_leads(plan, consensus.choice),
        consensus_choice=consensus.choice,
        is_consensus=bool((consensus.choice == plan.choice).all()),
        run_count=len(choices),
    )


def _shares(plan: Plan, choices: Ints) -> Iterator[Share]:
    problem = plan.problem
    for topic in problem.topic_order:
        cities, counts = np.unique(choices[:, topic], return_counts=True)
        for place in np.argsort(-counts, kind="stable"):
            city_id = None if cities[place] == NOBODY else problem.cities[cities[place]]
            yield Share(problem.topics[topic], city_id, float(counts[place] / len(choices)))


def _topics(plan: Plan, shares: list[Share], stable_share: float) -> pd.DataFrame:
    rows = []
    for lead in plan.leads.to_dict("records"):
        ranked = [share for share in shares if share.topic_id == lead["topic_id"]]
        own = next((share.share for share in ranked if share.city_id == lead["city_id"]), 0.0)
        first, second = [*ranked, Share(lead["topic_id"], None, 0.0)][:2]
        rows.append(
            {
                "topic_id": lead["topic_id"],
                "lead_id": lead["city_id"],
                "share": own,
                "state": "pinned" if lead["is_pinned"] else _state(own, stable_share),
                "first_id": first.city_id,
                "second_id": second.city_id,
                "first_share": first.share,
                "second_share": second.share,
            }
        )
    numbers = {"share": "float64", "first_share": "float64", "second_share": "float64"}
    return pd.DataFrame(rows, dtype="object").astype(numbers)


def _state(share: float, stable_share: float) -> str:
    if share >= stable_share:
        return "stable"
    return "contested" if share >= CONTESTED_SHARE else "open"


def _leads(plan: Plan, choice: Ints) -> pd.DataFrame:
    problem = plan.problem
    order = list(problem.topic_order)
    cities = [None if choice[topic] == NOBODY else problem.cities[choice[topic]] for topic in order]
    return pd.DataFrame({"topic_id": [problem.topics[topic] for topic in order], "city_id": cities}, dtype="object")
