"""The read-only interface for programs: /api/v1/... as JSON, CSV, Parquet, with the parameters and rights of Analyse.

Excel's Power Query, R and Metabase read it. It stands behind the same gates as the pages: on a server of one machine it
answers that machine, with sign-in whoever has a session or a personal token. The snapshot's name is the ETag.
"""

import json
from collections.abc import Awaitable, Callable
from hashlib import sha256

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from maturity.errors import InvalidInput, MaturityError, NotPermitted, QueryRefused, UnknownId, UnknownWave
from maturity.language import _, use
from maturity.measures import ALL, FIELDS, FILTERS, measures
from maturity.reports.exports import FORMATS, Export
from maturity.rights import Actor
from web.explore import grid, take_away
from web.server.access.bearer import API, api_token_of
from web.server.access.cookies import token_of
from web.server.headers import language_of
from web.services import accounts, pivot_names, pivots, queries, snapshot, tokens
from web.services.waves import results_default

KINDS = {"csv": "plain", "excel": "csv", "parquet": "parquet"}
STATUS: dict[type[MaturityError], int] = {
    NotPermitted: 403, UnknownId: 400, UnknownWave: 400, InvalidInput: 400, QueryRefused: 400,
}  # fmt: skip
Parameter = tuple[str, str, list[str] | None]
Answer = Callable[[Request], "Export | dict[str, object]"]


def routes() -> list[Route]:
    """Return the routes of the interface."""
    answers: dict[str, Answer] = {
        "/openapi.json": _openapi, "/measures": _measures, "/fields": _fields, "/cells": _cells, "/query": _query,
    }  # fmt: skip
    return [Route(API + path, _endpoint(answer), methods=["GET"]) for path, answer in answers.items()]


def _endpoint(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        return await run_in_threadpool(_respond, request, answer)

    return respond


def _respond(request: Request, answer: Answer) -> Response:
    use(language_of(request.scope))
    try:
        snapshot.show_to(_actor(request))
        etag = _etag(request)
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"ETag": etag})
        made = answer(request)
        headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
        if isinstance(made, dict):
            return JSONResponse(made, headers=headers)
        return _table(made, request.query_params.get("format", "json"), headers)
    except MaturityError as error:
        return JSONResponse({"code": error.code, "error": str(error)}, status_code=STATUS.get(type(error), 503))


def _etag(request: Request) -> str:
    """Name what an answer depends on: the data, who asks, and what for."""
    asked = f"{snapshot.snapshot()}|{_actor(request)}|{request.url.path}?{request.url.query}"
    return f'"{sha256(asked.encode()).hexdigest()[:24]}"'


def _actor(request: Request) -> Actor:
    token = api_token_of(request.scope)
    return tokens.actor_of(token) if token and accounts.has_sign_in() else accounts.actor_of(token_of(request.scope))


def _table(made: Export, form: str, headers: dict[str, str]) -> Response:
    if form == "json":
        body = {
            "title": made.title,
            "notes": list(made.notes),
            "is_sample": made.is_sample,
            "columns": list(made.table.columns),
            "rows": json.loads(made.table.to_json(orient="values", double_precision=10)),
        }
        return JSONResponse(body, headers=headers)
    if form not in KINDS:
        raise UnknownId(value=form, concept=_("format"), known=", ".join(("json", *KINDS)))
    found = FORMATS[KINDS[form]]
    return Response(found.write(made), media_type=found.mime, headers=headers)


# What is answered


def _cells(request: Request) -> Export:
    """The table of Analyse, by the very same parameters."""
    waves = snapshot.waves()
    answered = waves.loc[waves["submitted_count"] > 0]
    if answered.empty:
        raise UnknownWave(wave_id="", known="")
    address = dict(request.query_params)
    wave_id = address.get("wave") or results_default(answered)
    pivot = pivots.read(address, wave_id=wave_id)
    _require_known_ids(pivot)
    is_sample = bool(waves.set_index("wave_id")["is_sample"][wave_id])
    return take_away.export_of(grid.lay_out(pivot), is_sample=is_sample)


def _require_known_ids(pivot: pivots.Pivot) -> None:
    """Refuse an id that names nothing: a program would take the empty answer for the truth."""
    for field, ids in pivot.filters:
        known = pivot_names.names(field)
        for id_ in ids:
            if id_ not in known:
                raise UnknownId(value=id_, concept=pivot_names.field_name(field), known=", ".join(known))


def _query(request: Request) -> Export:
    """The answer to an analyst's SQL, by the rules of the page."""
    actor = _actor(request)
    rows = queries.run(actor, request.query_params.get("sql", ""))
    return Export(rows, title=_("Answer to a query"), notes=take_away.origin(), kind="none")


def _measures(_request: Request) -> dict[str, object]:
    found = [
        {"id": key, "name": one.name, "definition": one.definition, "unit": one.unit, "adds_over": list(one.adds_over)}
        for key, one in measures().items()
    ]
    return {"measures": found}


def _fields(_request: Request) -> dict[str, object]:
    return {"fields": {field: {"name": _(name), "ids": pivot_names.names(field)} for field, name in FIELDS.items()}}


def _openapi(_request: Request) -> dict[str, object]:
    """Describe the interface itself."""
    fields = [ALL, *FIELDS]
    chosen = [
        ("measure", _("measures, joined by commas"), list(measures())),
        ("rows", _("what the rows are"), fields),
        ("columns", _("what the columns are"), fields),
        ("group", _("what groups the rows"), fields),
        ("wave", _("the wave; without it the newest with enough answers"), None),
        ("with", _("earlier waves beside it, joined by commas"), None),
        ("alike", _("1: of several waves only what was asked in each; 0: everything"), ["0", "1"]),
        ("sort", _("order of the rows"), list(pivots.SORTS)),
        *((f"{pivots.FILTER_PREFIX}{field}", _("ids to keep, joined by commas"), None) for field in FILTERS),
    ]
    form = ("format", _("kind of file"), ["json", *KINDS])
    language = ("lang", _("language of headings"), ["de", "en"])
    paths: dict[str, tuple[str, list[Parameter]]] = {
        "/measures": (_("The measures with their definitions"), [language]),
        "/fields": (_("The fields with their ids"), [language]),
        "/cells": (_("A table of measures, as on the page Analyse"), [*chosen, form, language]),
        "/query": (_("The answer to one SELECT"), [("sql", _("one SELECT over the tables described"), None), form]),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Digitalkompass", "version": "1", "description": _("Read-only; the ETag names the data.")},
        "servers": [{"url": API}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{}, {"token": []}],
        "paths": {path: {"get": _operation(what, given)} for path, (what, given) in paths.items()},
    }


def _operation(summary: str, given: list[Parameter]) -> dict[str, object]:
    parameters = [
        {
            "name": name,
            "in": "query",
            "description": about,
            "schema": {"type": "string", **({"enum": ids} if ids and name != "measure" else {})},
        }
        for name, about, ids in given
    ]
    said = {
        "200": summary,
        "304": _("unchanged"),
        "400": _("refused"),
        "401": _("no session and no token"),
        "403": _("no right"),
    }
    responses = {code: {"description": text} for code, text in said.items()}
    return {"summary": summary, "parameters": parameters, "responses": responses}
