"""The sample network as real code builds it: once per test run, copied for each test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings as hypothesis_settings

from etl.start import prepare
from maturity import language, settings
from tests import postgresql

# How long one example takes says something about the machine, nothing about the program.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")

TESTS = Path(__file__).parent
SHARED = TESTS.parent.parent / "shared"
# Folders and files whose tests draw pages or papers, start servers, ask two databases, kill processes, or solve much.
SLOW = ("pages", "numbers", "benchmarks", "fuzz", "web/services", "web/server", "web/papers", "ledger", "etl/bulk",
        "etl/test_publish.py", "etl/test_hostile.py", "etl/test_round_trip.py", "analysis/leads/solver",
        "analysis/leads/test_rule_panel.py", "analysis/leads/test_alternatives.py", "analysis/robustness",
        "analysis/transfer/test_lessons.py", "test_real_network.py")  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the texts of papers as they are read out be written anew, see tests/web/papers/test_spoken.py."""
    parser.addoption("--write-spoken", action="store_true")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what takes seconds, so that `make check` stays quick; put browser tests last.

    Playwright keeps its event loop running to the end; tests that run a loop of their own must come before.
    """
    slow = [TESTS / place for place in SLOW]
    for item in items:
        if any(place in (item.path, *item.path.parents) for place in slow):
            item.add_marker(pytest.mark.slow)
    yield
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def prepared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory made by the first start: reference, ledger with the sample answers, snapshot."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    prepare(settings.Settings(data=data, ledger_url=f"sqlite:///{data / 'ledger.sqlite'}"))
    return data


@pytest.fixture
def sample(prepared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[settings.Settings]:
    """Settings of a fresh copy of the sample network, in force for this test."""
    data = tmp_path / "data"
    shutil.copytree(prepared_data, data)
    yield from _use(data, monkeypatch)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[settings.Settings]:
    """Settings of a network with reference data but no answers, in force for this test."""
    data = tmp_path / "data"
    shutil.copytree(settings.PROJECT / "data" / "reference", data / "reference")
    for made in _use(data, monkeypatch):
        prepare(made)
        yield made


def _use(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[settings.Settings]:
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(data))
    monkeypatch.delenv("DIGITALKOMPASS_LEDGER", raising=False)
    settings.load.cache_clear()
    yield settings.load()
    settings.load.cache_clear()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Path]:
    """A private PostgreSQL server; its folder."""
    postgresql.require_postgresql()
    with postgresql.cluster() as folder:
        yield folder


@pytest.fixture
def database_url(cluster: Path) -> str:
    """An empty place on it."""
    return postgresql.create_place(cluster, f"test_{uuid4().hex}")


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """Each test starts in German, whatever the one before chose."""
    language.use("de")
    yield
    language.use("de")


@pytest.fixture(scope="session")
def real_answers() -> Path:
    """The 35 real responses; they stand beside the project, not in it."""
    place = SHARED / "real" / "odm2023"
    if not place.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{place} is absent, but CI must run nothing skipped")
        pytest.skip("the real responses in ../shared/real/odm2023 are absent")
    return place
