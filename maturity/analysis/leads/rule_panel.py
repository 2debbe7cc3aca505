"""Rule panel: the lead of each topic under five ideas of the best plan; where they agree nothing needs debate. Pure."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from maturity.analysis.leads.plan import Plan, plan_of
from maturity.analysis.leads.solver.lexicographic import most_in_order
from maturity.analysis.leads.solver.problem import Flags, Problem
from maturity.analysis.leads.solver.solve import Solution, optimise, raise_minimum
from maturity.analysis.leads.stability import Stability

# With different efforts a step of 10 x 20 takes at most about a second (benchmarks/RESULTS.md).
RULE_SECONDS = 5.0
RULES = ("total", "leximin", "product", "rank_maximal", "consensus")


@dataclass(frozen=True, eq=False)
class RulePanel:
    """What each rule says.

    plans: by rule, in the order of RULES. leads: one row per topic in the plan's order: topic_id, one column per rule
    (the leading city, None = nobody), is_agreed (the same under all).
    """

    plans: dict[str, Plan]
    leads: pd.DataFrame

    @property
    def agreed_topics(self) -> frozenset[object]:
        """The topics whose lead does not depend on the rule."""
        return frozenset(self.leads.loc[self.leads["is_agreed"], "topic_id"])

    @property
    def unproven(self) -> tuple[str, ...]:
        """The rules whose plan is the best found in the time given, but not proven."""
        return tuple(rule for rule in RULES if not self.plans[rule].is_proven)


def find_rule_panel(plan: Plan, stability: Stability, *, seconds: float = RULE_SECONDS) -> RulePanel:
    """Solve the problem of a plan under five rules.

    Each covers as many topics as possible first, within the plan's capacities, pins and vetoes; the plan's own
    objective does not count. "total": the largest total fit. "leximin": the worst fit as good as possible, then the
    second worst, ...; then the total. "product": the largest sum of the logarithms of fit + 1 (fits below 0 count as
    0). "rank_maximal": most topics with their best city, then with their second best, ...; then the total. "consensus":
    the plan that agrees with most simulated plans.

    Args:
        plan: a plan with its leads; co-leads do not count.
        stability: as `find_stability` returns it for this plan.
        seconds: time limit of each step with different efforts; a rule stops at the first step that needs more.

    Returns:
        The five plans and their leads side by side; equal plans are told apart by the order of topics and cities.

    Source: docs/method.md, "Five rules".
    """
    base = replace(plan.problem, objective="total", wanted=np.zeros(len(plan.problem.cities), dtype=bool))
    fair = raise_minimum(base, seconds)
    product = np.log1p(np.maximum(base.fit, 0.0))
    solutions = {
        "total": optimise(base, seconds=seconds),
        "leximin": Solution(*most_in_order(fair, _above_each_level(fair), seconds=seconds)),
        "product": optimise(base.with_fit(product), seconds=seconds),
        "rank_maximal": Solution(*most_in_order(base, _of_each_rank(base), seconds=seconds)),
    }
    plans = {rule: plan_of(base, solution) for rule, solution in solutions.items()}
    plans["consensus"] = plan_of(base, Solution(stability.consensus_choice, True))
    leads = pd.DataFrame({"topic_id": plan.leads["topic_id"]}, dtype="object")
    for rule in RULES:
        leads[rule] = plans[rule].leads["city_id"].to_numpy()
    first = leads[RULES[0]]
    agreed = pd.concat([(leads[rule] == first) | (leads[rule].isna() & first.isna()) for rule in RULES], axis=1)
    return RulePanel(plans, leads.assign(is_agreed=agreed.all(axis=1)))


def _above_each_level(problem: Problem) -> list[Flags]:
    """Per fit that occurs, from the lowest: the pairs with another one. Fewest at the lowest, then at the next, ..."""
    levels = np.unique(np.round(problem.fit[problem.able], 6))
    return [problem.able & (np.round(problem.fit, 6) != level) for level in levels[:-1]]


def _of_each_rank(problem: Problem) -> list[Flags]:
    """Per rank from the first: the pairs in which the city has this rank among the topic's fits; equals share it."""
    fits = np.where(problem.able, np.round(problem.fit, 6), -np.inf)
    better = np.array([[(column > fit).sum() for fit in column] for column in fits.T]).T.reshape(fits.shape)
    return [problem.able & (better == rank) for rank in range(len(problem.cities) - 1)]
