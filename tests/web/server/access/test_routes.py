"""Signing in and accepting invitations over HTTP."""

import re

import pytest
from starlette.testclient import TestClient

from maturity import settings
from maturity.rights import LOCAL_COORDINATOR
from tests.web.server.access.conftest import GOOD, URL, size_of
from web.services import accounts


def _accept(visitor: TestClient, token: str, password: str = GOOD, again: str | None = None) -> int:
    form = {"password": password, "again": password if again is None else again}
    return int(visitor.post(f"/invitation/{token}/password", data=form).status_code)


def test_an_invitation_says_whom_it_is_for(visitor: TestClient, token: str) -> None:
    german, english = visitor.get(f"/invitation/{token}").text, visitor.get(f"/invitation/{token}?lang=en").text

    assert "Digitalbüro Bühl" in german and "Digitalbüro, Bühl" in german
    assert '<html lang="en">' in english and "digital officer, Bühl" in english


def test_a_password_accepts_it_once_and_signs_in(visitor: TestClient, token: str) -> None:
    assert _accept(visitor, token) == 303
    assert accounts.is_signed_in(visitor.cookies["dk_session"])

    assert _accept(visitor, token) == 404
    assert "ungültig oder abgelaufen" in visitor.get(f"/invitation/{token}").text


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [("kurz", "kurz", "12 bis 200 Zeichen"), (GOOD, GOOD + " ", "stimmen nicht überein")],
)
def test_an_unfit_password_uses_nothing_up(
    visitor: TestClient, token: str, password: str, again: str, said: str
) -> None:
    answer = visitor.post(f"/invitation/{token}/password", data={"password": password, "again": again})

    assert (answer.status_code, said in answer.text) == (400, True)
    assert accounts.find_invitation(token)


@pytest.mark.parametrize(
    "wanted", ["/topics?wave=2026-1", "https://evil.example", "//evil.example", "/\\evil", "/a\nb"]
)
def test_after_sign_in_comes_the_page_asked_for_and_no_foreign_one(
    visitor: TestClient, token: str, wanted: str
) -> None:
    _accept(visitor, token)

    answer = visitor.post("/sign-in/password", data={"name": "Digitalbüro Bühl", "password": GOOD, "next": wanted})

    expected = wanted if wanted.startswith("/topics") else "/"
    assert (answer.status_code, answer.headers["location"]) == (303, expected)


def test_the_cookie_is_out_of_reach_for_scripts_and_foreign_sites(visitor: TestClient, token: str) -> None:
    answer = visitor.post(f"/invitation/{token}/password", data={"password": GOOD, "again": GOOD})

    cookie = next(text for text in answer.headers.get_list("set-cookie") if text.startswith("dk_session"))
    assert {"HttpOnly", "SameSite=lax", "Max-Age=28800", "Path=/"} <= set(cookie.split("; "))


def test_behind_tls_the_cookie_is_bound_to_tls_and_host(
    visitor: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_PUBLIC_URL", "https://kompass.example")
    settings.load.cache_clear()

    answer = visitor.post(f"/invitation/{token}/password", data={"password": GOOD, "again": GOOD})

    cookie = next(text for text in answer.headers.get_list("set-cookie") if text.startswith("__Host-dk_session"))
    assert {"Secure", "Path=/"} <= set(cookie.split("; ")) and "Domain" not in cookie


def test_a_wrong_password_says_no_more_than_a_wrong_name(
    visitor: TestClient, token: str, network: settings.Settings
) -> None:
    _accept(visitor, token)
    visitor.cookies.clear()

    answers = [
        visitor.post("/sign-in/password", data={"name": name, "password": "geraten"})
        for name in ("Digitalbüro Bühl", "Digitalbüro Niemand")
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert len({re.sub("Digitalbüro (Bühl|Niemand)", "", answer.text) for answer in answers}) == 1
    assert not any("dk_session" in answer.headers.get("set-cookie", "") for answer in answers)


def test_strangers_leave_no_byte(visitor: TestClient, network: settings.Settings) -> None:
    before = size_of(network.data)

    for path in ("/sign-in", "/sign-in?next=/topics", "/invitation/erfunden", "/sign-out"):
        assert visitor.get(path).status_code in (200, 404)
    visitor.post("/sign-in/password", data={"name": "Niemand", "password": "geraten" * 1000})
    visitor.post("/sign-in/passkey/options")
    visitor.post("/sign-in/passkey", content=b'{"id": "AAAA"}')
    visitor.post("/invitation/erfunden/passkey", content=b"no json")
    visitor.post("/invitation/erfunden/password", data={"password": GOOD, "again": GOOD})
    visitor.post("/sign-out")

    assert size_of(network.data) == before


def test_a_locked_account_is_told_so(visitor: TestClient, token: str) -> None:
    _accept(visitor, token)
    coordinator = accounts.invite(LOCAL_COORDINATOR, name="Koordination", role="coordinator").rpartition("/")[2]
    accounts.accept_with_password(coordinator, GOOD)
    (officer,) = [one for one in accounts.list_accounts(LOCAL_COORDINATOR) if one.role == "officer"]
    accounts.lock(LOCAL_COORDINATOR, officer.account_id, reason="Gerät verloren")

    answer = visitor.post("/sign-in/password", data={"name": "Digitalbüro Bühl", "password": GOOD})

    assert (answer.status_code, "Dieses Konto ist gesperrt" in answer.text) == (403, True)


def test_signing_out_ends_the_session_on_the_server(visitor: TestClient, session: str) -> None:
    visitor.cookies.set("dk_session", session)

    asked = visitor.get("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert "<button" in asked.text and accounts.is_signed_in(session)
    left = visitor.get("/sign-out", headers={"sec-fetch-site": "same-origin"})

    assert (left.status_code, left.headers["location"]) == (303, "/sign-in?lang=de")
    assert not accounts.is_signed_in(session)


def test_a_new_session_replaces_the_old_one(visitor: TestClient, session: str) -> None:
    visitor.cookies.set("dk_session", session)

    visitor.post("/sign-in/password", data={"name": "Digitalbüro Bühl", "password": GOOD})

    assert not accounts.is_signed_in(session)


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b'{"id": 1}', b'{"id": "AAAA", "response": null}'])
def test_a_malformed_passkey_is_refused_in_words(visitor: TestClient, token: str, answer: bytes) -> None:
    visitor.post(f"/invitation/{token}/passkey/options")

    refused = visitor.post(f"/invitation/{token}/passkey", content=answer)

    assert (refused.status_code, refused.json()["error"].startswith("Das hat nicht geklappt")) == (400, True)
    assert visitor.post("/sign-in/passkey", content=answer).status_code == 400


def test_names_and_addresses_are_shown_as_text(visitor: TestClient, network: settings.Settings) -> None:
    name = "<script>alert(1)</script>"
    link = accounts.invite(LOCAL_COORDINATOR, name=name, role="member")

    pages = [
        visitor.get(link.removeprefix(URL)).text,
        visitor.get("/sign-in", params={"next": f'/"{name}', "lang": f'"{name}'}).text,
        visitor.post("/sign-in/password", data={"name": f'"{name}', "password": "geraten"}).text,
    ]

    assert not any("<script>alert" in page for page in pages)


def test_the_first_link_is_for_the_coordination_office_and_only_while_nobody_is_there(
    network: settings.Settings,
) -> None:
    first, second = accounts.first_link(), accounts.first_link()
    assert first and second
    accounts.accept_with_password(second.rpartition("/")[2], GOOD)

    assert accounts.first_link() is None
    assert [(one.name, one.role) for one in accounts.list_accounts(LOCAL_COORDINATOR)] == [
        ("Koordinierungsstelle", "coordinator")
    ]
    assert accounts.list_invitations(LOCAL_COORDINATOR) == []
