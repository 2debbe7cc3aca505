"""What each audience sees on pages, in the interface, in files: what was released to it, and how much is left out."""

from collections.abc import Iterator

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.runtime.context import ContextProxy

from etl.publish import publish
from maturity import settings
from maturity.errors import StoreBusy
from maturity.ledger import open_ledger
from maturity.ledger.refusals import read_refusals
from maturity.rights import LOCAL_COORDINATOR, ROLES, Actor, Audience, Role, may
from maturity.store import current_snapshot, query, snapshot_for
from maturity.store.snapshots import cursor_of
from tests.builders import change_reference
from tests.pages.harness import run_page, texts
from web.papers.council_paper import council_paper
from web.server import api
from web.services import accounts, opened, snapshot
from web.shared.menu import MENU

WAVE, ETTLINGEN = "2026-2", "08215017"
SENSITIVE = "infosicherheit"
GOOD = "Regen auf dem Rathausdach"
RELEASED: dict[Role, set[str]] = {"visitor": {"oeffentlich"}, "council": {"rat", "oeffentlich"}}


@pytest.fixture
def real(sample: settings.Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[settings.Settings]:
    """The answers of the sample network as if they were real, on a server with sign-in."""
    change_reference(sample, "waves.csv", {"2026-04-30;1": "2026-04-30;0", "2026-10-31;1": "2026-10-31;0"})
    monkeypatch.setenv("DIGITALKOMPASS_PUBLIC_URL", "http://localhost:8501")
    settings.load.cache_clear()
    publish(open_ledger(sample.ledger_url), settings.load())
    yield settings.load()
    snapshot.show_to(None)


@pytest.fixture
def values(real: settings.Settings) -> pd.DataFrame:
    """All values in force, straight from the ledger, with what each city said about who may see them."""
    found = open_ledger(real.ledger_url).values_in_force()
    said = found.loc[found["item_id"] == "visibility"].set_index(["city_id", "wave_id"])["code"]
    keys = pd.MultiIndex.from_frame(found[["city_id", "wave_id"]])
    return found.assign(visibility=said.reindex(keys).fillna("netzwerk").to_numpy())


def _sign_in(role: Role, monkeypatch: pytest.MonkeyPatch) -> str:
    """Sign an account of this role in; from here on the browser of the page tests sends its cookie."""
    city_id = "08216007" if role == "officer" else None
    link = accounts.invite(LOCAL_COORDINATOR, name=f"Stelle {role}", role=role, city_id=city_id)
    token = accounts.open_session(accounts.accept_with_password(link.rpartition("/")[2], GOOD))
    monkeypatch.setattr(ContextProxy, "cookies", {accounts.session_cookie(): token})
    return token


def _released(values: pd.DataFrame, role: Role) -> pd.DataFrame:
    return values.loc[values["visibility"].isin(RELEASED[role])]


def _hidden_names(values: pd.DataFrame, role: Role) -> set[str]:
    """The cities of which this role sees nothing in the wave."""
    cities = opened.reference().cities.set_index("city_id")["name"]
    seen = _released(values, role).query("wave_id == @WAVE")["city_id"]
    return set(cities) - set(cities[seen.unique()])


@pytest.mark.parametrize("role", ["visitor", "council"])
def test_no_page_names_a_city_or_topic_that_was_not_released(
    role: Role, values: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    _sign_in(role, monkeypatch)
    hidden = _hidden_names(values, role) | {"Informationssicherheit"}
    pages = {name: entry for name, entry in MENU.items() if entry.right == "read_public"}

    for entry in pages.values():
        page = run_page(entry.file, wave=WAVE)
        shown = texts(page)
        assert not page.exception, entry.file
        assert not page.error, (entry.file, page.error)
        assert not [name for name in hidden if name in shown], entry.file
        assert "Nicht enthalten" in shown, entry.file
    assert set(pages) == {"start", "topics", "cities", "map", "overlaps", "transfer", "explore", "method"}
    assert hidden > {"Informationssicherheit"}


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("role", ROLES)
def test_pages_that_show_the_ledger_open_to_members_alone(role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    """The menu holds what the role may open; another address is refused in words, and in the log."""
    _sign_in(role, monkeypatch)
    actor = Actor(f"Stelle {role}", role, "08216007" if role == "officer" else None)
    closed = [entry for entry in MENU.values() if not may(actor, entry.right)]

    shown = run_page(MENU["map"].file)
    for entry in closed:
        assert "darf dies nicht" in run_page(entry.file).error[0].value

    links = [element.proto.page for element in shown.sidebar.get("page_link")]
    assert len(links) == len(MENU) - len(closed)
    assert len(read_refusals(opened.ledger().database)) == len(closed)
    assert bool(closed) == (role != "coordinator")


@pytest.mark.parametrize("role", ["visitor", "council"])
def test_the_page_says_how_much_is_left_out_and_why(
    role: Role, values: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted once more, from the ledger: answers to questions, of the wave in view."""
    questions = opened.reference().questions.set_index("question_id")["topic_id"]
    asked = values.loc[(values["item"] == "question") & (values["wave_id"] == WAVE)]
    is_sensitive = asked["item_id"].map(questions) == SENSITIVE
    is_kept_back = ~is_sensitive & ~asked["visibility"].isin(RELEASED[role])
    _sign_in(role, monkeypatch)

    shown = texts(run_page(MENU["start"].file, wave=WAVE))

    for is_out in (is_sensitive, is_kept_back):
        assert f": Antworten {is_out.sum()}, Städte {asked.loc[is_out, 'city_id'].nunique()}." in shown


@pytest.mark.parametrize("role", ["visitor", "council", "member"])
def test_the_interface_computes_from_what_was_released(
    role: Role, values: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of levels given per city: counted in the ledger, and asked of the interface."""
    token = _sign_in(role, monkeypatch)
    client = TestClient(Starlette(routes=api.routes()), cookies={accounts.session_cookie(): token})
    seen = values.loc[(values["item"] == "question") & (values["wave_id"] == WAVE) & values["code"].str.isdigit()]
    if role != "member":
        questions = opened.reference().questions.set_index("question_id")["topic_id"]
        seen = _released(seen, role)
        seen = seen.loc[seen["item_id"].map(questions) != SENSITIVE]
    cities = opened.reference().cities
    names = dict(zip(cities["city_id"], cities["name"], strict=True))
    expected = seen["city_id"].map(names).value_counts().to_dict()

    asked = {"rows": "city", "measure": "answer_count", "wave": WAVE, "with": ""}
    found = client.get("/api/v1/cells", params=asked).json()

    actual = {row[0]: row[-1] for row in found["rows"] if row[0] in set(names.values())}
    assert {city: count for city, count in actual.items() if count} == expected
    assert ("Nicht enthalten" in " ".join(found["notes"])) == (role != "member")
    assert client.get("/api/v1/query", params={"sql": "select 1"}).status_code == 403


@pytest.mark.parametrize(("audience", "role"), [("public", "visitor"), ("council", "council")])
def test_the_file_itself_holds_nothing_more(
    audience: Audience, role: Role, values: pd.DataFrame, real: settings.Settings
) -> None:
    """Values and parts as released; of the public's also no text that somebody wrote freely."""
    own = snapshot_for(current_snapshot(real.snapshots), audience)
    released = _released(values, role)

    with cursor_of(own) as cursor:
        stored = cursor.table("stg_values").df()
        logged = cursor.table("log_submissions").df()
        topics = {topic_id for (topic_id,) in cursor.execute("select topic_id from ref_topics").fetchall()}
        marts = cursor.execute("select distinct city_id, wave_id from mart_topic_scores").fetchall()

    parts = set(zip(released["city_id"], released["wave_id"], strict=True))
    assert set(zip(stored["city_id"], stored["wave_id"], strict=True)) == parts == set(marts)
    assert SENSITIVE not in topics
    assert SENSITIVE not in set(stored["topic_id"])
    assert not set(stored["item_id"]) & {"contact", "role_of_respondent", "topics_excluded"}
    assert logged[["file_name", "actor"]].isna().all(axis=None)
    assert logged["answer_count"].sum() == len(stored)
    free = {"bp_text", "bp_url", "evidence", "fund_running"}
    assert bool(free & set(stored["item_id"])) == (audience == "council")
    assert own.path.stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_of_an_audience_is_made_anew(real: settings.Settings) -> None:
    network = current_snapshot(real.snapshots)
    public = snapshot_for(network, "public")
    assert public.path.exists()

    public.path.write_bytes(b"damaged")
    with pytest.raises(StoreBusy):
        query(public, "waves")

    assert len(query(snapshot_for(network, "public"), "waves")) == 3


@pytest.mark.usefixtures("real")
def test_who_has_not_said_who_looks_is_shown_what_is_public() -> None:
    """Code that forgets to name its reader must not show too much."""
    snapshot.show_to(None)

    assert snapshot.audience() == "public"
    assert snapshot.snapshot().audience == "public"


@pytest.mark.usefixtures("real")
def test_a_paper_with_answers_that_councils_may_not_see_says_so() -> None:
    """In 2026-2, 3 of the 8 cities that answered show their answers to the network alone."""
    snapshot.show_to(LOCAL_COORDINATOR)

    assert council_paper(WAVE, ETTLINGEN, False).notice == (
        "Nur für das Netzwerk: 3 Städte haben ihre Angaben nicht für Gemeinderäte freigegeben"
    )


@pytest.mark.usefixtures("sample")
def test_without_sign_in_everything_is_shown_and_no_further_file_made() -> None:
    shown = texts(run_page(MENU["start"].file, wave=WAVE))

    assert "Nicht enthalten" not in shown
    assert snapshot.snapshot().audience == "network"
    assert [path.name for path in snapshot.snapshot().directory.glob("*.duckdb")] == ["maturity-000001.duckdb"]
