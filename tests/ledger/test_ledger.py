from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import delete, update

from maturity.errors import InvalidInput, LedgerBroken, LedgerLost, NotPermitted, UnknownId
from maturity.ledger import ACTIONS, Ledger, Part, SourceFile, schema, verify
from maturity.ledger.chain import GENESIS, sha256
from maturity.rights import Actor
from tests.ledger.builders import (
    ANSWERS,
    BRETTEN,
    BRUCHSAL,
    BUEHL,
    COORDINATOR,
    NOON,
    OFFICER,
    WAVE,
    file,
    of_city,
    open_in,
    parts_of,
    submit,
)

pytestmark = pytest.mark.usefixtures("each_database")


def in_force(ledger: Ledger) -> dict[str, int]:
    table = ledger.values_in_force()
    return dict(zip(table["city_id"], table["submission_id"].astype(int), strict=True))


def test_an_empty_ledger_has_nothing(ledger: Ledger) -> None:
    assert ledger.version() == 0
    assert ledger.entries() == []
    assert ledger.submissions().empty
    assert ledger.values_in_force().empty
    assert verify(ledger) == []


def test_a_submission_comes_back_as_it_went_in(ledger: Ledger) -> None:
    """Entry 1 holds three cities with two values each."""
    record = submit(ledger, "Inhalt")

    assert record.is_new
    assert (record.submission_id, record.at) == (1, "2026-11-23T12:00:00+00:00")
    assert record.parts == (Part(BRETTEN, WAVE, 2, version=1),)
    assert record.file_sha256 == sha256(b"Inhalt")
    assert record.hash == ledger.entries()[0].hash
    assert ledger.file_of(1) == b"Inhalt"
    pd.testing.assert_frame_equal(of_city(BRETTEN), ledger.values_of(1))


def test_one_file_may_hold_several_cities(ledger: Ledger) -> None:
    record = submit(ledger, "alle", ANSWERS)

    assert [(part.city_id, part.version) for part in record.parts] == [(BRETTEN, 1), (BRUCHSAL, 1), (BUEHL, 1)]
    assert in_force(ledger) == {BRETTEN: 1, BRUCHSAL: 1, BUEHL: 1}


def test_a_second_file_of_a_city_replaces_the_first_and_only_there(ledger: Ledger) -> None:
    """File 1 has all three cities, file 2 only Bühl: four of file 1's six values stay in force."""
    submit(ledger, "alle", ANSWERS)
    second = submit(ledger, "neu", of_city(BUEHL, 4))

    assert second.parts[0].version == 2
    assert in_force(ledger) == {BRETTEN: 1, BRUCHSAL: 1, BUEHL: 2}
    assert ledger.values_in_force().groupby("submission_id").size().to_dict() == {1: 4, 2: 2}


def test_the_same_file_twice_changes_nothing(ledger: Ledger) -> None:
    first = submit(ledger, "Inhalt")
    again = submit(ledger, "Inhalt")

    assert (again.submission_id, again.hash, again.is_new) == (first.submission_id, first.hash, False)
    assert ledger.version() == 1


def test_the_same_bytes_read_another_way_are_a_new_submission(ledger: Ledger) -> None:
    """The officer corrected how a column is understood; keeping the old values would be silently wrong."""
    submit(ledger, "Inhalt")
    corrected = submit(ledger, "Inhalt", of_city(BRETTEN, 2))

    assert corrected.is_new
    assert in_force(ledger) == {BRETTEN: 2}


def test_the_same_bytes_for_another_city_are_a_new_submission(ledger: Ledger) -> None:
    submit(ledger, "Inhalt", of_city(BRETTEN))

    assert submit(ledger, "Inhalt", of_city(BUEHL)).is_new


def test_bytes_that_are_no_longer_in_force_are_taken_anew(ledger: Ledger) -> None:
    for content, expected in [("alt", 1), ("neu", 2), ("alt", 3)]:
        assert submit(ledger, content).submission_id == expected


def test_bytes_are_found_while_they_are_in_force(ledger: Ledger) -> None:
    submit(ledger, "Inhalt")

    found = ledger.find_in_force(sha256(b"Inhalt"), BRETTEN, WAVE)
    assert found is not None
    assert (found.submission_id, found.is_new) == (1, False)
    assert ledger.find_in_force(sha256(b"Inhalt"), BUEHL, WAVE) is None
    assert ledger.find_in_force(sha256(b"anderer"), BRETTEN, WAVE) is None
    ledger.withdraw(COORDINATOR, 1, "Versehen")
    assert ledger.find_in_force(sha256(b"Inhalt"), BRETTEN, WAVE) is None


def test_the_order_is_the_number_whatever_the_clock_says(tmp_path: Path) -> None:
    """The clock jumps back a year between two files; the second is in force all the same."""
    clock = iter([NOON, NOON - timedelta(days=365)])
    ledger = open_in(tmp_path, now=lambda: next(clock))
    submit(ledger, "erste")
    submit(ledger, "zweite")

    assert in_force(ledger) == {BRETTEN: 2}
    assert [entry.at[:4] for entry in ledger.entries()] == ["2026", "2025"]
    assert verify(ledger) == []


def test_a_file_name_is_kept_but_never_trusted(ledger: Ledger) -> None:
    table = of_city(BRETTEN)
    name = "../../x\0<script>\ud800.csv"
    ledger.record_submission(COORDINATOR, SourceFile(name, b"x", "long"), parts_of(table), table)

    assert ledger.submissions()["file_name"].tolist() == ["../../x\\x00<script>\\ud800.csv"]
    assert verify(ledger) == []


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [Part(BRETTEN, WAVE, 3)],
        [Part(BRETTEN, WAVE, 2), Part(BRETTEN, WAVE, 2)],
        [Part(BRETTEN, WAVE, 2), Part(BUEHL, WAVE, 2)],
        [Part(BRETTEN, "2026-2", 2)],
    ],
    ids=["no part", "wrong count", "part twice", "part without values", "other wave"],
)
def test_parts_and_values_must_agree(ledger: Ledger, parts: list[Part]) -> None:
    with pytest.raises(InvalidInput):
        ledger.record_submission(COORDINATOR, file("x"), parts, of_city(BRETTEN))

    assert ledger.version() == 0


def test_an_officer_submits_for_the_own_city_only(ledger: Ledger) -> None:
    """Neither as a part, nor beside a part of the own city, nor hidden in the values."""
    own, all_of_it = of_city(BRETTEN), ANSWERS
    with pytest.raises(NotPermitted):
        submit(ledger, "fremd", of_city(BUEHL), actor=OFFICER)
    with pytest.raises(NotPermitted):
        submit(ledger, "gemischt", all_of_it, actor=OFFICER)
    with pytest.raises(InvalidInput):
        ledger.record_submission(OFFICER, file("versteckt"), parts_of(own), all_of_it)

    assert ledger.version() == 0
    assert submit(ledger, "eigen", own, actor=OFFICER).submission_id == 1
    assert ledger.entries()[0].actor_city == BRETTEN


@pytest.mark.parametrize("role", ["visitor", "member", "analyst"])
def test_others_write_nothing(ledger: Ledger, role: str) -> None:
    """But for a view of the analysis, which changes no number: analysts and officers may keep one."""
    submit(ledger, "x")
    other = Actor(name="Gast", role=role, city_id=BRETTEN)  # type: ignore[arg-type]
    writes: list[Callable[[], object]] = [
        lambda: submit(ledger, "y", actor=other),
        lambda: ledger.withdraw(other, 1, "weil"),
        lambda: ledger.restore(other, 1, "weil"),
        lambda: ledger.save_draft(other, BRETTEN, WAVE, {}),
        lambda: ledger.load_draft(other, BRETTEN, WAVE),
        lambda: ledger.drop_draft(other, BRETTEN, WAVE),
        *(partial(ledger.record, other, kind, {"city_id": BRETTEN}) for kind in ACTIONS if kind != "view"),
    ]
    for write in writes:
        with pytest.raises(NotPermitted):
            write()

    assert ledger.version() == 1


def test_a_withdrawn_file_gives_way_to_the_one_before(ledger: Ledger) -> None:
    submit(ledger, "erste")
    submit(ledger, "zweite")
    entry = ledger.withdraw(OFFICER, 2, "Tippfehler")

    assert (entry.sequence, entry.kind, entry.payload["reason"]) == (3, "withdrawal", "Tippfehler")
    assert in_force(ledger) == {BRETTEN: 1}
    ledger.withdraw(OFFICER, 1, "auch falsch")
    assert in_force(ledger) == {}
    ledger.restore(OFFICER, 2, "doch richtig")
    assert in_force(ledger) == {BRETTEN: 2}


def test_asking_twice_changes_nothing(ledger: Ledger) -> None:
    submit(ledger, "erste")
    withdrawal = ledger.withdraw(OFFICER, 1, "Tippfehler")

    assert ledger.withdraw(OFFICER, 1, "Doppelklick") == withdrawal
    restoration = ledger.restore(OFFICER, 1, "doch richtig")
    assert ledger.restore(OFFICER, 1, "Doppelklick") == restoration
    assert ledger.version() == 3


def test_restoring_a_file_in_force_returns_its_submission(ledger: Ledger) -> None:
    record = submit(ledger, "erste")

    assert ledger.restore(OFFICER, 1, "sicher ist sicher").hash == record.hash
    assert ledger.version() == 1


def test_a_file_of_several_cities_is_withdrawn_by_the_coordinator_alone(ledger: Ledger) -> None:
    submit(ledger, "alle", ANSWERS)
    for move in (ledger.withdraw, ledger.restore):
        with pytest.raises(NotPermitted):
            move(OFFICER, 1, "nur meine Zeilen")

    assert ledger.version() == 1
    assert ledger.withdraw(COORDINATOR, 1, "falsche Welle").sequence == 2


def test_a_reason_with_broken_bytes_is_kept_so_that_a_page_can_show_it(ledger: Ledger) -> None:
    """The command line hands over a byte that is no UTF-8 as a lone surrogate, which no page can send."""
    number = submit(ledger, "a").submission_id

    assert ledger.withdraw(COORDINATOR, number, "\udcff falsch").payload["reason"] == "\\udcff falsch"


def test_a_move_needs_a_reason_and_a_submission(ledger: Ledger) -> None:
    with pytest.raises(UnknownId, match="–"):
        ledger.withdraw(COORDINATOR, 1, "gibt es nicht")
    submit(ledger, "erste")
    ledger.record(COORDINATOR, "decision", {})
    with pytest.raises(InvalidInput):
        ledger.withdraw(COORDINATOR, 1, " ")
    with pytest.raises(UnknownId, match="1"):
        ledger.withdraw(COORDINATOR, 2, "ein Beschluss ist keine Einreichung")

    assert ledger.version() == 2


def test_the_list_of_submissions_says_what_is_in_force(ledger: Ledger) -> None:
    """File 1: all cities. File 2: Bühl again. Then 1 is taken back."""
    submit(ledger, "alle", ANSWERS)
    submit(ledger, "neu", of_city(BUEHL, 4))
    columns = ["submission_id", "city_id", "version", "is_in_force", "is_withdrawn"]

    expected = [
        [1, BRETTEN, 1, True, False],
        [1, BRUCHSAL, 1, True, False],
        [1, BUEHL, 1, False, False],
        [2, BUEHL, 2, True, False],
    ]
    assert expected == ledger.submissions()[columns].to_numpy().tolist()
    ledger.withdraw(COORDINATOR, 1, "falsche Welle")
    expected = [
        [1, BRETTEN, 1, False, True],
        [1, BRUCHSAL, 1, False, True],
        [1, BUEHL, 1, False, True],
        [2, BUEHL, 2, True, False],
    ]
    assert expected == ledger.submissions()[columns].to_numpy().tolist()


def test_the_list_of_submissions_has_its_columns_even_when_empty(ledger: Ledger) -> None:
    empty = ledger.submissions()
    submit(ledger, "erste")

    assert empty.dtypes.to_dict() == ledger.submissions().dtypes.to_dict()


@pytest.mark.parametrize("kind", ACTIONS)
def test_everything_people_decide_is_an_entry(ledger: Ledger, kind: str) -> None:
    entry = ledger.record(COORDINATOR, kind, {"topic_id": "eakte", "reason": "für alle"})

    assert [entry] == ledger.entries(kind)
    assert (entry.sequence, entry.actor, entry.payload["topic_id"]) == (1, "Koordination", "eakte")
    assert ledger.entries("submission") == []


def test_an_unknown_kind_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UnknownId, match="decision"):
        ledger.record(COORDINATOR, "submission", {})


def test_each_entry_names_the_one_before(ledger: Ledger) -> None:
    submit(ledger, "erste")
    ledger.record(COORDINATOR, "decision", {})
    with ledger.database.reading() as connection:
        rows = connection.exec_driver_sql("select previous_hash, hash from entries order by sequence").all()

    assert [GENESIS, rows[0].hash] == [row.previous_hash for row in rows]


def test_a_draft_is_kept_replaced_and_dropped(ledger: Ledger) -> None:
    assert ledger.load_draft(OFFICER, BRETTEN, WAVE) is None
    ledger.save_draft(OFFICER, BRETTEN, WAVE, {"EAK01": "3"})
    ledger.save_draft(OFFICER, BRETTEN, WAVE, {"EAK01": "3", "EAK02": None})
    ledger.save_draft(COORDINATOR, BUEHL, WAVE, {"EAK01": "1"})

    assert ledger.load_draft(OFFICER, BRETTEN, WAVE) == {"EAK01": "3", "EAK02": None}
    ledger.drop_draft(OFFICER, BRETTEN, WAVE)
    assert ledger.load_draft(OFFICER, BRETTEN, WAVE) is None
    assert ledger.load_draft(COORDINATOR, BUEHL, WAVE) == {"EAK01": "1"}
    assert ledger.version() == 0


def test_a_draft_of_another_city_is_closed(ledger: Ledger) -> None:
    touches: list[Callable[[], object]] = [
        lambda: ledger.save_draft(OFFICER, BUEHL, WAVE, {}),
        lambda: ledger.load_draft(OFFICER, BUEHL, WAVE),
        lambda: ledger.drop_draft(OFFICER, BUEHL, WAVE),
    ]
    for touch in touches:
        with pytest.raises(NotPermitted):
            touch()


@pytest.mark.parametrize("column", ["file", "answers"])
@pytest.mark.parametrize("is_removed", [True, False])
def test_what_was_changed_from_outside_is_never_served(ledger: Ledger, column: str, is_removed: bool) -> None:
    submit(ledger, "Inhalt")
    table = schema.submissions
    with ledger.database.writing() as connection:
        connection.execute(delete(schema.parts))
        connection.execute(delete(table) if is_removed else update(table).values({column: b"\0"}))

    with pytest.raises(LedgerBroken):
        _ = ledger.file_of(1) if column == "file" else ledger.values_of(1)


def test_an_entry_from_outside_stops_the_next_write(ledger: Ledger) -> None:
    """Somebody sets the end of the chain back, so that the next number is taken."""
    submit(ledger, "Inhalt")
    with ledger.database.writing() as connection:
        connection.exec_driver_sql("update head set sequence = 0")

    with pytest.raises(LedgerLost):
        submit(ledger, "nächster")


def test_without_its_end_the_ledger_takes_nothing(ledger: Ledger) -> None:
    with ledger.database.writing() as connection:
        connection.exec_driver_sql("delete from head")

    with pytest.raises(LedgerBroken):
        submit(ledger, "x")
    with pytest.raises(LedgerBroken):
        ledger.version()
