"""Lead roles beside the lead: what a co-lead would add, and who follows. Pure: tables in, tables out."""

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis.leads.plan import Plan

POINTS_PER_LEVEL = 25.0


def co_lead_gains(
    plan: Plan, answers: pd.DataFrame, fits: pd.DataFrame, *, willingness_weight: float = 1.0
) -> pd.DataFrame:
    """Work out what each city would add beside each topic's lead: strength where the lead lacks it, and willingness.

    Args:
        plan: the leads.
        answers: one row per city and question of one wave: city_id, topic_id, question_id, answer_points (0-100, NaN =
            missing); `weight` per question if they differ.
        fits: as `lead_fit.fit_table` returns it; cities excluded from a topic are no candidates.
        willingness_weight: how much one point of willingness counts against one point of strength.

    Returns:
        Cities x topics for `propose_co_leads`: the weighted mean over the topic's questions of how far the city is
        above the lead, plus its willingness. NaN where the city adds no strength, is excluded, or the topic has no
        lead. A question that one of the two did not answer adds nothing.

    Source: docs/method.md, "Co-leads".
    """
    require_columns(answers, "city_id", "topic_id", "question_id", "answer_points")
    require_columns(fits, "city_id", "topic_id", "willingness", "excluded")
    strength = _strength_beside(plan, answers)
    strength = strength.merge(fits[["city_id", "topic_id", "willingness", "excluded"]], on=["city_id", "topic_id"])
    strength = strength.loc[(strength["strength"] > 0) & (strength["excluded"] == "")]
    gain = strength["strength"] + willingness_weight * strength["willingness"].fillna(0.0)
    wide: pd.DataFrame = strength.assign(gain=gain).pivot(index="city_id", columns="topic_id", values="gain")
    return wide.reindex(index=plan.problem.cities, columns=plan.problem.topics)


def _strength_beside(plan: Plan, answers: pd.DataFrame) -> pd.DataFrame:
    """Return city_id, topic_id, strength: the weighted mean of what each city has above the topic's lead."""
    weight = answers["weight"] if "weight" in answers else pd.Series(1.0, index=answers.index)
    asked = answers.assign(weight=weight)[["city_id", "topic_id", "question_id", "answer_points", "weight"]]
    totals = asked.drop_duplicates(["topic_id", "question_id"]).groupby("topic_id")["weight"].sum()
    leads = plan.leads.dropna(subset="city_id")[["city_id", "topic_id"]]
    led = asked.merge(leads, on=["city_id", "topic_id"])[["topic_id", "question_id", "answer_points"]]
    both = asked.merge(led.rename(columns={"answer_points": "lead_points"}), on=["topic_id", "question_id"])
    above = (both["answer_points"] - both["lead_points"]).clip(lower=0).fillna(0.0) * both["weight"]
    sums = both.assign(strength=above).groupby(["city_id", "topic_id"], as_index=False)["strength"].sum()
    by_topic = sums["topic_id"].map(totals).astype(float)  # where no topic has a lead, it would be a column of texts
    return pd.DataFrame(sums.assign(strength=sums["strength"] / by_topic))


def find_followers(plan: Plan, scores: pd.DataFrame, planning: pd.DataFrame) -> pd.DataFrame:
    """List who would reuse what a lead builds: cities with interest and a gap, the widest gap first.

    Args:
        plan: the leads and co-leads.
        scores: one row per city and topic of one wave: city_id, topic_id, score.
        planning: city_id, topic_id and any of lead_interest (0-3), priority (0-3), target (level 0-4), of that wave.

    Returns:
        One row per topic and follower, topics in the plan's order: topic_id, city_id, gap (points below the own target,
        or below the lead's score where no target is given), reference (`target`, `lead`), interest (the higher of
        lead_interest and priority; NaN = not said, listed last). Cities that said 0 to both, have no score, or hold a
        role in the topic are left out.

    Source: docs/method.md, "Followers".
    """
    require_columns(scores, "city_id", "topic_id", "score")
    require_columns(planning, "city_id", "topic_id")
    plans = planning.reindex(columns=["city_id", "topic_id", "lead_interest", "priority", "target"])
    table = scores[["city_id", "topic_id", "score"]].merge(plans, on=["city_id", "topic_id"], how="left")
    table = table.merge(_reference(plan, scores), on="topic_id")
    target = table["target"].astype("float64") * POINTS_PER_LEVEL
    table["reference"] = np.where(target.notna(), "target", "lead")
    table["gap"] = target.fillna(table["lead_points"]) - table["score"]
    table["interest"] = table[["lead_interest", "priority"]].astype("float64").max(axis=1)
    table = table.loc[(table["gap"] > 0) & (table["interest"] != 0) & ~_holds_role(plan, table)]
    position = {topic_id: place for place, topic_id in enumerate(plan.leads["topic_id"])}
    table = table.assign(place=table["topic_id"].map(position), is_silent=table["interest"].isna())
    table = table.sort_values(["place", "is_silent", "gap", "city_id"], ascending=[True, True, False, True])
    return table[["topic_id", "city_id", "gap", "reference", "interest"]].reset_index(drop=True)


def _reference(plan: Plan, scores: pd.DataFrame) -> pd.DataFrame:
    """Return topic_id, lead_points: the lead's score, for topics that have a lead."""
    leads = plan.leads.dropna(subset="city_id")[["city_id", "topic_id"]]
    own = scores[["city_id", "topic_id", "score"]].rename(columns={"score": "lead_points"})
    return leads.merge(own, on=["city_id", "topic_id"], how="left")[["topic_id", "lead_points"]]


def _holds_role(plan: Plan, table: pd.DataFrame) -> pd.Series:
    roles = pd.concat([plan.leads, plan.co_leads])[["city_id", "topic_id"]]
    taken = set(zip(roles["city_id"], roles["topic_id"], strict=True))
    held = [pair in taken for pair in zip(table["city_id"], table["topic_id"], strict=True)]
    return pd.Series(held, index=table.index, dtype="bool")
