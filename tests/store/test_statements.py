"""The SQL statements: where they stand and what they say of themselves."""

from maturity.settings import PROJECT


def test_sql_lives_in_one_folder_and_says_what_a_row_is() -> None:
    statements = sorted(PROJECT.glob("maturity/store/sql/*.sql"))

    unexplained = [file.name for file in statements if not file.read_text(encoding="utf-8").startswith("-- One row")]

    assert statements
    assert unexplained == []
    assert [file for file in PROJECT.rglob("*.sql") if file.parent.name != "sql" and ".venv" not in file.parts] == []
