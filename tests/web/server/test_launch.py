"""The start of the server."""

import gc
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit import config
from streamlit.web.server.app_discovery import discover_asgi_app

from maturity import settings
from maturity.settings import PROJECT
from tests.served import STREAMLIT_RUN, copy_launcher, serve
from web.server.launch import launch, warm_up


def test_streamlit_run_finds_the_launcher() -> None:
    """It reads the source text; without the find it would serve the script without headers and gates."""
    found = discover_asgi_app(PROJECT / "dashboard.py")

    assert (found.is_asgi_app, found.import_string) == (True, "dashboard:app")


def test_the_gates_stand_before_everything_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(tmp_path / "data"))
    settings.load.cache_clear()
    try:
        options = launch()
    finally:
        settings.load.cache_clear()
        gc.unfreeze()

    assert [getattr(entry.cls, "__name__", "") for entry in options["middleware"]] == [
        "Metering",
        "NetworkGate",
        "foreign_host_gate",
        "OriginGate",
        "Hardening",
        "Uploads",
    ]


def test_with_a_public_address_the_gate_stands_before_streamlit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DIGITALKOMPASS_PUBLIC_URL", "https://kompass.example")
    settings.load.cache_clear()
    hosts = config.get_option("server.allowedHosts")
    try:
        options = launch()
        assert config.get_option("server.allowedHosts") == ["127.0.0.1", "localhost", "kompass.example"]
    finally:
        config.set_option("server.allowedHosts", hosts)
        settings.load.cache_clear()
        gc.unfreeze()

    assert [getattr(entry.cls, "__name__", "") for entry in options["middleware"]] == [
        "Metering",
        "ProxyHeadersMiddleware",
        "foreign_host_gate",
        "OriginGate",
        "Hardening",
        "Limits",
        "SessionGate",
        "Uploads",
    ]
    assert capsys.readouterr().out.count("https://kompass.example/invitation/") == 1


def test_a_data_directory_without_reference_does_not_stop_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "notes.txt").write_text("someone else's folder")
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(tmp_path))
    settings.load.cache_clear()
    try:
        launch()
    finally:
        settings.load.cache_clear()
        gc.unfreeze()

    assert str(tmp_path) in caplog.text
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_warming_up_loads_what_pages_need() -> None:
    warm_up()

    assert {"duckdb", "pandas", "pyarrow", "plotly.graph_objects", "web.shared.frame"} <= set(sys.modules)


@pytest.mark.parametrize("starter", [STREAMLIT_RUN, ()], ids=["streamlit run", "python"])
def test_started_from_another_directory_it_keeps_to_this_machine(starter: Sequence[str], tmp_path: Path) -> None:
    """The configuration lies beside the script and not where the server is started."""
    script = copy_launcher(tmp_path / "app", 'st.write("leer")')
    with serve(script, tmp_path, starter=starter) as served:
        with urllib.request.urlopen(f"{served.url}/topics", timeout=20) as answer:
            policy = answer.headers["Content-Security-Policy"]
        log = served.log.read_text(encoding="utf-8")

    assert served.url.startswith("http://127.0.0.1:")
    assert "Network URL" not in log
    assert policy.startswith("default-src 'self'")
