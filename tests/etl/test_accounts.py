"""Accounts on the console."""

import re

import pytest

from etl.__main__ import main
from maturity.ledger import open_ledger
from maturity.ledger.access.invitations import accept
from maturity.ledger.access.proofs import Proof
from maturity.settings import Settings


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(["accounts", *arguments])
    return "".join(capsys.readouterr())


def test_from_the_invitation_to_the_lock(empty: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert _printed(capsys) == "Es gibt kein Konto.\n"

    for name, *more in (["Koordination", "--role", "coordinator"], ["Büro", "--role", "officer", "--city", "Bühl"]):
        link = _printed(capsys, "invite", name, *more)
        token = re.fullmatch(r"http://localhost:8501/invitation/(\S+)\n", link)
        assert token
        accept(open_ledger(empty.ledger_url), token[1], Proof("passkey", name))
    assert "/invitation/" in _printed(capsys, "renew", "Büro")
    assert _printed(capsys, "lock", "Büro") == "Büro: Digitalbüro, 08216007 (gesperrt)\n"
    assert _printed(capsys) == "Büro: Digitalbüro, 08216007 (gesperrt)\nKoordination: Koordinierungsstelle (aktiv)\n"
    assert _printed(capsys, "unlock", "Büro") == "Büro: Digitalbüro, 08216007 (aktiv)\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["invite", "Büro", "--role", "officer", "--city", "Köln"], "„Köln“ ist nicht bekannt"),
        (["invite", "Büro", "--role", "officer"], "Die Stadt ist leer"),
        (["lock", "Niemand"], "„Niemand“ ist nicht bekannt"),
    ],
)
def test_what_cannot_be_done_is_said(
    empty: Settings, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["accounts", *arguments]) == 1
    assert said in capsys.readouterr().err
