"""Lead fit: how well a city suits to lead a topic, part by part, and how much it can carry. Pure: tables in, out."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis.leads.solver.inputs import Floats
from maturity.errors import InvalidInput, UnknownWave

PARTS = ("maturity", "willingness", "headroom", "evidence")
WEIGHTS: Mapping[str, float] = {"maturity": 0.50, "willingness": 0.30, "headroom": 0.10, "evidence": 0.10}
# lead_interest 0 ("nein") is a veto and has no points.
WILLINGNESS_POINTS: Mapping[float, float] = {1: 20.0, 2: 60.0, 3: 100.0}
CONFIDENCE_POINTS: Mapping[float, float] = {0: 0.0, 1: 50.0, 2: 100.0}
STATUS_POINTS: Mapping[str, float] = {
    "keine": 0.0,
    "geplant": 20.0,
    "gestoppt": 20.0,
    "pilot": 60.0,
    "wechsel": 60.0,
    "betrieb": 100.0,
}
FULL_STAFF_FTE = 1.0  # staff for one topic that counts as ample
FTE_PER_LEAD = 0.5  # staff of the whole city that one lead takes, where the city gave no number of leads
WILLING_POINTS = 60.0  # from here on a city counts as willing to lead


def fit_table(
    scores: pd.DataFrame,
    planning: pd.DataFrame,
    city_planning: pd.DataFrame,
    *,
    wave_id: str,
    weights: Mapping[str, float] = WEIGHTS,
) -> pd.DataFrame:
    """Weigh up how well each city suits to lead each topic, part by part.

    Args:
        scores: city_id, topic_id, wave_id, score (0-100, NaN = too few answers); score_low and score_high if known.
        planning: city_id, topic_id, wave_id and any of lead_interest (0-3), fte_12m, status, confidence (0-2),
            evidence, bp_text, bp_url; without rows all of them are unknown.
        city_planning: city_id, wave_id and any of leads_max, leads_running, topics_excluded (ids joined by ";").
        wave_id: the wave to read.
        weights: the weight of each part, not negative; they are rescaled over the parts that are known.

    Returns:
        One row per city and topic of any of the tables, by city_id and topic_id: city_id, topic_id, fit (0-100), the
        four parts (0-100, NaN = unknown), maturity_low, maturity_high, parts_count, excluded
        ("" = may lead, "unwilling" = said no, "topic_excluded", "unknown" = neither maturity nor willingness known). An
        excluded pair has no fit.

    Raises:
        MissingColumns: a table lacks its ids or scores lack the score.
        UnknownWave: no table has a row of this wave.
        InvalidInput: a weight is negative, unknown or all are zero.

    Source: docs/method.md, "Fit".
    """
    require_columns(scores, "city_id", "topic_id", "wave_id", "score")
    require_columns(planning, "city_id", "topic_id", "wave_id")
    require_columns(city_planning, "city_id", "wave_id")
    waves = {*scores["wave_id"], *planning["wave_id"], *city_planning["wave_id"]}
    if wave_id not in waves:
        raise UnknownWave(wave_id=wave_id, known=", ".join(sorted(waves)))
    scores, planning, city_planning = (
        table.loc[table["wave_id"] == wave_id] for table in (scores, planning, city_planning)
    )
    known = _grid(scores, planning, city_planning)
    known = known.merge(_maturity(scores), on=["city_id", "topic_id"], how="left")
    known = known.merge(_planned(planning), on=["city_id", "topic_id"], how="left")
    known = known.merge(_free_leads(city_planning), on="city_id", how="left")
    known["headroom"] = known[["free_leads", "staff"]].mean(axis=1)
    known["excluded"] = _exclusions(known, city_planning)
    return reweigh(known.drop(columns=["free_leads", "staff", "lead_interest"]), weights)


def reweigh(fits: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """Return the fit table with its fit weighed anew; parts and exclusions stay.

    Args:
        fits: as `fit_table` returns it.
        weights: as in `fit_table`.

    Raises:
        InvalidInput: a weight is negative, unknown or all are zero.
    """
    require_columns(fits, "city_id", "topic_id", "excluded", *PARTS)
    fit = weigh(fits[list(PARTS)].to_numpy(dtype="float64"), check_weights(weights))
    fits = fits.assign(
        fit=np.where(fits["excluded"] == "", fit, np.nan), parts_count=fits[list(PARTS)].notna().sum(axis=1)
    )
    return fits[["city_id", "topic_id", "fit", *PARTS, "maturity_low", "maturity_high", "parts_count", "excluded"]]


def check_weights(weights: Mapping[str, float]) -> Floats:
    """Return the weights in the order of PARTS; a part that is not named weighs nothing.

    Raises:
        InvalidInput: a weight is negative, unknown or all are zero.
    """
    for part, weight in weights.items():
        if part not in PARTS or not weight >= 0:
            raise InvalidInput(what=f"weights[{part}]", value=weight, expected=f">= 0 ({', '.join(PARTS)})")
    ordered = np.array([weights.get(part, 0.0) for part in PARTS], dtype="float64")
    if not ordered.sum() > 0:
        raise InvalidInput(what="weights", value=0, expected="> 0")
    return ordered


def weigh(parts: Floats, weights: Floats) -> Floats:
    """Return the weighted mean over the last axis, each row over the parts it has; NaN where it has none."""
    share = np.where(np.isnan(parts), 0.0, weights)
    total = share.sum(axis=-1)
    sums = (np.nan_to_num(parts) * share).sum(axis=-1)
    mean: Floats = np.divide(sums, total, out=np.full(total.shape, np.nan), where=total > 0)
    return mean


def fit_matrix(fits: pd.DataFrame, *, unknown: float = np.nan) -> pd.DataFrame:
    """Return the fits as cities x topics for `propose_leads`.

    Args:
        fits: as `fit_table` returns it.
        unknown: the fit of pairs about which nothing is known; a low number lets such cities lead where nobody else
            can, NaN does not. Cities that said no and excluded topics stay NaN.
    """
    require_columns(fits, "city_id", "topic_id", "fit", "excluded")
    fits = fits.assign(fit=fits["fit"].mask(fits["excluded"] == "unknown", unknown))
    return fits.pivot(index="city_id", columns="topic_id", values="fit")


def willing_cities(fits: pd.DataFrame) -> list[str]:
    """List the cities that said yes, at least if relieved elsewhere, to leading some topic they may lead, by id."""
    require_columns(fits, "city_id", "willingness", "excluded")
    willing = (fits["willingness"] >= WILLING_POINTS) & (fits["excluded"] == "")
    return sorted(fits.loc[willing, "city_id"].unique())


def capacities_from(city_planning: pd.DataFrame, *, wave_id: str, default: int = 2) -> pd.Series:
    """Return how many topics each city can lead: what it offers, less what it leads already.

    Args:
        city_planning: city_id, wave_id and any of leads_max, leads_running, fte_total.
        wave_id: the wave to read.
        default: the number for a city that did not say; if it gave its staff, at most one lead per half FTE.

    Returns:
        One whole number >= 0 per city of this wave, indexed by city_id; `.reindex(cities, fill_value=default)` adds
        cities that gave no planning at all.
    """
    require_columns(city_planning, "city_id", "wave_id")
    table = city_planning.loc[city_planning["wave_id"] == wave_id]
    by_staff = np.floor(_number(table, "fte_total") / FTE_PER_LEAD)
    offered = _number(table, "leads_max").fillna(by_staff.clip(upper=default)).fillna(default)
    free = (offered - _number(table, "leads_running").fillna(0)).clip(lower=0)
    return pd.Series(free.to_numpy().astype("int64"), index=pd.Index(table["city_id"], name="city_id"))


def _grid(scores: pd.DataFrame, planning: pd.DataFrame, city_planning: pd.DataFrame) -> pd.DataFrame:
    cities = sorted({*scores["city_id"], *planning["city_id"], *city_planning["city_id"]})
    topics = sorted({*scores["topic_id"], *planning["topic_id"]})
    return pd.MultiIndex.from_product([cities, topics], names=["city_id", "topic_id"]).to_frame(index=False)


def _maturity(scores: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "city_id": scores["city_id"],
            "topic_id": scores["topic_id"],
            "maturity": scores["score"],
            "maturity_low": scores["score_low"] if "score_low" in scores else scores["score"],
            "maturity_high": scores["score_high"] if "score_high" in scores else scores["score"],
        }
    )


def _planned(planning: pd.DataFrame) -> pd.DataFrame:
    interest = _number(planning, "lead_interest")
    return pd.DataFrame(
        {
            "city_id": planning["city_id"],
            "topic_id": planning["topic_id"],
            "lead_interest": interest,
            "willingness": interest.map(WILLINGNESS_POINTS),
            "staff": (_number(planning, "fte_12m") / FULL_STAFF_FTE).clip(0, 1) * 100,
            "evidence": _evidence(planning),
        }
    )


def _evidence(planning: pd.DataFrame) -> pd.Series:
    """Mean of what is known: confidence, project status, and a link or good practice (its absence says nothing)."""
    named = pd.Series(False, index=planning.index)
    for column in ("evidence", "bp_text", "bp_url"):
        if column in planning:
            named |= planning[column].fillna("").astype(str).str.strip() != ""
    status = planning["status"].map(STATUS_POINTS) if "status" in planning else pd.Series(np.nan, planning.index)
    parts = {
        "confidence": _number(planning, "confidence").map(CONFIDENCE_POINTS),
        "status": status.astype("float64"),
        "named": named.map({True: 100.0, False: np.nan}),
    }
    return pd.DataFrame(parts).mean(axis=1)


def _free_leads(city_planning: pd.DataFrame) -> pd.DataFrame:
    most = _number(city_planning, "leads_max")
    running = _number(city_planning, "leads_running").fillna(0)
    share = ((most - running) / most.where(most > 0)).clip(0, 1).mask(most == 0, 0.0)
    return pd.DataFrame({"city_id": city_planning["city_id"], "free_leads": share * 100})


def _exclusions(known: pd.DataFrame, city_planning: pd.DataFrame) -> pd.Series:
    listed = city_planning["topics_excluded"] if "topics_excluded" in city_planning else pd.Series(dtype="str")
    closed = {
        (city_id, topic_id.strip())
        for city_id, topics in zip(city_planning["city_id"], listed.fillna("").astype(str), strict=False)
        for topic_id in topics.split(";")
    }
    is_closed = [pair in closed for pair in zip(known["city_id"], known["topic_id"], strict=True)]
    excluded = pd.Series("", index=known.index, dtype="str")
    excluded = excluded.mask(known["maturity"].isna() & known["willingness"].isna(), "unknown")
    return excluded.mask(known["lead_interest"] == 0, "unwilling").mask(
        pd.Series(is_closed, known.index), "topic_excluded"
    )


def _number(table: pd.DataFrame, column: str) -> pd.Series:
    if column not in table:
        return pd.Series(np.nan, index=table.index)
    return pd.to_numeric(table[column]).astype("float64")
