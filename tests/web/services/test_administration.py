"""What the coordination office changes: what was recorded counts as recorded, whatever the publishing does."""

import pytest

from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from web.services import administration


def test_a_change_that_cannot_be_published_is_recorded_all_the_same(
    sample: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """A folder stands where the lock of the publisher is: the page must not say that the change failed."""
    (sample.snapshots / ".lock").unlink()
    (sample.snapshots / ".lock").mkdir()
    before = open_ledger(sample.ledger_url).version()
    administration.set_weight(LOCAL_COORDINATOR, "topic", "eakte", "2", from_wave="2026-2", reason="Probe")

    assert open_ledger(sample.ledger_url).version() == before + 1
    assert "not published" in caplog.text
