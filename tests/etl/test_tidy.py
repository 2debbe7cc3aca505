"""What may not be kept any longer goes; the clock is the ledger's."""

from datetime import UTC, datetime

import pytest

from etl.__main__ import main
from etl.tidy import tidy
from maturity.errors import FileErased, NotPermitted
from maturity.ledger import Ledger, open_ledger, verify
from maturity.ledger.access.invitations import accept, invite
from maturity.ledger.access.proofs import Proof
from maturity.ledger.access.sessions import open_session
from maturity.ledger.refusals import read_refusals
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.settings import Settings

STRANGER = Actor("Gast", "member")


def _open(settings: Settings, *, year: int, month: int) -> Ledger:
    moment = datetime(year, month, 1, tzinfo=UTC)
    return open_ledger(settings.ledger_url, now=lambda: moment, min_free_bytes=0)


def _leave_traces(ledger: Ledger) -> None:
    token = invite(ledger, LOCAL_COORDINATOR, name="Koordination", role="coordinator")
    open_session(ledger, accept(ledger, token, Proof("passkey", "1")))
    ledger.save_draft(LOCAL_COORDINATOR, "08216007", "2026-2", {})
    with pytest.raises(NotPermitted):
        ledger.require(STRANGER, "read_log")


def test_each_thing_goes_when_its_period_has_ended(sample: Settings) -> None:
    """Traces after 90 days, drafts after 12 months, mailboxes and files 12 months after the end of the wave.

    Wave 2026-1 closed on 30 April 2026 and 2026-2 on 31 October 2026: 9 and 6 cities handed in, one without a mailbox.
    """
    _leave_traces(_open(sample, year=2026, month=9))

    november = tidy(_open(sample, year=2026, month=11), sample)
    january = tidy(_open(sample, year=2027, month=1), sample)
    may = tidy(_open(sample, year=2027, month=5), sample)
    last = tidy(_open(sample, year=2029, month=12), sample)

    assert november == {"sessions": 1, "api_tokens": 0, "invitations": 0, "refusals": 0, "drafts": 0, "submissions": 0}
    assert january == {"sessions": 0, "api_tokens": 0, "invitations": 1, "refusals": 1, "drafts": 0, "submissions": 0}
    assert may["submissions"] == 8
    assert last["drafts"] == 1
    ledger = _open(sample, year=2029, month=12)
    assert len(ledger.submissions()) == may["submissions"] + last["submissions"]
    assert (read_refusals(ledger.database), verify(ledger)) == ([], [])


def test_a_city_can_ask_for_erasure(sample: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tidy", "--erase-city", "Bühl"]) == 0

    assert capsys.readouterr().out.endswith("gelöscht wurden: 1\n")
    ledger = open_ledger(sample.ledger_url)
    rows = ledger.submissions()
    with pytest.raises(FileErased):
        ledger.file_of(int(rows.loc[rows["city_id"] == "08216007", "submission_id"].iloc[0]))
    made = [one for one in sample.data.rglob("*") if one.is_file() and sample.sample not in one.parents]
    content = b"".join(one.read_bytes() for one in made)
    assert b"digitalisierung@buehl.example" not in content
