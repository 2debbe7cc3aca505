"""The token that a program brings: `Authorization: Bearer ...`, or as the password of `Basic`, which Excel can send."""

import base64
import binascii

from starlette.datastructures import Headers
from starlette.types import Scope

API = "/api/v1"


def api_token_of(scope: Scope) -> str:
    """Return the token of a request to the interface, empty if it brings none; elsewhere tokens mean nothing."""
    if scope["type"] != "http" or not scope["path"].startswith(f"{API}/"):
        return ""
    kind, _blank, given = Headers(scope=scope).get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return given.strip()
    return _password(given.strip()) if kind.lower() == "basic" else ""


def _password(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
