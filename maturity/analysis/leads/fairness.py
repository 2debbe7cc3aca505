"""Lead fairness: plans that neglect nobody, and what they cost. Pure: a plan in, tables out."""

from dataclasses import replace

import numpy as np
import pandas as pd

from maturity.analysis.leads.plan import Plan, plan_of
from maturity.analysis.leads.solver.problem import Problem
from maturity.analysis.leads.solver.solve import optimise


def fair_variants(plan: Plan) -> dict[str, Plan]:
    """Solve the same problem under each idea of fairness.

    Args:
        plan: a plan; its capacities, pins and vetoes hold in all variants, its own objective does not.

    Returns:
        `total` (the largest total fit), `max_min` (the largest smallest fit first), `spread` (as many leading cities as
        possible first), `each_city` (as few cities without a lead as possible, of those that may lead something).
    """
    base = replace(plan.problem, objective="total", wanted=np.zeros(len(plan.problem.cities), dtype=bool))
    problems: dict[str, Problem] = {
        "total": base,
        "max_min": replace(base, objective="max_min"),
        "spread": replace(base, objective="spread"),
        "each_city": replace(base, wanted=np.asarray(base.able.any(axis=1))),
    }
    return {name: plan_of(problem, optimise(problem)) for name, problem in problems.items()}


def price_of_fairness(variants: dict[str, Plan]) -> pd.DataFrame:
    """Compare the variants: what each gives the weakest, and what it costs in total.

    Args:
        variants: as `fair_variants` returns them.

    Returns:
        One row per variant: variant, uncovered_count, total_fit, minimum_fit (of topics not pinned), leading_count
        (cities that lead), largest_load, price_fit (total fit of `total` - its own, never below zero).

    Source: docs/method.md, "Fairness".
    """
    best = variants["total"].total_fit
    rows = []
    for name, plan in variants.items():
        led = plan.leads.dropna(subset="city_id")
        rows.append(
            {
                "variant": name,
                "uncovered_count": len(plan.leads) - len(led),
                "total_fit": plan.total_fit,
                "minimum_fit": led.loc[~led["is_pinned"], "fit"].min(),
                "leading_count": led["city_id"].nunique(),
                "largest_load": plan.loads["load"].max(),
                "price_fit": round(best - plan.total_fit, 9) + 0.0,
            }
        )
    return pd.DataFrame(rows)
