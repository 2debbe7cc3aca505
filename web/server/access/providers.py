"""Sign-in by the city's own provider (OpenID Connect): several, each by its issuer's address.

`DIGITALKOMPASS_OIDC_<NAME>_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET`, `_LABEL`. What an account may do comes from our own
table, by issuer and subject together, never from the provider's claims.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.errors import SettingInvalid
from maturity.language import _

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import StarletteOAuth2App

PREFIX = "DIGITALKOMPASS_OIDC_"
SETTING = re.compile(PREFIX + r"([A-Z0-9]+)_(ISSUER|CLIENT_ID|CLIENT_SECRET|LABEL)")
NEEDED = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
ISSUER = re.compile(r"https://\S+|http://(localhost|127\.0\.0\.1)(:\d+)?(/\S*)?")
SECONDS = 10


@dataclass(frozen=True)
class Provider:
    """A provider. `name` stands in addresses, `label` on the button."""

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str


def read_providers(environment: Mapping[str, str]) -> dict[str, Provider]:
    """Read the providers from the environment, by name in their order.

    Raises:
        SettingInvalid: one lacks a setting, or an issuer is no address.
    """
    settings: dict[str, dict[str, str]] = {}
    for variable, value in sorted(environment.items()):
        found = SETTING.fullmatch(variable)
        if found and value:
            settings.setdefault(found[1], {})[found[2]] = value.strip()
    return {name.lower(): _provider(name, given) for name, given in settings.items()}


def _provider(name: str, given: Mapping[str, str]) -> Provider:
    for setting in NEEDED:
        if setting not in given:
            raise SettingInvalid(name=f"{PREFIX}{name}_{setting}", value="", expected=_("set"))
    if not ISSUER.fullmatch(given["ISSUER"]):
        expected = _("the address of the provider, starting with https://")
        raise SettingInvalid(name=f"{PREFIX}{name}_ISSUER", value=given["ISSUER"], expected=expected)
    return Provider(
        name=name.lower(),
        label=given.get("LABEL", name.title()),
        issuer=given["ISSUER"],
        client_id=given["CLIENT_ID"],
        client_secret=given["CLIENT_SECRET"],
    )


def make_clients(providers: Mapping[str, Provider]) -> "dict[str, StarletteOAuth2App]":
    """Return a client for each provider; it keeps state, nonce and PKCE verifier in the signed cookie."""
    if not providers:
        return {}
    # Not before it is needed: it says on the console that it will want another library one day.
    from authlib.integrations.starlette_client import OAuth

    registry = OAuth()
    return {
        name: registry.register(
            name,
            client_id=provider.client_id,
            client_secret=provider.client_secret,
            server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid", "code_challenge_method": "S256", "timeout": SECONDS},
        )
        for name, provider in providers.items()
    }


def claims_of(provider: Provider) -> dict[str, object]:
    """Return what a token must say: this very issuer, and a subject."""
    return {"iss": {"essential": True, "value": provider.issuer}, "sub": {"essential": True}}
