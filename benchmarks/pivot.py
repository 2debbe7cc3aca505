"""How fast a pivot is over 8.8 million answers: 11,000 cities, 10 waves, 80 questions in 20 topics of 5 dimensions.

    python -m benchmarks.pivot [--cities 11000] [--runs 60]

Asks `measure_cells` for seeded random pivots as the page Analyse does, nothing cached, and prints the seconds on the
clock (median, 95 %) and the CPU seconds of all threads.
"""

import argparse
import os
import random
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import duckdb
import pandas as pd

from maturity.store import Snapshot, build_snapshot, current_snapshot, query

QUESTIONS, TOPICS, DIMENSIONS, WAVES = 80, 20, 5, 10
FILTERS = (
    "city", "county", "size_class", "dimension", "topic", "question", "core",
    "level", "status", "priority", "target", "lead_interest", "provider", "city_group",
)  # fmt: skip


def make_snapshot(folder: Path, *, cities: int) -> Snapshot:
    """Build a snapshot of invented answers, the same for the same number of cities."""
    waves = [f"{2020 + number}-1" for number in range(WAVES)]
    tables = {
        "ref_network": pd.DataFrame([{"name": "Benchmark"}]),
        "ref_cities": _rows(
            f"select lpad(c::varchar, 8, '0') as city_id, 'Stadt ' || c as city_name, 'Kreis ' || c % 400 as county, "
            f"(hash(c) % 150000)::double as population, 49.0 as lat, 8.0 as lon from range({cities}) as t(c)"
        ),
        "ref_group_members": _rows("select '' as group_id, '' as city_id where false"),
        "ref_waves": pd.DataFrame(
            {"wave_id": waves, "label": waves, "is_sample": 0, "position": range(WAVES), "min_share": 0.5}
        ),
        "ref_dimensions": _rows(
            f"select 'd' || d as dimension_id, d as position, 1.0 as weight from range({DIMENSIONS}) as t(d)"
        ),
        "ref_topics": _rows(
            f"select 't' || t as topic_id, t as position, 'd' || t % {DIMENSIONS} as dimension_id, 't' as name_de, "
            f"'t' as long_name_de, 't' as name_en, 0 as sensitive, 1.0 as weight from range({TOPICS}) as s(t)"
        ),
        "ref_questions": _rows(
            f"select 'Q' || q as question_id, 't' || q % {TOPICS} as topic_id, (q < {TOPICS})::integer as core, "
            f"1.0 as weight, 0.0 as scale_min, 4.0 as scale_max, 'q' as text_de, 'q' as text_en, "
            f"'' as asked_from, '' as asked_until "
            f"from range({QUESTIONS}) as s(q)"
        ),
        "ref_options": _rows(
            f"select 'Q' || q as question_id, code, try_cast(code as double) as value, code as label_de, "
            f"code as label_en, case when code = 'kA' then 'kA' else 'level' end as kind "
            f"from range({QUESTIONS}) as s(q), unnest(['0', '1', '2', '3', '4', 'kA']) as u(code)"
        ),
        "ref_parameters": pd.DataFrame(
            {"parameter_id": ["coverage_topic", "coverage_index", "target"], "value": [2 / 3, 2 / 3, 75.0]}
        ).merge(pd.DataFrame({"wave_id": waves}), how="cross"),
    }
    weights = tables["ref_topics"][["topic_id"]].assign(topic_weight=1.0, dimension_weight=1.0)
    tables["ref_weights"] = weights.merge(tables["ref_waves"][["wave_id"]], how="cross")
    tables["ref_memberships"] = tables["ref_cities"][["city_id"]].merge(tables["ref_waves"][["wave_id"]], how="cross")
    with duckdb.connect() as connection:
        values = connection.execute(
            f"""select 1::bigint as submission_id, lpad(c::varchar, 8, '0') as city_id, (2020 + w) || '-1' as wave_id,
                'question' as item, 'Q' || q as item_id, '' as topic_id,
                ['0', '1', '2', '3', '4', 'kA'][(1 + hash(c * 811 + w * 83 + q) % 6)::bigint] as code,
                null::double as number, '' as text, c::integer as "row", 'a' as "column"
            from range({cities}) as t(c), range({WAVES}) as s(w), range({QUESTIONS}) as u(q)"""
        ).to_arrow_table()
    return build_snapshot(folder, {**tables, "stg_values": values})


def _rows(statement: str) -> pd.DataFrame:
    return duckdb.sql(statement).df()


def random_pivot(rng: random.Random) -> dict[str, object]:
    """Rows, columns, waves and filters as people choose them: mostly one wave, often two, at times all."""
    rows, columns = rng.sample(["topic", "dimension", "county", "size_class", "question", "core", "level", "city"], 2)
    count = rng.choices([1, 2, WAVES], weights=[5, 4, 1])[0]
    first = rng.randrange(WAVES - count + 1)
    values: dict[str, object] = dict.fromkeys(FILTERS)
    if rng.random() < 0.4:
        values["topic"] = [f"t{number}" for number in rng.sample(range(TOPICS), 3)]
    if rng.random() < 0.4 or "city" in (rows, columns):
        values["county"] = [f"Kreis {number}" for number in rng.sample(range(400), 2)]
    waves = [f"{2020 + first + number}-1" for number in range(count)]
    return {
        **values, "rows": rows, "columns": rng.choice([columns, "wave", "all"]), "group_by": "all",
        "waves": waves, "is_alike": count == 2 and rng.random() < 0.5,
    }  # fmt: skip


def main() -> None:
    """Build the snapshot, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=11_000)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--folder", type=Path, help="keep the snapshot here, and take the one that is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        is_there = (folder / "CURRENT").exists()
        snapshot = current_snapshot(folder) if is_there else make_snapshot(folder, cities=options.cities)
        print(f"{options.cities * WAVES * QUESTIONS:,} answers")
        measure(snapshot, runs=options.runs)


def measure(snapshot: Snapshot, *, runs: int) -> None:
    rng = random.Random(1)
    clock, cpu = [], []
    for _run in range(runs):
        values = random_pivot(rng)
        before, used = time.perf_counter(), os.times()
        query(snapshot, "measure_cells", **values)
        clock.append(time.perf_counter() - before)
        cpu.append(sum(os.times()[:2]) - sum(used[:2]))
    print(f"{runs} pivots: median {median(clock):.2f} s, 95 % below {quantiles(clock, n=20)[-1]:.2f} s, ", end="")
    print(f"CPU median {median(cpu):.2f} s, longest {max(cpu):.2f} s; ", end="")
    for name, seconds in (("clock", clock), ("CPU", cpu)):
        print(f"{sum(one < 1 for one in seconds)} below 1 s by {name}, ", end="")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
