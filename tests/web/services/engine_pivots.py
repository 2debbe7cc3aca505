"""Every measure of every cell a second way: from the answers by the functions of `maturity.analysis`, in pandas.

    python -m tests.web.services.engine_pivots [--runs 1000]

compares that many seeded random pivots of the sample data and prints how many cells were compared and how many differ.
"""

import argparse
import math
import os
import random
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl.start import prepare
from maturity import settings
from maturity.analysis.scores import INDEX, aggregate, agreement, level, parents_of, score_topics
from maturity.analysis.scores.agreement_measures import count_levels
from maturity.errors import InvalidInput
from maturity.measures import ALL, FIELDS, FILTERS, ONLY_FILTERS, measures
from maturity.rows import rows_of
from maturity.store import current_snapshot, query
from web.services import pivots
from web.services.pivots import Pivot

WAVES = ("2026-1", "2026-2")
DEPTH = {"question": 3, "topic": 2, "dimension": 1}
STEPS = [0.5, 1.0, 1.7, 3.0]
OWN_FILTERS = [field for field in FILTERS if field not in ONLY_FILTERS]  # those that are columns of the engine's table
PLANNING = ("priority", "target", "lead_interest")


@dataclass
class Engine:
    """The sample data as plain tables, with everything a cell may be chosen by beside each answer."""

    answers: pd.DataFrame
    questions: pd.DataFrame
    topics: pd.DataFrame
    parameters: pd.Series


def load_engine() -> Engine:
    """Read answers and reference, and work out counties, size classes and levels again."""
    snapshot = current_snapshot(settings.load().snapshots)
    answers = pd.concat([query(snapshot, "wave_answers", wave_id=wave) for wave in WAVES], ignore_index=True)
    questions = query(snapshot, "question_tree", wave_id=WAVES[-1])
    parameters = query(snapshot, "parameters").set_index("parameter_id")["value"].astype(float)
    topics = query(snapshot, "topics")
    cities = pd.read_csv(settings.load().reference / "cities.csv", sep=";", dtype={"city_id": str})
    size = pd.cut(cities["population"], [0, 20_000, 50_000, 100_000, math.inf], right=False, labels=False)
    cities["size_class"] = size.map({0: "small", 1: "medium", 2: "large", 3: "major"}).fillna("none")
    scores = score_topics(answers, questions, min_coverage=parameters["coverage_topic"])
    scores["level"] = ["none" if pd.isna(value) else str(value) for value in scores["level"]]
    plans = pd.concat([query(snapshot, "planning", wave_id=wave) for wave in WAVES])
    for field in PLANNING:
        plans[field] = [None if pd.isna(value) else str(int(value)) for value in plans[field]]
    fields = [*PLANNING, "status", "provider"]
    keys = ["city_id", "wave_id", "topic_id"]
    table = answers.merge(questions[["question_id", "core", "dimension_id"]], on="question_id")
    table = table.merge(cities[["city_id", "county", "size_class"]], on="city_id")
    table = table.merge(scores[[*keys, "level"]], on=keys, how="left").merge(
        plans[[*keys, *fields]], on=keys, how="left"
    )
    fields.append("level")  # a topic of whose questions all have weight 0 has no score
    table[fields] = table[fields].astype(object).where(table[fields].notna(), "none")
    table["core"] = table["core"].astype(str)
    named = {"city_id": "city", "topic_id": "topic", "question_id": "question", "dimension_id": "dimension"}
    copies = {field: table[column] for column, field in {**named, "wave_id": "wave"}.items()}
    return Engine(table.assign(**copies), questions, topics, parameters)


def weigh(data: Path) -> None:
    """Lay out the sample network with seeded weights from 0.5 to 3, a fifth of the questions with 0."""
    shutil.copytree(settings.PROJECT / "data", data, ignore=shutil.ignore_patterns("ledger*", "snapshots"))
    rng = random.Random(3)
    for name in ("questions", "topics", "dimensions"):
        path = data / "reference" / f"{name}.csv"
        table = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)
        steps = [0.0, *STEPS] if name == "questions" else STEPS
        table["weight"] = [str(rng.choice(steps)) for _row in range(len(table))]
        table.to_csv(path, sep=";", index=False)


def choose(engine: Engine, pivot: Pivot) -> pd.DataFrame:
    """The answers that a pivot's filters choose."""
    rows = engine.answers
    rows = rows[rows["wave"].isin(pivot.waves)]
    for field, ids in pivot.filters:
        rows = rows[rows[field].isin(ids)]
    if pivot.is_alike and len(pivot.waves) > 1:
        applicable = rows[rows["kind"] != "nz"]
        waves = applicable.groupby(["city", "question"])["wave"].nunique()
        alike = waves.index[waves == len(pivot.waves)]
        rows = rows[pd.MultiIndex.from_frame(rows[["city", "question"]]).isin(alike)]
    return rows


def values(engine: Engine, rows: pd.DataFrame, topics: pd.DataFrame, own: pd.DataFrame, depth: int) -> dict[str, float]:
    """Every measure of one cell of one wave.

    Args:
        rows: its answers.
        topics: its cities' topics, as `aggregate` scores them.
        own: per city what the cell stands for: the answer, topic, dimension or index.
        depth: as in DEPTH, 0 above.
    """
    applicable, answered = rows[rows["kind"] != "nz"], rows[rows["answer_points"].notna()]
    missing = (engine.parameters["target"] - topics["score"]).dropna()
    has_gap = depth < 3 and len(missing) > 0
    score = own["score"].mean()
    covered, coverable = own["answered_count"].sum(), own["applicable_count"].sum()
    return {
        "score": score,
        "level": float(level(pd.Series([score])).astype(float).iloc[0]),
        "coverage": covered / coverable if coverable else math.nan,
        "agreement": _agreement(engine, own["score"]),
        "gap": missing.clip(lower=0).sum() if has_gap else math.nan,
        "below_count": float((missing.round(9) > 0).sum()) if has_gap else math.nan,
        "answer_count": float(len(answered)),
        "open_count": float(len(applicable) - len(answered)),
        "applicable_count": float(len(applicable)),
        "city_count": float(answered["city"].nunique()),
    }


def _nodes(engine: Engine, rows: pd.DataFrame) -> pd.DataFrame:
    """Score every `unit`, a city in one cell, up the tree of the questions chosen."""
    questions = engine.questions[engine.questions["question_id"].isin(rows["question"])]
    wide = {"index": "unit", "columns": "question"}
    points = rows.pivot(**wide, values="answer_points").reindex(columns=questions["question_id"])
    kinds = rows.assign(kind=rows["kind"].astype(object).where(rows["kind"].notna(), "open"))
    kinds = kinds.pivot(**wide, values="kind").reindex(columns=questions["question_id"])
    below = engine.topics.loc[engine.topics["topic_id"].isin(questions["topic_id"]), ["topic_id", "dimension_id"]]
    thresholds = dict.fromkeys(pd.unique(below.to_numpy().ravel()), engine.parameters["coverage_topic"])
    return aggregate(
        points,
        parents=parents_of(questions, below),
        weights=_weights(questions),
        min_coverage={**thresholds, INDEX: engine.parameters["coverage_index"]},
        applicable=kinds.notna() & (kinds != "nz"),
    ).rename(columns={"city_id": "unit"})


def _weights(questions: pd.DataFrame) -> pd.Series:
    """The weight of every question, topic and dimension by its id."""
    levels = [("question_id", "weight"), ("topic_id", "topic_weight"), ("dimension_id", "dimension_weight")]
    columns = [questions.drop_duplicates(id_).set_index(id_)[weight] for id_, weight in levels]
    weights: pd.Series = pd.concat(columns)
    return weights


def _own_nodes(engine: Engine, rows: pd.DataFrame, nodes: pd.DataFrame, depth: int) -> pd.DataFrame:
    """One node per city of each cell: the answer, topic or dimension that the cell stands for, or the index."""
    if depth == 3:
        return _question_nodes(rows)
    if depth == 0:
        return nodes[nodes["node_id"] == INDEX]
    wanted = rows[["unit", "topic_id" if depth == 2 else "dimension_id"]].drop_duplicates()
    return nodes.merge(wanted.set_axis(["unit", "node_id"], axis=1))


def _question_nodes(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "cell": rows["cell"],
            "score": rows["answer_points"],
            "answered_count": rows["answer_points"].notna().astype(int),
            "applicable_count": (rows["kind"] != "nz").astype(int),
        }
    )


def _agreement(engine: Engine, scores: pd.Series) -> float:
    levels = level(scores).dropna().astype(float)
    if len(levels) < engine.parameters["agreement_min_answers"]:
        return math.nan
    return agreement(count_levels(levels, levels=range(5)))["van_der_eijk"]


def random_pivot(rng: random.Random, engine: Engine) -> Pivot:
    """Any fields, waves and filters; each filter keeps a random half of its field's ids."""
    group, rows, columns = rng.sample(list(FIELDS), 3)
    shape = rng.random()
    waves = WAVES if rng.random() < 0.5 else (rng.choice(WAVES),)
    filters = []
    for field in rng.sample(OWN_FILTERS, rng.choice([0, 0, 1, 1, 2, 3])):
        ids = sorted(engine.answers[field].unique())
        filters.append((field, tuple(rng.sample(ids, max(1, len(ids) // 2)))))
    return Pivot(
        measures=("score",),
        rows=rows,
        columns=columns if shape < 0.7 else ALL,
        group_by=group if shape < 0.3 else ALL,
        waves=waves,
        is_alike=rng.random() < 0.5,
        filters=tuple(filters),
    )


def differences(engine: Engine, pivot: Pivot) -> tuple[int, list[str]]:
    """Compare a pivot's cells with the engine's: how many numbers, and which differ; a cell too many is one."""
    chosen = choose(engine, pivot)
    expected = dict(_expected(engine, pivot, chosen))
    found = []
    for cell in rows_of(pivots.cells(pivot)):
        key = (cell.wave_id, _key(pivot, cell))
        wrong = _mismatches(cell, expected.pop(key, None))
        found += [f"{pivot} {key}: {wrong}"] if wrong else []
    found += [f"{pivot}: {key} is missing" for key in expected]
    return len(pivots.cells(pivot)) * len(measures()), found


def _key(pivot: Pivot, cell: Any) -> tuple[tuple[str, str], ...]:
    """What a cell stands for: the fields that are not summed up, with their ids."""
    axes = (
        (pivot.group_by, cell.group_id, cell.is_all_groups),
        (pivot.rows, cell.row_id, cell.is_all_rows),
        (pivot.columns, cell.column_id, cell.is_all_columns),
    )
    return tuple((field, id_) for field, id_, is_all in axes if field != ALL and not is_all)


def _mismatches(cell: Any, wanted: dict[str, float] | None) -> dict[str, tuple[float, float]]:
    if wanted is None:
        return {"cell": (0.0, math.nan)}
    given = {name: getattr(cell, name) for name in wanted}
    pairs = {name: (math.nan if pd.isna(given[name]) else float(given[name]), wanted[name]) for name in wanted}
    return {name: pair for name, pair in pairs.items() if not np.isclose(*pair, rtol=0, atol=1e-9, equal_nan=True)}


def _expected(engine: Engine, pivot: Pivot, chosen: pd.DataFrame) -> Any:
    """Yield every cell with its values, totals included, by what it stands for."""
    if chosen.empty:
        return
    for named in _kept_fields(pivot):
        depth = max((DEPTH.get(field, 0) for field in named), default=0)
        keys = list(dict.fromkeys([*named, "wave"]))
        rows = chosen.assign(cell=chosen.groupby(keys).ngroup(), unit=chosen.groupby([*keys, "city"]).ngroup())
        nodes = _nodes(engine, rows).merge(rows[["unit", "cell"]].drop_duplicates())
        topics = dict(list(nodes[nodes["node_id"].isin(engine.topics["topic_id"])].groupby("cell")))
        own = dict(list(_own_nodes(engine, rows, nodes, depth).groupby("cell")))
        for cell, part in rows.groupby("cell"):
            ids = part.iloc[0]
            key = (ids["wave"], tuple((field, ids[field]) for field in named))
            yield key, values(engine, part, topics[cell], own[cell], depth)


def _kept_fields(pivot: Pivot) -> list[tuple[str, ...]]:
    """Which fields cells, subtotals and totals keep; waves are never added up."""
    group, row, column = pivot.group_by, pivot.rows, pivot.columns
    sets = {(group, row, column), (group, row), (group, column), (group,), (column,), ()}
    named = {tuple(field for field in kept if field != ALL) for kept in sets}
    return sorted(kept for kept in named if "wave" in kept or "wave" not in (group, row, column))


def compare(engine: Engine, rng: random.Random, *, runs: int) -> tuple[int, list[str], int]:
    """Return how many numbers of so many pivots were compared, what differs, and how many could not be compared."""
    count = weightless = 0
    found: list[str] = []
    for run in range(1, runs + 1):
        try:
            compared, different = differences(engine, random_pivot(rng, engine))
        except InvalidInput:  # the filters leave a parent whose parts all weigh 0; the functions refuse that
            weightless += 1
            continue
        count, found = count + compared, found + different
        if run % 100 == 0:
            print(f"{run}: {count:,} numbers, {len(found)} cells differ", flush=True)
    return count, found, weightless


def main() -> None:
    """Compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DIGITALKOMPASS_DATA"] = str(Path(folder) / "data")
        weigh(Path(folder) / "data")
        prepare(settings.load())
        engine, rng = load_engine(), random.Random(20261124)
        count, found, weightless = compare(engine, rng, runs=runs)
    print(f"{runs} pivots, {count:,} numbers compared, {len(found)} cells differ; {weightless} could not be compared")
    print("\n".join(found[:10]))


if __name__ == "__main__":
    main()
