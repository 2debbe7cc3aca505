"""What happens once, when the server starts: fill the store, load and warm the libraries, name the middleware."""

import atexit
import gc
import importlib
import logging
import pkgutil
import sys
from typing import TypedDict
from urllib.parse import urlsplit

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit import config
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from maturity import settings
from maturity.errors import MaturityError
from maturity.language import _
from web.server import accessibility, api, health, tables
from web.server.access.cookies import is_secure
from web.server.access.gate import SessionGate
from web.server.access.limits import Limits
from web.server.access.routes import make_sign_in
from web.server.access.secret import read_secret
from web.server.freezing import freeze
from web.server.gates import LOOPBACK_NAMES, NetworkGate, OriginGate, foreign_host_gate
from web.server.headers import SCRIPT_PATH, STATIC, STATIC_PATH, Hardening
from web.server.logs import log_as_lines
from web.server.metering import Metering, allow_all_descriptors
from web.server.phrases import serve_script
from web.server.uploads import Uploads
from web.server.watch import Watch
from web.services import accounts

# Layers that pages import; reports are left out, they load when somebody asks for one.
WARM_PACKAGES = ("maturity.analysis", "maturity.charts", "maturity.store", "web")

_log = logging.getLogger(__name__)


class AppOptions(TypedDict):
    """What `st.App` gets besides the script."""

    middleware: list[Middleware]
    routes: list[BaseRoute]


# Caches are declared before the server's runtime exists. Streamlit reports that on the console; nobody can act on it.
logging.getLogger("streamlit.runtime.caching.cache_data_api").setLevel(logging.ERROR)


def launch() -> AppOptions:
    """Prepare the process for its visitors and return the options of `st.App`.

    `dashboard.py` must name `st.App` itself, because `streamlit run` looks for that call in the source text.

    Raises:
        SettingInvalid: the settings of sign-in make no sense; without them the server must not start.
    """
    log_as_lines()
    prepare_store()
    warm_up()
    watch = Watch(settings.load())
    watch.start()
    atexit.register(watch.stop)  # a build in progress ends before the libraries under it go
    metering = Middleware(Metering, most_sockets=allow_all_descriptors())
    # Streamlit collects garbage after each run; without the freeze it walks all loaded libraries each time (65-95 ms).
    freeze()
    atexit.register(gc.unfreeze)  # else the libraries report at the end that their objects were never freed
    routes = [
        *health.ROUTES,
        *api.routes(),
        *tables.routes(),
        *accessibility.ROUTES,
        Route(SCRIPT_PATH, serve_script),
        Mount(STATIC_PATH, StaticFiles(directory=STATIC)),
    ]
    if accounts.has_sign_in():
        return {
            "middleware": [metering, *_with_sign_in(), Middleware(Uploads)],
            "routes": [*routes, Route("/kompass/session", _say_signed_in)],
        }
    return {"middleware": [metering, *_for_this_machine(), Middleware(Uploads)], "routes": routes}


def _for_this_machine() -> list[Middleware]:
    return [Middleware(NetworkGate), Middleware(foreign_host_gate), Middleware(OriginGate), Middleware(Hardening)]


def _with_sign_in() -> list[Middleware]:
    wanted = settings.load()
    public_url = wanted.public_url or ""
    config.set_option("server.allowedHosts", [*LOOPBACK_NAMES, urlsplit(public_url).hostname])
    config.set_option("server.cookieSecret", read_secret(wanted.secret_file))
    _print_first_link()
    trusted = [place.strip() for place in wanted.trusted_proxy.split(",")]
    return [
        Middleware(ProxyHeadersMiddleware, trusted_hosts=trusted),
        Middleware(foreign_host_gate),
        Middleware(OriginGate, origin=public_url),
        Middleware(Hardening, has_sign_in=True, is_secure=is_secure()),
        Middleware(Limits),
        Middleware(SessionGate, sign_in=make_sign_in()),
    ]


async def _say_signed_in(_request: Request) -> Response:
    """Answer only who has a session: the gate stands before."""
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


def _print_first_link() -> None:
    """Show the link for the first coordinator on the console, once per start and only while nobody can sign in."""
    try:
        link = accounts.first_link()
    except MaturityError as error:
        _log.error("%s", error)
        return
    if link:
        text = _("Link for the first account of the coordination office, valid for one day:")
        sys.stdout.write(f"\n  {text}\n  {link}\n\n")
        sys.stdout.flush()


def prepare_store() -> None:
    """Bring the store up to date. A fault is logged and left to the pages, which say what they miss."""
    from etl.start import prepare

    try:
        prepare(settings.load())
    except MaturityError as error:
        _log.error("%s", error)


def warm_up() -> None:
    """Import what pages need, build one figure and turn one frame into Arrow, so that no visitor waits for it."""
    for name in WARM_PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    go.Figure(go.Heatmap(z=[[0.0]]), layout={"template": "none"}).to_json()
    pa.Table.from_pandas(pd.DataFrame({"city_id": ["08215007"], "score": [0.0]}))
