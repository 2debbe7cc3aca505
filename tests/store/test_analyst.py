"""Queries of analysts: what is computed, and everything that is refused in plain words."""

import time

import pytest

from maturity.errors import QueryRefused
from maturity.settings import Settings
from maturity.store import current_snapshot
from maturity.store.analyst import ask
from maturity.store.snapshots import cursor_of


def test_a_select_over_the_marts_is_answered(sample: Settings) -> None:
    rows = ask(
        current_snapshot(sample.snapshots),
        "with scored as (select * from mart_topic_scores where score is not null) "
        "select c.city_name, avg(s.score) as mean, avg(s.score) as mean "
        "from scored as s join ref_cities as c using (city_id) "
        "group by all order by 1 -- ends with a comment",
    )

    assert list(rows.columns) == ["city_name", "mean_1", "mean_2"]
    assert len(rows) == 9


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("insert into mart_answers select * from mart_answers", "kein SELECT"),
        ("create table x as select 1", "kein SELECT"),
        ("delete from mart_answers", "kein SELECT"),
        ("attach 'other.duckdb'", "kein SELECT"),
        ("copy mart_answers to 'answers.csv'", "kein SELECT"),
        ("set memory_limit = '100GB'", "kein SELECT"),
        ("pragma database_list", "kein SELECT"),
        ("describe mart_answers", "kein SELECT"),
        ("select * from (summarize mart_answers)", "kein SELECT"),
        ("select 1; drop table mart_answers", "kein SELECT"),
        ("select 1; select 2", "mehr als eine Anweisung"),
        ("", "mehr als eine Anweisung"),
        ("selec 1", "kein gültiges SQL"),
        ("select * from '/etc/passwd'", "Die Tabelle „/etc/passwd“"),
        ("select * from read_text('/etc/passwd')", "Die Funktion „read_text“"),
        ("select * from read_csv('/etc/passwd')", "Die Funktion „read_csv“"),
        ("select * from glob('/*')", "Die Funktion „glob“"),
        ("select * from query('from stg_values')", "Die Funktion „query“"),
        ("select * from query_table('stg_values')", "Die Funktion „query_table“"),
        ("select current_setting('temp_directory')", "Die Funktion „current_setting“"),
        ("select getenv('HOME')", "Die Funktion „getenv“"),
        ("select * from stg_values", "Die Tabelle „stg_values“"),
        ("select * from main.stg_values", "Die Tabelle „stg_values“"),
        ("select (select count(*) from log_submissions)", "Die Tabelle „log_submissions“"),
        (
            "select * from stg_values, (with stg_values as (select 1) select * from stg_values)",
            "Die Tabelle „stg_values“",
        ),
        ("select * from information_schema.tables", "Die Tabelle „tables“"),
        ("select * from duckdb_databases", "Die Tabelle „duckdb_databases“"),
        ("select * from duckdb_settings()", "Die Funktion „duckdb_settings“"),
        ("select nope from mart_answers", "nope"),
        ("select * from mart_nothing", "mart_nothing"),
        ("select 'x'::integer", "lässt sich nicht umwandeln"),
        ("select * from range(10001)", "mehr als 10.000 Zeilen"),
    ],
)
def test_everything_else_is_refused_in_german(sample: Settings, text: str, reason: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        ask(current_snapshot(sample.snapshots), text)

    assert reason.casefold() in str(refused.value).casefold()
    assert "Error" not in str(refused.value)


def test_a_query_that_runs_long_is_interrupted(sample: Settings) -> None:
    started = time.monotonic()

    with pytest.raises(QueryRefused, match="länger als 0,3 Sekunden"):
        ask(
            current_snapshot(sample.snapshots),
            "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
            seconds=0.3,
        )

    assert time.monotonic() - started < 10


def test_what_does_not_fit_into_memory_may_take_a_gigabyte_of_the_disk(sample: Settings) -> None:
    with cursor_of(current_snapshot(sample.snapshots)) as cursor:
        found = cursor.execute("select current_setting('max_temp_directory_size')").fetchone()

    assert found == ("953.6 MiB",)


def test_exactly_the_most_rows_allowed_are_answered(sample: Settings) -> None:
    assert len(ask(current_snapshot(sample.snapshots), "select * from range(10000)")) == 10_000
