"""Tables of pages as files that a browser cannot make itself: what stands in the table comes in, a workbook goes out.

Only what the reader sees goes through here, so nothing can be asked for that the page does not show.
"""

import json
import re
from collections.abc import Sequence
from itertools import count

import pandas as pd
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maturity.errors import InvalidInput, MaturityError
from maturity.language import _, current, use
from maturity.reports.exports import FORMATS, Export
from web.server.access.limits import TABLE_BODY, TABLE_PATH, TOO_LARGE
from web.server.headers import language_of

KINDS = ("excel", "parquet")
# A number as pages write it; one with a leading zero is an id.
NUMBER = {
    "de": re.compile(r"[+-]?(0|[1-9]\d{0,2}(\.\d{3})+|[1-9]\d*)(,\d+)?"),
    "en": re.compile(r"[+-]?(0|[1-9]\d{0,2}(,\d{3})+|[1-9]\d*)(\.\d+)?"),
}
MISSING = ("", "–")


def routes() -> list[Route]:
    """Return the route of the files."""
    return [Route(TABLE_PATH, _answer, methods=["POST"])]


async def _answer(request: Request) -> Response:
    use(language_of(request.scope))
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > TABLE_BODY:
            return PlainTextResponse(_(TOO_LARGE), status_code=413)
    # Writing a workbook takes a while; websockets of other readers must not wait for it.
    return await run_in_threadpool(_file, body, request.query_params.get("format", ""))


def _file(body: bytes, form: str) -> Response:
    try:
        found = FORMATS[_kind(form)]
        return Response(found.write(read_export(body)), media_type=found.mime)
    except MaturityError as error:
        return PlainTextResponse(str(error), status_code=400)


def _kind(text: str) -> str:
    if text not in KINDS:
        raise InvalidInput(what=_("The format"), value=text, expected=", ".join(KINDS))
    return text


def read_export(body: bytes) -> Export:
    """Read a table as the page's script sends it.

    Args:
        body: JSON: title, notes, columns (texts), rows (lists of texts as wide as columns), is_sample.

    Raises:
        InvalidInput: it is something else.
    """
    try:
        sent = json.loads(body)
        columns, rows = _texts(sent["columns"]), [_texts(row) for row in sent["rows"]]
        table = pd.DataFrame(rows, columns=_distinct(columns), dtype=object)
        title, notes = str(sent["title"]), tuple(_texts(sent["notes"]))
        is_sample = bool(sent["is_sample"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidInput(what=_("The table"), value=_("unreadable"), expected=_("a table of this page")) from error
    for name in table.columns[1:]:  # the first one names the rows
        table[name] = _numbers_if_all(table[name])
    return Export(table=table, title=title, notes=notes, is_sample=is_sample)


def _texts(values: Sequence[object]) -> list[str]:
    if not isinstance(values, list):
        raise TypeError
    return [str(value).encode("utf-8", "replace").decode("utf-8") for value in values]


def _distinct(names: list[str]) -> list[str]:
    """Give each column a name of its own: `Punkte`, `Punkte (2)`."""
    seen: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        base = name or _("Column {number}").format(number=place)
        tried = (base if number == 1 else f"{base} ({number})" for number in count(1))
        seen[next(candidate for candidate in tried if candidate not in seen)] = None
    return list(seen)


def _numbers_if_all(texts: "pd.Series[str]") -> pd.Series:
    """Return a column as numbers where each of its texts is one, NaN for a dash, else the texts."""
    plain = texts.str.replace("−", "-").str.strip()
    known = plain[~plain.isin(MISSING)]
    if known.empty or not known.str.fullmatch(NUMBER[current()]).all():
        return texts
    thousands, decimal = (".", ",") if current() == "de" else (",", ".")
    written = known.str.replace(thousands, "", regex=False).str.replace(decimal, ".", regex=False)
    return written.astype(float).reindex(texts.index)
