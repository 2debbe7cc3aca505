"""The pages of sign-in as HTML: plain, one column, usable by keyboard and without a mouse."""

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from maturity.language import _, current, use
from web.server.headers import ACCESSIBILITY_PATH, language_of

LONGEST_ADDRESS = 2000
PLACE = Path(__file__).parent / "templates"


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(PLACE), autoescape=True, undefined=StrictUndefined)


def page(request: Request, template: str, /, *, status: int = 200, **values: object) -> Response:
    """Answer with a template; it is never cached, for it may show an invitation."""
    use(language_of(request.scope))
    other = {"de": "en", "en": "de"}[current()]
    text = (
        _templates()
        .get_template(f"{template}.html")
        .render(
            _=_,
            language=current(),
            other=other,
            other_address=_in_language(request, other),
            **values,
        )
    )
    return HTMLResponse(text, status_code=status, headers={"Cache-Control": "no-store"})


def _in_language(request: Request, language: str) -> str:
    """Return the page's address in another language; after a form was sent, that of the page with the form."""
    token, wanted = request.path_params.get("token"), request.query_params.get("next")
    own = request.url.path if request.url.path in ("/sign-out", ACCESSIBILITY_PATH) else "/sign-in"
    place = f"/invitation/{token}" if token else own
    return f"{place}?{urlencode({'lang': language} | ({'next': wanted} if wanted else {}))}"


def safe_next(address: str | None) -> str:
    """Return a page's address on this server; anything else becomes the overview."""
    if address is None or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    return address if address.isprintable() and len(address) < LONGEST_ADDRESS else "/"
