"""Queries that analysts write themselves: one SELECT over the published tables, for seconds and rows that are bounded.

The text is never trusted. Its syntax tree, as DuckDB reads it, must hold only known tables and harmless functions.
Then it runs on the hardened, read-only connection and is interrupted when its time is over.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import Any

import duckdb
import pandas as pd

from maturity.errors import QueryRefused
from maturity.language import N_, _, number
from maturity.store.snapshots import Snapshot, cursor_of, statement_text

SECONDS = 5.0
MOST_ROWS = 10_000
TABLES = re.compile(r"(mart|ref)_[a-z_]+")
REAL_TABLES = re.compile(r"(stg|log|base|delta|duckdb|pg|sqlite|pragma|information)")
TABLE_FUNCTIONS = frozenset({"range", "generate_series", "unnest"})
# They would tell of the server instead of the survey; the rest of the functions only computes.
REFUSED_FUNCTIONS = re.compile(
    r"(duckdb|pragma|pg|read|parquet|sniff|write|current|get|query|which|set|txid|in_search)_?.*"
)
HARMLESS = frozenset({"get_bit", "set_bit", "getbit", "current_date", "current_timestamp", "current_localtimestamp"})

# One analyst at a time: pages share the same two threads.
_turn = Lock()


def ask(snapshot: Snapshot, text: str, *, seconds: float = SECONDS, most_rows: int = MOST_ROWS) -> pd.DataFrame:
    """Run a query of an analyst.

    Args:
        snapshot: the data.
        text: one SELECT in DuckDB's SQL.
        seconds: how long it may run.
        most_rows: how many rows it may return.

    Returns:
        The rows; column names as in the query.

    Raises:
        QueryRefused: it is no single SELECT, names something that is not public to analysts, takes too long, or
            returns too much; nothing was changed.
    """
    with cursor_of(snapshot) as cursor:
        _require_harmless(cursor, text)
        if not _turn.acquire(timeout=seconds):
            raise QueryRefused(reason=_("another query is still running"))
        try:
            with _limited(cursor, seconds):
                rows = cursor.execute(text).fetchmany(most_rows + 1)
                names = [column[0] for column in cursor.description or []]
        finally:
            _turn.release()
    if len(rows) > most_rows:
        raise QueryRefused(reason=_("it returns more than {count} rows").format(count=number(most_rows)))
    return pd.DataFrame(rows, columns=_unique(names))


@contextmanager
def _limited(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what runs when the time is over, and say every refusal of the database in words."""
    timer = Timer(seconds, cursor.interrupt)
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        raise QueryRefused(
            reason=_("it takes longer than {seconds} seconds").format(
                seconds=number(seconds, 0 if seconds == round(seconds) else 1)
            )
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise QueryRefused(reason=_("it needs too much memory")) from error
    except duckdb.Error as error:
        raise QueryRefused(reason=_reason(error)) from error
    finally:
        timer.cancel()


QUOTED = re.compile(r"[\"']([^\"'\n]{1,60})[\"']|name (\w{1,60}) does not exist")
KINDS = {
    duckdb.BinderException: N_("a column or table does not exist, or does not fit here: {names}"),
    duckdb.CatalogException: N_("a table or function does not exist: {names}"),
    duckdb.ConversionException: N_("a value cannot be converted: {names}"),
}


def _reason(error: duckdb.Error) -> str:
    """What the database refused, in the reader's language, with the names it quotes."""
    for kind, text in KINDS.items():
        if isinstance(error, kind):
            names = QUOTED.findall(str(error).split("\n")[0])
            return _(text).format(names=", ".join(dict.fromkeys(filter(None, sum(names, ())))) or "?")
    return _("the database cannot run it")


def _require_harmless(cursor: duckdb.DuckDBPyConnection, text: str) -> None:
    found = cursor.execute(statement_text("query_syntax"), {"text": text}).fetchone()
    tree: dict[str, Any] = json.loads(found[0]) if found else {"error": True}
    if tree["error"]:
        is_other = tree.get("error_type") == "not implemented"
        raise QueryRefused(reason=_("it is not a SELECT") if is_other else _("its text is not valid SQL"))
    if len(tree["statements"]) != 1:
        raise QueryRefused(reason=_("it holds more than one statement, or none"))
    nodes = list(_walk(tree))
    named = {str(entry["key"]) for node in nodes for entry in (node.get("cte_map") or {}).get("map", [])}
    for name in named:
        # It could hide that elsewhere in the query the real table of that name is meant.
        if REAL_TABLES.match(name.lower()):
            raise _refused_table(name)
    for node in nodes:
        _require_known(node, named)


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of a syntax tree."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from _walk(part)


def _require_known(node: dict[str, Any], named: set[str]) -> None:
    kind = node.get("type")
    if kind == "BASE_TABLE":
        name = str(node["table_name"])
        is_plain = not node.get("schema_name") and not node.get("catalog_name")
        if not is_plain or (name not in named and not TABLES.fullmatch(name.lower())):
            raise _refused_table(name)
    elif kind == "SHOW_REF":
        raise QueryRefused(reason=_("it is not a SELECT"))
    elif kind == "TABLE_FUNCTION" and node["function"].get("function_name", "").lower() not in TABLE_FUNCTIONS:
        raise _refused_function(node["function"].get("function_name", ""))
    elif "function_name" in node:
        name = str(node["function_name"]).lower()
        if name not in HARMLESS and REFUSED_FUNCTIONS.fullmatch(name):
            raise _refused_function(name)


def _refused_table(name: str) -> QueryRefused:
    return QueryRefused(reason=_("the table “{name}” may not be queried").format(name=name))


def _refused_function(name: str) -> QueryRefused:
    return QueryRefused(reason=_("the function “{name}” may not be used").format(name=name))


def _unique(names: list[str]) -> list[str]:
    """Number the names that stand twice."""
    return [
        f"{name}_{names[: place + 1].count(name)}" if names.count(name) > 1 else name
        for place, name in enumerate(names)
    ]
