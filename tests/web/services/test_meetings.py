"""A meeting as the ledger holds it, from entries alone."""

from typing import Any

from maturity.ledger import Entry
from web.services.meetings import is_fixed, meetings_from
from web.services.rules import rules_from


def entry(sequence: int, entry_kind: str, **payload: Any) -> Entry:
    """An entry of the first wave, one minute after the one before."""
    return Entry(
        sequence=sequence, at=f"2026-11-23T10:{sequence:02}:00+00:00", actor="Koordinierung", role="coordinator",
        actor_city=None, kind=entry_kind, payload={"wave_id": "2026-1", **payload}, hash="",
    )  # fmt: skip


def notes(sequence: int, meeting_id: str, **said: Any) -> Entry:
    """The notes of a meeting; what is not said is empty."""
    empty = {"present": [], "agenda": [], "open_points": "", "next_meeting": ""}
    return entry(sequence, "meeting", meeting_id=meeting_id, **{**empty, **said})


def decision(sequence: int, meeting_id: str, topic_id: str, kind: str) -> Entry:
    """What a meeting decided for Bretten."""
    return entry(
        sequence, "decision", meeting_id=meeting_id, topic_id=topic_id, kind=kind, city_id="08215007",
        co_city_id=None, reason="Weil.", snapshot="maturity-000001",
    )  # fmt: skip


def test_the_newest_notes_count_and_the_first_tell_when_it_was_opened() -> None:
    """Opened at 10:01 with one city; at 10:05 a second one has come."""
    [log] = meetings_from(
        [notes(1, "2026-1-1", present=["08215007"]), notes(5, "2026-1-1", present=["08215007", "08215009"])],
        [],
        "2026-1",
    )

    assert log.opened_at == "2026-11-23T10:01:00+00:00"
    assert log.present == ("08215007", "08215009")


def test_each_meeting_has_its_own_decisions_and_the_newest_per_topic_counts() -> None:
    entries = [
        decision(2, "2026-1-1", "eakte", "accepted"),
        decision(3, "2026-1-1", "eakte", "deferred"),
        decision(5, "2026-1-2", "epayment", "accepted"),
    ]
    first, second = meetings_from(
        [notes(1, "2026-1-1"), notes(4, "2026-1-2")], rules_from(entries, "2026-1").history, "2026-1"
    )

    assert [known.kind for known in first.history] == ["accepted", "deferred"]
    assert first.decisions["eakte"].kind == "deferred"
    assert not is_fixed(first.decisions["eakte"])
    assert not is_fixed(None)
    assert list(second.decisions) == ["epayment"]
    assert is_fixed(second.decisions["epayment"])


def test_meetings_about_another_wave_are_passed_over() -> None:
    assert meetings_from([notes(1, "2026-1-1")], [], "2026-2") == ()
