"""Sessions: eight hours, half an hour of silence, ended at once."""

from pathlib import Path

from maturity.ledger import Ledger
from maturity.ledger.access.accounts import Account
from maturity.ledger.access.sessions import end_session, end_sessions, find_session, open_session
from tests.ledger.access.conftest import Clock


def test_a_session_names_its_account(ledger: Ledger, officer: Account) -> None:
    assert find_session(ledger, open_session(ledger, officer)) == officer
    assert find_session(ledger, "erfunden") is None
    assert find_session(ledger, "\ud800") is None


def test_half_an_hour_of_silence_ends_it(ledger: Ledger, officer: Account, clock: Clock) -> None:
    token = open_session(ledger, officer)

    clock.pass_(minutes=29)
    assert find_session(ledger, token)
    clock.pass_(minutes=29)
    assert find_session(ledger, token, is_use=False)
    clock.pass_(minutes=1)
    assert find_session(ledger, token) is None


def test_eight_hours_end_it_however_busy(ledger: Ledger, officer: Account, clock: Clock) -> None:
    token = open_session(ledger, officer)

    for _quarter in range(31):
        clock.pass_(minutes=15)
        assert find_session(ledger, token)
    clock.pass_(minutes=15)
    assert find_session(ledger, token) is None


def test_signing_out_ends_one_session_or_all(ledger: Ledger, officer: Account) -> None:
    desk, phone = open_session(ledger, officer), open_session(ledger, officer)

    end_session(ledger, desk)
    assert find_session(ledger, desk) is None
    assert find_session(ledger, phone) == officer
    end_sessions(ledger, officer.account_id)
    assert find_session(ledger, phone) is None


def test_the_token_itself_is_nowhere_on_the_disk(ledger: Ledger, officer: Account, tmp_path: Path) -> None:
    token = open_session(ledger, officer)
    ledger.close()

    assert not any(token.encode() in file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
