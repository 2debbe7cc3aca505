"""Security headers and the rewritten page."""

from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import Receive, Scope, Send

from tests.web.server.asgi import Answer, ask
from web.server.headers import Hardening, hash_inline_scripts, rewrite_page

PAGE = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()


async def serve_index(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer as Streamlit does: the same page for every address, and 304 for a browser that has it already."""
    known = Request(scope).headers.get("if-none-match")
    response = PlainTextResponse("", status_code=304) if known else HTMLResponse(PAGE, headers={"etag": "x"})
    await response(scope, receive, send)


async def serve_text(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("ok", headers={"Referrer-Policy": "unsafe-url"})(scope, receive, send)


def policy(answer: Answer) -> dict[str, str]:
    """The policy by directive."""
    parts = answer.headers["content-security-policy"].split("; ")
    return {name: sources for name, _, sources in (part.partition(" ") for part in parts)}


def test_the_page_says_which_language_it_is_in() -> None:
    answers = {query: ask(Hardening(serve_index), query=query).body for query in ("", "lang=en", "lang=xx", "wave=1")}

    assert {query: body.split(b'<html lang="')[1][:2] for query, body in answers.items()} == {
        "": b"de",
        "lang=en": b"en",
        "lang=xx": b"de",
        "wave=1": b"de",
    }


def test_the_policy_allows_the_one_inline_script_by_its_hash_and_no_other() -> None:
    """The hash is that of the bytes between the tags, as the browser computes it."""
    answer = ask(Hardening(serve_index), "/topics")
    script = answer.body.split(b"<script>")[1].split(b"</script>")[0]
    own, allowed = policy(answer)["script-src"].split()

    assert own == "'self'"
    assert b64decode(allowed.removeprefix("'sha256-").removesuffix("'")) == sha256(script).digest()


def test_nothing_is_loaded_from_another_host() -> None:
    directives = policy(ask(Hardening(serve_index)))

    assert directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == "'self'"
    assert directives["object-src"] == "'none'"
    assert not any("http" in sources or "*" in sources or "unsafe-eval" in sources for sources in directives.values())


def test_our_script_is_loaded_once_and_not_inline() -> None:
    body = ask(Hardening(serve_index)).body

    assert body.count(b'<script src="./kompass/phrases.js" defer></script>') == 1
    assert len(hash_inline_scripts(body)) == len(hash_inline_scripts(PAGE)) == 1


def test_a_browser_without_scripts_is_told_in_the_readers_language() -> None:
    german, english = rewrite_page(PAGE, "de").decode(), rewrite_page(PAGE, "en").decode()

    assert "Dieses Dashboard braucht JavaScript" in german
    assert "This dashboard needs JavaScript" in english
    assert "You need to enable" not in german + english


def test_the_answer_has_the_length_of_the_rewritten_page() -> None:
    answer = ask(Hardening(serve_index))

    assert answer.headers["content-length"] == str(len(answer.body))
    assert "etag" not in answer.headers


def test_a_browser_that_knows_the_page_gets_it_again() -> None:
    """A 304 would let the browser show its copy, whose policy and language may be others."""
    answer = ask(Hardening(serve_index), "/topics", headers={"if-none-match": "x", "accept-encoding": "gzip"})

    assert (answer.status, answer.body[-8:]) == (200, b"</html>\n")


@pytest.mark.parametrize("path", ["/static/js/index.js", "/_stcore/health", "/media/report.pdf", "/topics"])
def test_every_answer_carries_the_headers_once(path: str) -> None:
    """An application's own, weaker header is replaced."""
    headers = ask(Hardening(serve_text), path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["permissions-policy"].startswith("camera=()")
    assert headers["content-security-policy"].startswith("default-src 'self'; script-src 'self';")


def test_a_resource_may_still_answer_that_the_browser_has_it() -> None:
    answer = ask(Hardening(serve_index), "/static/js/index.js", headers={"if-none-match": "x"})

    assert answer.status == 304


def test_style_sheet_and_focus_script_come_from_this_server_named_by_their_content() -> None:
    body = ask(Hardening(serve_index)).body

    assert body.count(b'<link rel="stylesheet" href="./kompass/static/page.css?') == 1
    assert body.count(b'<script src="./kompass/static/page.js?') == 1


def test_behind_tls_browsers_are_told_to_stay_with_it() -> None:
    secure, plain = (ask(Hardening(serve_index, is_secure=is_secure)).headers for is_secure in (True, False))

    assert secure["strict-transport-security"].startswith("max-age=31536000")
    assert "strict-transport-security" not in plain


def test_only_a_page_with_sign_in_watches_over_its_session() -> None:
    watching, local = (ask(Hardening(serve_index, has_sign_in=has)).body.decode() for has in (True, False))

    assert (watching.count("session.js"), local.count("session.js")) == (1, 0)
