"""docs/data.md describes the tables as they are."""

from maturity import language
from maturity.settings import PROJECT, Settings
from web.services import queries


def test_every_table_and_column_an_analyst_may_ask_is_described(sample: Settings) -> None:
    language.use("en")
    page = (PROJECT / "docs" / "data.md").read_text(encoding="utf-8")

    for row in queries.schema().itertuples():
        assert f"| `{row.table_name}` | {row.meaning} | {row.columns} |" in page
