"""The settings of providers."""

import pytest

from maturity.errors import SettingInvalid
from web.server.access.providers import Provider, read_providers

GIVEN = {
    "DIGITALKOMPASS_OIDC_BUEHL_ISSUER": "https://anmeldung.buehl.example",
    "DIGITALKOMPASS_OIDC_BUEHL_CLIENT_ID": "kompass",
    "DIGITALKOMPASS_OIDC_BUEHL_CLIENT_SECRET": "geheim",
    "DIGITALKOMPASS_OIDC_BUEHL_LABEL": "Stadt Bühl",
    "DIGITALKOMPASS_DATA": "data",
}


def test_a_provider_is_read_by_its_name() -> None:
    expected = Provider("buehl", "Stadt Bühl", "https://anmeldung.buehl.example", "kompass", "geheim")

    assert read_providers(GIVEN) == {"buehl": expected}


@pytest.mark.parametrize("missing", ["ISSUER", "CLIENT_ID", "CLIENT_SECRET"])
def test_what_is_missing_is_named(missing: str) -> None:
    name = f"DIGITALKOMPASS_OIDC_BUEHL_{missing}"

    with pytest.raises(SettingInvalid, match=name):
        read_providers({**GIVEN, name: ""})


@pytest.mark.parametrize("issuer", ["http://anmeldung.buehl.example", "passkey", "password", "ftp://x"])
def test_an_issuer_without_tls_or_with_our_own_names_is_refused(issuer: str) -> None:
    with pytest.raises(SettingInvalid):
        read_providers({**GIVEN, "DIGITALKOMPASS_OIDC_BUEHL_ISSUER": issuer})
