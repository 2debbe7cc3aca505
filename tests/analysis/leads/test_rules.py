"""Rules of people: which of the ledger's entries are in force."""

from typing import Any

from maturity.analysis.leads.rules import Rules
from maturity.ledger import Entry
from web.services.rules import rules_from

WAVE = "2026-1"


def _entries(*said: tuple[str, dict[str, Any]]) -> list[Entry]:
    """Entries in this order, each a kind and what its payload says beside the wave."""
    return [
        Entry(
            sequence=sequence, at="2026-11-23T10:00:00+00:00", actor="Geschäftsstelle", role="coordinator",
            actor_city=None, kind=kind, payload={"wave_id": WAVE, **payload}, hash="",
        )
        for sequence, (kind, payload) in enumerate(said, 1)
    ]  # fmt: skip


def _rule(city_id: str, topic_id: str, *, is_lifted: bool = False) -> dict[str, Any]:
    return {"city_id": city_id, "topic_id": topic_id, "role": "lead", "reason": "Grund", "is_lifted": is_lifted}


def _decided(topic_id: str, kind: str, city_id: str | None, **more: Any) -> dict[str, Any]:
    return {"topic_id": topic_id, "kind": kind, "city_id": city_id, "reason": "Beschluss", "meeting_id": "m1", **more}


def _read(*said: tuple[str, dict[str, Any]]) -> Rules:
    return rules_from(_entries(*said), WAVE)


def test_the_newest_entry_per_kind_city_and_topic_counts() -> None:
    """A is excluded from t1, taken back, B stays excluded; the pin of A is another kind."""
    rules = _read(
        ("veto", _rule("A", "t1")),
        ("veto", _rule("B", "t1")),
        ("pin", _rule("A", "t2")),
        ("veto", _rule("A", "t1", is_lifted=True)),
    )

    assert rules.vetoed_pairs == {("B", "t1")}
    assert rules.pinned_pairs == {("A", "t2")}


def test_rules_of_another_wave_do_not_count() -> None:
    entries = _entries(("veto", _rule("A", "t1")), ("veto", {**_rule("B", "t1"), "wave_id": "2026-2"}))

    assert rules_from(entries, "2026-2").vetoed_pairs == {("B", "t1")}


def test_the_newest_decision_of_a_topic_counts_and_all_stay_readable() -> None:
    rules = _read(
        ("decision", _decided("t1", "accepted", "A", co_city_id="B")), ("decision", _decided("t1", "deferred", None))
    )

    assert [decision.kind for decision in rules.decisions] == ["deferred"]
    assert rules.decided == ()
    assert [decision.kind for decision in rules.history] == ["accepted", "deferred"]


def test_a_decision_stands_above_earlier_pins_and_vetoes_of_its_topic() -> None:
    """B was pinned and A excluded; then the meeting gave t1 to A. The pin of t2 stays."""
    rules = _read(
        ("pin", _rule("B", "t1")),
        ("pin", _rule("B", "t2")),
        ("veto", _rule("A", "t1")),
        ("decision", _decided("t1", "other_city", "A", co_city_id="C")),
    )

    assert rules.pinned_pairs == {("B", "t2")}
    assert rules.vetoed_pairs == set()
    assert [decision.pair for decision in rules.decided] == [("A", "t1")]
    assert rules.decided_co_leads == {"t1": "C"}


def test_a_later_veto_of_the_decided_city_opens_the_topic_again() -> None:
    decision = ("decision", _decided("t1", "accepted", "A"))

    other = _read(decision, ("veto", _rule("B", "t1")))
    own = _read(decision, ("veto", _rule("A", "t1")))

    assert [kept.pair for kept in other.decided] == [("A", "t1")]
    assert own.decided == ()
    assert own.vetoed_pairs == {("A", "t1")}


def test_leads_decided_for_earlier_waves_are_the_previous_ones() -> None:
    """t1 was given to A, then to B; t2 was deferred. Waves that are not named as earlier do not count."""
    entries = _entries(
        ("decision", _decided("t1", "accepted", "A")),
        ("decision", _decided("t1", "other_city", "B")),
        ("decision", _decided("t2", "deferred", None)),
    )

    [kept] = rules_from(entries, "2026-2", earlier=(WAVE,)).previous
    assert (kept.pair, kept.wave_id) == (("B", "t1"), WAVE)
    assert rules_from(entries, "2026-2").previous == ()
