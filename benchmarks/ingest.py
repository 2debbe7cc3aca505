"""How fast files are taken in: one long file with millions of answers, and many files of one city each.

    python -m benchmarks.ingest [--cities 11000] [--files 1000] [--rounds 3]

Each round runs the same commands as a person would, one after another; the median of the rounds is printed: seconds
on the clock, seconds of CPU of all threads, and for the long file the ratio to DuckDB's own COPY of the same bytes.
On a busy machine the CPU seconds say more.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

import duckdb

QUESTIONS, WAVES = 80, 10
NETWORK = """name = "Benchmark"
short_name = "B"
coordinator = ""
languages = ["de", "en"]
currency = "EUR"
city_key = "ags"
"""


class Times(NamedTuple):
    """Seconds on the clock, and of CPU: of this process and of its children that have ended."""

    wall: float
    cpu: float


@contextmanager
def measured(what: str, times: dict[str, Times]) -> Iterator[None]:
    """Put the times of the block under its name, and print them."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    yield
    times[what] = Times(time.perf_counter() - wall, cpu_seconds() - cpu)
    print(f"{what}: {times[what].wall:.2f} s, CPU {times[what].cpu:.2f} s", flush=True)


def cpu_seconds() -> float:
    """CPU time of this process and its ended children so far, user and system."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def make_network(data: Path, *, cities: int) -> None:
    """Write the reference data of an invented network: the levels 0 to 4 for each question."""
    reference = data / "reference"
    reference.mkdir(parents=True)
    ids = [f"{number:08d}" for number in range(1, cities + 1)]
    waves = [f"{2020 + number}-1" for number in range(WAVES)]
    questions = [f"Q{number:02d}" for number in range(1, QUESTIONS + 1)]
    tables: dict[str, list[str]] = {
        "cities": ["city_id;name;status;county;population;area_km2;lat;lon", *(f"{i};Stadt {i};;;;;;" for i in ids)],
        "waves": ["wave_id;label;opens_on;closes_on;is_sample", *(f"{w};Welle {w};;;0" for w in waves)],
        "memberships": ["city_id;wave_id", *(f"{i};{w}" for i in ids for w in waves)],
        "topics": [
            "topic_id;position;dimension_id;name_de;long_name_de;name_en;sensitive",
            "t;1;d;Thema;Thema;Topic;0",
        ],
        "questions": [
            "question_id;topic_id;core;weight;scale_min;scale_max;text_de;text_en",
            *(f"{q};t;1;1;0;4;Frage {q};Question {q}" for q in questions),
        ],
        "options": [
            "question_id;code;value;label_de;label_en;kind",
            *(f"{q};{level};{level};Stufe {level};level {level};level" for q in questions for level in range(5)),
        ],
    }
    for name, lines in tables.items():
        (reference / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (reference / "network.toml").write_text(NETWORK, encoding="utf-8")


def make_long_file(path: Path, *, cities: int) -> None:
    query = f"""
        copy (
            select lpad((c + 1)::varchar, 8, '0') as city_id, (2020 + w)::varchar || '-1' as wave_id,
                'Q' || lpad((q + 1)::varchar, 2, '0') as question_id, hash(c * 811 + w * 83 + q) % 5 as answer
            from range({cities}) as t(c), range({WAVES}) as s(w), range({QUESTIONS}) as u(q)
        ) to '{path}' (header, delimiter ';')"""
    duckdb.sql(query)


def make_city_files(folder: Path, *, files: int) -> None:
    folder.mkdir()
    for number in range(1, files + 1):
        rows = [f"Q{question:02d};Frage;{(number + question) % 5}" for question in range(1, QUESTIONS + 1)]
        head = [f"Stadt;{number:08d}", "Welle;2020-1", "Frage-ID;Frage;Antwort"]
        (folder / f"{number:08d}.csv").write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def copy_with_duckdb(path: Path, database: Path) -> None:
    columns = ", ".join(f"{name} varchar" for name in ("city_id", "wave_id", "question_id", "answer"))
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create table answers ({columns})")
        connection.execute(f"copy answers from '{path}' (header, delimiter ';', quote '\"')")


def run(data: Path, *arguments: str) -> None:
    environment = {**os.environ, "DIGITALKOMPASS_DATA": str(data), "DIGITALKOMPASS_LEDGER": ""}
    command = [sys.executable, "-m", "etl", *arguments]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measure_long_file(folder: Path, *, cities: int) -> dict[str, Times]:
    """Measure COPY, then check, ingest and rebuild with the long file."""
    times: dict[str, Times] = {}
    data, long_file = folder / "data", folder / "long.csv"
    make_network(data, cities=cities)
    make_long_file(long_file, cities=cities)
    print(f"long file: {cities * WAVES * QUESTIONS:,} answers, {long_file.stat().st_size / 1e6:.0f} MB")
    with measured("DuckDB COPY", times):
        copy_with_duckdb(long_file, folder / "copy.duckdb")
    with measured("check", times):
        run(data, "check", str(long_file))
    with measured("ingest: check, record, publish", times):
        run(data, "ingest", str(long_file))
    with measured("rebuild: publish alone", times):
        run(data, "rebuild")
    for path in (data / "ledger.sqlite", max((data / "snapshots").glob("*.duckdb"))):
        print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB")
    return times


def measure_city_files(folder: Path, *, files: int) -> dict[str, Times]:
    """Measure check, ingest and the start of the program with files of one city each, and ingest with half of them."""
    times: dict[str, Times] = {}
    city_files = folder / "cities"
    make_city_files(city_files, files=files)
    for name, count in (("half", files // 2), ("all", files)):
        make_network(folder / name, cities=files)
        paths = sorted(str(path) for path in city_files.iterdir())[:count]
        with measured(f"ingest of {count} city files, published", times):
            run(folder / name, "ingest", *paths)
    with measured(f"check of {files} city files", times):
        run(folder / "all", "check", str(city_files / "*.csv"))
    with measured("status: the program's start alone", times):
        run(folder / "all", "status")
    return times


def print_medians(rounds: list[dict[str, Times]], *, base: str = "") -> None:
    """Print the median of the rounds as a table, with the ratio to one row."""
    print("\n| what | s | CPU s |" + (f" ratio to {base}: CPU (clock) |" if base else ""))
    for what in rounds[0]:
        wall, cpu = (median(one[what][part] for one in rounds) for part in (0, 1))
        line = f"| {what} | {wall:.2f} | {cpu:.2f} |"
        if base:
            ratios = [median(one[what][part] / one[base][part] for one in rounds) for part in (1, 0)]
            line += f" {ratios[0]:.2f} ({ratios[1]:.2f}) |"
        print(line)


def main() -> None:
    """Run the rounds and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=11_000)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    long_rounds, file_rounds = [], []
    for _round in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            long_rounds.append(measure_long_file(Path(folder), cities=options.cities))
        with tempfile.TemporaryDirectory() as folder:
            file_rounds.append(measure_city_files(Path(folder), files=options.files))
    print_medians(long_rounds, base="DuckDB COPY")
    print_medians(file_rounds)
    print(f"load when it ended: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
