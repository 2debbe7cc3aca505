"""How fast files are taken in: one long file with millions of answers, and many files of one city each.

    python -m benchmarks.ingest [--cities 11000] [--files 1000]

Prints the seconds of each step and, for the long file, the ratio to DuckDB's own COPY of the same bytes.
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

import duckdb

QUESTIONS, WAVES = 80, 10
NETWORK = """name = "Benchmark"
short_name = "B"
coordinator = ""
languages = ["de", "en"]
currency = "EUR"
city_key = "ags"
"""


@contextmanager
def measured(what: str, seconds: dict[str, float]) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[what] = time.perf_counter() - start
    print(f"{what}: {seconds[what]:.2f} s")


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=11_000)
    parser.add_argument("--files", type=int, default=1_000)
    options = parser.parse_args()
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        data, small_data = Path(folder) / "data", Path(folder) / "small"
        make_network(data, cities=options.cities)
        make_network(small_data, cities=options.files)
        long_file, city_files = Path(folder) / "long.csv", Path(folder) / "cities"
        make_long_file(long_file, cities=options.cities)
        make_city_files(city_files, files=options.files)
        print(f"long file: {options.cities * WAVES * QUESTIONS:,} answers, {long_file.stat().st_size / 1e6:.0f} MB")
        with measured("DuckDB COPY of the long file", seconds):
            copy_with_duckdb(long_file, Path(folder) / "copy.duckdb")
        with measured("check of the long file", seconds):
            run(data, "check", str(long_file))
        with measured(f"check of {options.files} city files", seconds):
            run(small_data, "check", str(city_files / "*.csv"))
        with measured(f"ingest of {options.files} city files, published", seconds):
            run(small_data, "ingest", str(city_files / "*.csv"))
    ratio = seconds["check of the long file"] / seconds["DuckDB COPY of the long file"]
    print(f"ratio to COPY: {ratio:.2f}")
    rate = options.files / seconds[f"check of {options.files} city files"]
    print(f"city files checked per second: {rate:.0f}")


if __name__ == "__main__":
    main()
