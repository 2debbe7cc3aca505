"""Routes for an operator: is the process alive, can it serve, and what it counts."""

import time

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from maturity import metrics
from maturity.errors import MaturityError
from maturity.rights import LOCAL_COORDINATOR
from web.server.gates import is_local
from web.services import opened, snapshot


async def say_alive(_request: Request) -> Response:
    """Answer as long as the process does; whoever restarts it on silence asks here."""
    return PlainTextResponse("ok")


async def say_ready(_request: Request) -> Response:
    """Read ledger and snapshot for true; 503 with the fault's code where one cannot be read or they do not agree."""
    fault = await run_in_threadpool(_find_fault)
    if fault is None:
        return PlainTextResponse("ready")
    # The code only: the sentence may name places on the server.
    return PlainTextResponse(fault.code, status_code=503)


def _find_fault() -> MaturityError | None:
    try:
        fault = opened.alarm()
        snapshot.show_to(LOCAL_COORDINATOR)  # the machine itself looks, at everything
        shown = snapshot.snapshot()
        snapshot.table("waves")
        metrics.ledger_entries.set(opened.version())
        metrics.snapshot_age.set(max(0.0, time.time() - shown.built_at / 1e9))
    except MaturityError as error:
        fault = error
    metrics.is_ready.set(fault is None)
    return fault


async def show_metrics(request: Request) -> Response:
    """Write what is counted in Prometheus' text format; to this machine only."""
    if not is_local(request.scope):
        return PlainTextResponse("", status_code=403)
    await run_in_threadpool(_find_fault)
    return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_LATEST)


ROUTES = [Route("/healthz", say_alive), Route("/readyz", say_ready), Route("/metrics", show_metrics)]
