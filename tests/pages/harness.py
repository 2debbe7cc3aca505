"""Runs a real page over a real snapshot, without a browser."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from maturity.settings import PROJECT

OVERVIEW = "dashboard.py"


def run_page(file: str, **address: str) -> AppTest:
    """Run a page file as a visitor with this address would and return what it shows."""
    page = AppTest.from_file(str(PROJECT / OVERVIEW), default_timeout=30)
    if file != OVERVIEW:
        page.switch_page(str(PROJECT / file))
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def texts(page: AppTest) -> str:
    """All HTML, headings and messages of a page as one text."""
    html = [element.proto.body for element in page.get("html")]
    words: list[Any] = [*page.title, *page.header, *page.error, *page.info, *page.warning, *page.success]
    return "\n".join([*html, *(str(element.value) for element in words)])


def figure(page: AppTest, key: str) -> dict[str, Any]:
    """The Plotly figure with this key, as JSON."""
    charts = [chart for chart in page.get("plotly_chart") if f"-{key}" in chart.proto.id]
    assert charts, f"no chart {key!r} on the page"
    figure: dict[str, Any] = json.loads(charts[0].proto.spec)
    return figure
