"""Security headers on every answer, and Streamlit's page made ours: its language, its title, one script.

Streamlit serves one `index.html` for all pages. It is rewritten while it passes, so that nothing of the installed
package is patched. Pure ASGI: a websocket and a download pass untouched.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maturity.language import LANGUAGES, N_, _, use

TITLE = "Digitalkompass"
NO_SCRIPT = N_("This dashboard needs JavaScript. Please switch it on in your browser.")
SCRIPT_PATH = "/kompass/phrases.js"
STATIC_PATH = "/kompass/static"
STATIC = Path(__file__).parent.parent / "static"


def _named_by_content(file: str) -> str:
    """Return a file's address with a digest, so that no browser shows a page in the clothes of the version before."""
    return f"{STATIC_PATH}/{file}?{sha256((STATIC / file).read_bytes()).hexdigest()[:8]}"


STYLE_PATH, FOCUS_PATH = _named_by_content("page.css"), _named_by_content("page.js")
SESSION_PATH = _named_by_content("session.js")
TAKE_AWAY_PATH = _named_by_content("take-away.js")
SCRIPTS = (SCRIPT_PATH, FOCUS_PATH, TAKE_AWAY_PATH)

# The accessibility statement, open to everybody.
ACCESSIBILITY_PATH = "/accessibility"
# Paths that never answer with the page; all others do, also those that do not exist.
RESOURCE_PATHS = (
    "/_stcore/",
    "/static/",
    "/media/",
    "/component/",
    "/kompass/",
    "/api/",
    ACCESSIBILITY_PATH,
    "/sign-in",
    "/sign-out",
    "/invitation/",
)
# With these the page would arrive compressed, in part, or not at all, and could not be rewritten.
DROPPED_REQUEST_HEADERS = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"}

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def security_policy(script_hashes: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy: everything from the own host, inline scripts only by their hash."""
    scripts = " ".join(["script-src 'self'", *(f"'{script_hash}'" for script_hash in script_hashes)])
    return "; ".join(
        [
            "default-src 'self'",
            scripts,
            "style-src 'self' 'unsafe-inline'",  # Streamlit and Plotly write style elements
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


def hash_inline_scripts(page: bytes) -> list[str]:
    """Return `sha256-...` of each inline script of a page, as a policy names it."""
    scripts = re.findall(rb"<script>(.*?)</script>", page, flags=re.DOTALL)
    return [f"sha256-{b64encode(sha256(script).digest()).decode()}" for script in scripts]


def language_of(scope: Scope) -> str:
    """Return the language a request asks for by `?lang=`, German if none or an unknown one."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    return asked if asked in LANGUAGES else "de"


def rewrite_page(page: bytes, language: str, scripts: Iterable[str] = SCRIPTS) -> bytes:
    """Give Streamlit's page its language, title, text for browsers without scripts, our style sheet and scripts."""
    use(language)
    text = re.sub(r'<html lang="\w+">', f'<html lang="{language}">', page.decode(), count=1)
    text = re.sub(r"<title>.*?</title>", f"<title>{TITLE}</title>", text, count=1)
    notice = f"<noscript><p>{escape(_(NO_SCRIPT))}</p></noscript>"
    text = re.sub(r"<noscript>.*?</noscript>", notice, text, count=1, flags=re.DOTALL)
    # Relative like Streamlit's own scripts, so that it resolves below a base path too.
    tags = "\n  ".join(f'<script src=".{path}" defer></script>' for path in scripts)
    ours = f'<link rel="stylesheet" href=".{STYLE_PATH}">\n  {tags}\n  '
    return text.replace("</head>", f"{ours}</head>", 1).encode()


def is_page_request(scope: Scope) -> bool:
    """Tell whether a request may be answered by the page."""
    return scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(RESOURCE_PATHS)


class Hardening:
    """Set the security headers and rewrite the page.

    Args:
        app: what answers.
        has_sign_in: whether pages watch over their session.
        is_secure: whether browsers reach the server by TLS, and shall never do otherwise.
    """

    def __init__(self, app: ASGIApp, *, has_sign_in: bool = False, is_secure: bool = False) -> None:
        self.app = app
        self.scripts = (*SCRIPTS, SESSION_PATH) if has_sign_in else SCRIPTS
        self.headers = {**FIXED_HEADERS, **(HSTS if is_secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; a websocket passes untouched."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif is_page_request(scope):
            kept = [(name, value) for name, value in scope["headers"] if name not in DROPPED_REQUEST_HEADERS]
            await self.app({**scope, "headers": kept}, receive, _Rewriting(self, scope, send))
        else:
            await self.app(scope, receive, self._with_headers(send))

    def harden(self, start: Message, policy: str) -> None:
        """Set the headers of an answer that starts."""
        headers = MutableHeaders(scope=start)
        for name, value in {**self.headers, "Content-Security-Policy": policy}.items():
            headers[name] = value

    def _with_headers(self, send: Send) -> Send:
        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.harden(message, security_policy())
            await send(message)

        return send_hardened


class _Rewriting:
    """Hold an HTML answer back until it is complete, rewrite it, send it on; pass anything else."""

    def __init__(self, hardening: Hardening, scope: Scope, send: Send) -> None:
        self.hardening = hardening
        self.scope = scope
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.hardening.harden(message, security_policy())
            if MutableHeaders(scope=message).get("content-type", "").startswith("text/html"):
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._finish(self.start)

    async def _finish(self, start: Message) -> None:
        page = rewrite_page(self.body, language_of(self.scope), self.hardening.scripts) if self.body else b""
        self.hardening.harden(start, security_policy(hash_inline_scripts(page)))
        headers = MutableHeaders(scope=start)
        for name in ("etag", "last-modified", "content-length"):  # they describe the page before it was rewritten
            del headers[name]
        if page:  # an answer to HEAD has none
            headers["content-length"] = str(len(page))
        await self.send(start)
        await self.send({"type": "http.response.body", "body": page})
