"""The accessibility statement: public, with or without sign-in, made from what the last judgement found."""

import json
from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from maturity.language import day, use
from web.server.access.rendering import page
from web.server.headers import ACCESSIBILITY_PATH, language_of

# Written by docs/make_accessibility.py, held against the judge by a test.
RECORD = Path(__file__).parent / "accessibility.json"
STYLE = Path(__file__).parent / "access" / "static"


def show_statement(request: Request) -> Response:
    """Answer with the statement in the reader's language."""
    use(language_of(request.scope))
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    checked_on = day(date.fromisoformat(record["checked_on"]))
    return page(request, "accessibility", **{**record, "checked_on": checked_on})


ROUTES = [
    Route(ACCESSIBILITY_PATH, show_statement),
    Mount(f"{ACCESSIBILITY_PATH}/static", StaticFiles(directory=STYLE)),
]
