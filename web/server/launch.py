"""What happens once, when the server starts: fill the store, load and warm the libraries, name the middleware."""

import gc
import importlib
import logging
import pkgutil
from typing import TypedDict

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from maturity import settings
from maturity.errors import MaturityError
from web.server.gates import NetworkGate, foreign_host_gate
from web.server.headers import SCRIPT_PATH, STATIC, STATIC_PATH, Hardening
from web.server.phrases import serve_script

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
    """
    prepare_store()
    warm_up()
    # Streamlit collects garbage after each run; without the freeze it walks all loaded libraries each time (65-95 ms).
    gc.collect()
    gc.freeze()
    return {
        "middleware": [Middleware(NetworkGate), Middleware(foreign_host_gate), Middleware(Hardening)],
        "routes": [Route(SCRIPT_PATH, serve_script), Mount(STATIC_PATH, StaticFiles(directory=STATIC))],
    }


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
