"""Passkeys (WebAuthn): the server's half. The challenge travels in the signed cookie between the two steps."""

import json
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from maturity.ledger.access.proofs import PASSKEY, Proof
from maturity.settings import load

CHALLENGE = "challenge"
MALFORMED = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


def _origin() -> str:
    return load().public_url or ""


def _name() -> str:
    return urlsplit(_origin()).hostname or ""


def registration_options(request: Request, *, account: str) -> str:
    """Return what the browser needs to make a passkey, as JSON."""
    options = generate_registration_options(
        rp_id=_name(),
        rp_name="Digitalkompass",
        user_name=account,
        # Found without a name, and the device asks for finger, face or PIN: possession alone is not enough.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    return options_to_json(options)


def registered(request: Request, answer: bytes) -> Proof | None:
    """Return the proof of a new passkey, or None if the browser's answer does not hold."""
    try:
        verified = verify_registration_response(
            credential=_credential(answer),
            expected_challenge=_challenge(request),
            expected_rp_id=_name(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except MALFORMED:
        return None
    key = bytes_to_base64url(verified.credential_public_key)
    return Proof(PASSKEY, bytes_to_base64url(verified.credential_id), key)


def sign_in_options(request: Request) -> str:
    """Return what the browser needs to show a passkey, as JSON; it names no account."""
    options = generate_authentication_options(rp_id=_name(), user_verification=UserVerificationRequirement.REQUIRED)
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    return options_to_json(options)


def subject_of(answer: bytes) -> str:
    """Return the id of the passkey that an answer claims to be of, empty if it names none."""
    try:
        return bytes_to_base64url(base64url_to_bytes(str(_credential(answer)["id"])))
    except MALFORMED:
        return ""


def verified_count(request: Request, answer: bytes, *, key: str, count: int) -> int | None:
    """Return the passkey's new counter if the answer is signed by its key, else None."""
    try:
        verified = verify_authentication_response(
            credential=_credential(answer),
            expected_challenge=_challenge(request),
            expected_rp_id=_name(),
            expected_origin=_origin(),
            credential_public_key=base64url_to_bytes(key),
            credential_current_sign_count=count,
            require_user_verification=True,
        )
    except MALFORMED:
        return None
    return verified.new_sign_count


def _credential(answer: bytes) -> dict[str, Any]:
    credential: dict[str, Any] = json.loads(answer)
    return credential


def _challenge(request: Request) -> bytes:
    # Taken out: a challenge is good for one answer.
    return base64url_to_bytes(request.session.pop(CHALLENGE))
