"""The checks of the long file done with pandas and pandera, to compare with: `python -m benchmarks.pandera_baseline`.

The same questions are asked of the same bytes: is each city, wave and question known, is the city a member in the
wave, is the answer one of its question's codes, is none missing, does no question come twice. pandera checks whole
columns and reports all that fail at once (`lazy=True`); texts are read as texts, as our reader does.
"""

import argparse
import tempfile
from pathlib import Path

import pandas as pd
import pandera.pandas as pandera

from benchmarks.ingest import QUESTIONS, WAVES, Times, copy_with_duckdb, make_long_file, make_network, measured, run

KEYS = ["city_id", "wave_id", "question_id"]


def read_codes(reference: Path, name: str, columns: list[str]) -> pd.DataFrame:
    """Read some columns of a reference file as text."""
    return pd.read_csv(reference / f"{name}.csv", sep=";", dtype="str", usecols=columns)


def build_schema(reference: Path) -> pandera.DataFrameSchema:
    """State the rules of the long file."""
    cities = read_codes(reference, "cities", ["city_id"])["city_id"]
    waves = read_codes(reference, "waves", ["wave_id"])["wave_id"]
    questions = read_codes(reference, "questions", ["question_id"])["question_id"]
    members = pd.MultiIndex.from_frame(read_codes(reference, "memberships", ["city_id", "wave_id"]))
    codes = pd.MultiIndex.from_frame(read_codes(reference, "options", ["question_id", "code"]))

    def are_members(table: pd.DataFrame) -> pd.Series:
        return pd.Series(pd.MultiIndex.from_frame(table[["city_id", "wave_id"]]).isin(members), index=table.index)

    def are_permitted(table: pd.DataFrame) -> pd.Series:
        return pd.Series(pd.MultiIndex.from_frame(table[["question_id", "answer"]]).isin(codes), index=table.index)

    return pandera.DataFrameSchema(
        {
            "city_id": pandera.Column("str", pandera.Check.isin(cities.tolist())),
            "wave_id": pandera.Column("str", pandera.Check.isin(waves.tolist())),
            "question_id": pandera.Column("str", pandera.Check.isin(questions.tolist())),
            "answer": pandera.Column("str", nullable=False),
        },
        checks=[pandera.Check(are_members), pandera.Check(are_permitted)],
        unique=KEYS,
        strict=True,
    )


def check_with_pandera(path: Path, reference: Path) -> pd.DataFrame:
    """Read the file and check it.

    Raises:
        pandera.errors.SchemaErrors: every row that breaks a rule.
    """
    table = pd.read_csv(path, sep=";", dtype="str", keep_default_na=False, na_values=[""])
    return build_schema(reference).validate(table, lazy=True)


def main() -> None:
    """Print the seconds of both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=1_100)
    cities = parser.parse_args().cities
    times: dict[str, Times] = {}
    with tempfile.TemporaryDirectory() as folder:
        data, long_file = Path(folder) / "data", Path(folder) / "long.csv"
        make_network(data, cities=cities)
        make_long_file(long_file, cities=cities)
        print(f"{cities * WAVES * QUESTIONS:,} answers")
        with measured("DuckDB COPY", times):
            copy_with_duckdb(long_file, Path(folder) / "copy.duckdb")
        with measured("ours, with the start of Python", times):
            run(data, "check", str(long_file))
        with measured("pandas and pandera, without the start of Python", times):
            check_with_pandera(long_file, data / "reference")
    ours, theirs = (times[name] for name in list(times)[1:])
    print(f"pandera / ours: wall {theirs.wall / ours.wall:.1f}, CPU {theirs.cpu / ours.cpu:.1f}")


if __name__ == "__main__":
    main()
