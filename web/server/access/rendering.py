"""The pages of sign-in as HTML: plain, one column, usable by keyboard and without a mouse."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from maturity.language import _, current, use
from web.server.headers import language_of

LONGEST_ADDRESS = 2000
PLACE = Path(__file__).parent / "templates"


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(PLACE), autoescape=True, undefined=StrictUndefined)


def page(request: Request, template: str, /, *, status: int = 200, **values: object) -> Response:
    """Answer with a template; it is never cached, for it may show an invitation."""
    use(language_of(request.scope))
    other = {"de": "en", "en": "de"}[current()]
    address = request.url.include_query_params(lang=other)
    text = (
        _templates()
        .get_template(f"{template}.html")
        .render(
            _=_,
            language=current(),
            other=other,
            other_address=f"{address.path}?{address.query}",
            **values,
        )
    )
    return HTMLResponse(text, status_code=status, headers={"Cache-Control": "no-store"})


def safe_next(address: str | None) -> str:
    """Return a page's address on this server; anything else becomes the overview."""
    if address is None or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    return address if address.isprintable() and len(address) < LONGEST_ADDRESS else "/"
