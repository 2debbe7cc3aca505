"""Who imports whom: the table of docs/architecture.md, read from the imports themselves."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
FORBIDDEN = {
    "maturity": {"streamlit", "etl", "web", "pages"},
    "maturity/analysis": {"plotly", "duckdb", "sqlalchemy"}
    | {f"maturity.{name}" for name in ("charts", "ledger", "reports", "store", "language", "settings")},
    "maturity/charts": {"duckdb", "sqlalchemy", "maturity.store", "maturity.ledger"},
    "maturity/reports": {"duckdb", "sqlalchemy", "maturity.store", "maturity.ledger"},
    "maturity/store": {"plotly"} | {f"maturity.{name}" for name in ("analysis", "charts", "reports")},
    "maturity/ledger": {"plotly"} | {f"maturity.{name}" for name in ("analysis", "charts", "reports")},
    "etl": {"streamlit", "plotly", "web", "pages", "maturity.charts"},
    "web": {"duckdb", "sqlalchemy", "pages"},
    "pages": {"duckdb", "sqlalchemy", "maturity.store", "maturity.ledger", "etl"},
    "dashboard.py": {"duckdb", "sqlalchemy", "maturity.store", "maturity.ledger", "etl"},
}


def _imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("layer", FORBIDDEN)
def test_no_layer_imports_what_it_must_not(layer: str) -> None:
    place = PROJECT / layer
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    assert files, f"{layer} has no files: the table is out of date"

    wrong = [
        f"{file.relative_to(PROJECT)} imports {name}"
        for file in files
        for name in sorted(_imports(file))
        if any(name == banned or name.startswith(banned + ".") for banned in FORBIDDEN[layer])
    ]

    assert wrong == []


def test_sql_lives_in_one_folder_and_says_what_a_row_is() -> None:
    statements = sorted(PROJECT.glob("maturity/store/sql/*.sql"))

    unexplained = [file.name for file in statements if not file.read_text(encoding="utf-8").startswith("-- One row")]

    assert statements
    assert unexplained == []
    assert [file for file in PROJECT.rglob("*.sql") if file.parent.name != "sql" and ".venv" not in file.parts] == []
