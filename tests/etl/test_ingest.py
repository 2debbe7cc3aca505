"""Ingest: all of a file or nothing, told in a receipt."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from etl.differences import differences
from etl.ingest import ingest, inspect
from etl.reference.read import Reference, read_reference
from maturity.errors import NotPermitted, UnknownId, WaveNotOpen
from maturity.ledger import Ledger, Part, SourceFile, open_ledger
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.settings import PROJECT, Settings
from maturity.store import current_snapshot, query
from tests.etl import survey_files as files
from tests.etl.survey_files import ANSWERS, CITY, OTHER_CITY, WAVE

REFERENCE: Reference = read_reference(PROJECT / "data" / "reference")
DATED = replace(REFERENCE, waves=REFERENCE.waves.assign(is_sample=0))
GOOD = files.write(files.template(ANSWERS[CITY]))
OFFICER = Actor(name="Digitalisierung", role="officer", city_id=CITY)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")


def take(ledger: Ledger, content: bytes, **more: object):  # type: ignore[no-untyped-def]
    options = {"name": "ettlingen.csv", "actor": LOCAL_COORDINATOR, "ledger": ledger, "reference": REFERENCE}
    options["existing"] = "replace"
    return ingest(content, **(options | more))  # type: ignore[arg-type]


def test_a_good_file_is_accepted_with_a_receipt(ledger: Ledger) -> None:
    """Nine answers of Ettlingen; the first entry of the ledger."""
    receipt = take(ledger, GOOD)

    assert receipt.status == "accepted"
    assert receipt.receipt_number == "R-000001"
    assert receipt.answer_count == len(ANSWERS[CITY])
    assert [(part.city_id, part.wave_id, part.version) for part in receipt.parts] == [(CITY, WAVE, 1)]
    assert ledger.file_of(1) == GOOD
    assert len(ledger.values_in_force()) == len(ANSWERS[CITY])


def test_the_same_file_again_changes_nothing_and_says_so(ledger: Ledger) -> None:
    first, second = take(ledger, GOOD), take(ledger, GOOD, name="kopie.csv")

    assert second.status == "duplicate"
    assert first.receipt_number == second.receipt_number
    assert first.at == second.at
    assert ledger.version() == 1


def test_a_second_file_replaces_the_first_which_stays_in_the_history(ledger: Ledger) -> None:
    take(ledger, GOOD)
    receipt = take(ledger, files.write(files.template({"EAK01": "4"})))
    values = ledger.values_in_force()

    assert [part.version for part in receipt.parts] == [2]
    assert values["code"].tolist() == ["4"]
    assert len(ledger.values_of(1)) == len(ANSWERS[CITY])


def test_only_an_open_wave_takes_answers(ledger: Ledger) -> None:
    """The wave is closed by its dates; the events of the coordination office decide over them."""
    by_dates = take(ledger, GOOD, reference=DATED)
    ledger.record(LOCAL_COORDINATOR, "wave", {"wave_id": WAVE, "state": "open", "reason": "Nachzügler"})
    opened = take(ledger, GOOD, reference=DATED)
    ledger.record(LOCAL_COORDINATOR, "wave", {"wave_id": WAVE, "state": "planned", "reason": "doch später"})
    planned = take(ledger, files.write(files.template({"EAK01": "4"})), reference=DATED)

    assert [finding.code for finding in by_dates.findings if finding.severity == "error"] == ["wave_closed"]
    assert opened.status == "accepted"
    assert [finding.code for finding in planned.findings if finding.severity == "error"] == ["wave_planned"]
    assert len(ledger.submissions()) == 1


def test_a_wave_that_closes_between_check_and_writing_takes_nothing(ledger: Ledger) -> None:
    file, parts = SourceFile("a.csv", GOOD, "long"), [Part(CITY, WAVE, len(ANSWERS[CITY]))]
    shown = inspect(GOOD, name="a.csv", reference=REFERENCE)
    ledger.record(LOCAL_COORDINATOR, "wave", {"wave_id": WAVE, "state": "closed", "reason": "alle da"})

    with pytest.raises(WaveNotOpen, match=f"Welle {WAVE} ist nicht offen"):
        ledger.record_submission(LOCAL_COORDINATOR, file, parts, shown.table, waves=REFERENCE.waves)

    assert ledger.submissions().empty


def test_one_error_stores_nothing_of_the_file(ledger: Ledger) -> None:
    """Bühl's answers are fine, Ettlingen's EAK01 is `7`: neither is taken."""
    answers = {OTHER_CITY: ANSWERS[OTHER_CITY], CITY: {**ANSWERS[CITY], "EAK01": "7"}}
    receipt = take(ledger, files.write(files.city_per_row(answers)))

    assert receipt.status == "rejected"
    assert receipt.receipt_number == ""
    assert [finding.code for finding in receipt.findings] == ["level_out_of_range"]
    assert ledger.version() == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbf", b"%PDF-1.7 ...", b"PK\x03\x04 no zip", b"\x89PNG\r\n\x1a\n", b"Frage-ID;Antwort\n"],
)
def test_what_is_no_survey_file_is_rejected_with_the_reason(ledger: Ledger, content: bytes) -> None:
    receipt = take(ledger, content)

    assert receipt.status == "rejected"
    assert receipt.findings
    assert ledger.version() == 0


def test_only_the_file_that_was_shown_can_be_confirmed(ledger: Ledger) -> None:
    shown = inspect(GOOD, name="ettlingen.csv", reference=REFERENCE)
    other = files.write(files.template({"EAK01": "4"}))

    assert take(ledger, other, shown=shown).findings[0].code == "file_changed"
    assert ledger.version() == 0
    assert take(ledger, GOOD, shown=shown).status == "accepted"


def test_what_was_shown_is_not_judged_again_unless_its_basis_has_changed(ledger: Ledger) -> None:
    """The receipt holds the very findings that were shown; after a spelling was learned they are made anew."""
    shown = inspect(GOOD, name="ettlingen.csv", reference=REFERENCE, wave_id=WAVE)
    first = take(ledger, GOOD, shown=shown, wave_id=WAVE)
    assert first.findings is shown.findings

    ledger.record(LOCAL_COORDINATOR, "alias", {"kind": "question", "alias": "Scan", "target_id": "EAK01"})
    changed = files.write(files.template({**ANSWERS[CITY], "EAK01": "4"}))
    before = inspect(changed, name="ettlingen.csv", reference=REFERENCE, wave_id=WAVE)
    again = take(ledger, changed, shown=before, wave_id=WAVE)
    assert (again.status, again.findings is before.findings) == ("accepted", False)


def test_an_officer_hands_in_for_the_own_city_only(ledger: Ledger) -> None:
    """A file of Bühl by Ettlingen's officer names the row with the other city."""
    foreign = files.write(files.template(ANSWERS[OTHER_CITY], city_id=OTHER_CITY))
    receipt = take(ledger, foreign, actor=OFFICER)

    assert [(finding.code, finding.row) for finding in receipt.findings if finding.severity == "error"] == [
        ("city_conflict", 2)
    ]
    assert take(ledger, GOOD, actor=OFFICER).status == "accepted"
    with pytest.raises(NotPermitted):
        take(ledger, foreign, actor=OFFICER, city_id=OTHER_CITY)
    assert ledger.version() == 1


def test_an_officers_file_needs_no_city(ledger: Ledger) -> None:
    rows = [["Frage-ID", "Frage", "Antwort"], ["EAK01", "", "3"]]
    receipt = take(ledger, files.write(rows), actor=OFFICER, wave_id=WAVE)

    assert [part.city_id for part in receipt.parts] == [CITY]


def test_city_and_wave_come_from_the_files_name_and_the_day(ledger: Ledger) -> None:
    """2026-03-15 lies in the first wave's time, 1 March to 30 April 2026."""
    rows = [["Frage-ID", "Frage", "Antwort"], ["EAK01", "", "3"]]
    day = pd.Timestamp("2026-03-15").date()
    receipt = take(ledger, files.write(rows), name="08216007_a.csv", city_from_name=r"^(\d+)_", as_of=day)

    assert [(part.city_id, part.wave_id) for part in receipt.parts] == [(OTHER_CITY, WAVE)]


def test_city_and_wave_may_be_named_in_any_spelling(ledger: Ledger) -> None:
    rows = [["Frage-ID", "Frage", "Antwort"], ["EAK01", "", "3"]]
    receipt = take(ledger, files.write(rows), city_id="Buehl", wave_id="2026-1")

    assert [(part.city_id, part.wave_id) for part in receipt.parts] == [(OTHER_CITY, WAVE)]


def test_the_same_answers_in_other_bytes_are_stored_and_said_to_change_nothing(ledger: Ledger) -> None:
    """A comma and UTF-16 instead of a semicolon and UTF-8; then one level more, which is a change."""
    long = files.long({CITY: ANSWERS[CITY]})
    codes = [
        [finding.code for finding in take(ledger, content).findings]
        for content in (
            files.write(long),
            files.write(long, delimiter=",", encoding="utf-16"),
            files.write(files.long({CITY: {**ANSWERS[CITY], "EAK01": "4"}})),
        )
    ]

    assert codes == [[], ["nothing_changed"], []]
    assert ledger.version() == 3


def test_what_was_in_force_before_is_what_counts(ledger: Ledger) -> None:
    """3, then 4, then 4 withdrawn: the 4 is a change again."""
    three, four = (files.write(files.long({CITY: {"EAK01": level}})) for level in "34")
    take(ledger, three)
    second = take(ledger, four)
    ledger.withdraw(LOCAL_COORDINATOR, second.submission_id or 0, "zu früh")

    assert not take(ledger, files.write(files.long({CITY: {"EAK01": "4"}}), delimiter=",")).findings


def test_an_unknown_city_or_wave_as_argument_is_an_error_of_the_caller(ledger: Ledger) -> None:
    with pytest.raises(UnknownId):
        take(ledger, GOOD, wave_id="2025-1")


def test_a_path_brings_its_own_name(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "ettlingen.csv"
    path.write_bytes(GOOD)
    receipt = ingest(path, actor=LOCAL_COORDINATOR, ledger=ledger, reference=REFERENCE)

    assert receipt.file_name == "ettlingen.csv"


def test_what_was_corrected_once_is_known_from_then_on(ledger: Ledger) -> None:
    """The coordinator mapped the heading `Reife` to EAK01; the next file with it needs no hand."""
    rows = [["Stadt", "Welle", "Reife", "EAK02"], [CITY, WAVE, "3", "2"]]
    before = take(ledger, files.write(rows))
    ledger.record(LOCAL_COORDINATOR, "alias", {"kind": "question", "alias": "Reife", "target_id": "EAK01"})
    after = take(ledger, files.write(rows))

    assert (before.answer_count, after.answer_count) == (1, 2)


def test_differences_name_each_answer_that_changes(ledger: Ledger) -> None:
    """EAK01 rises from 3 to 4, EAK02 (0) is dropped, EAK04 is new; the rest stays."""
    take(ledger, GOOD)
    changed = {**ANSWERS[CITY], "EAK01": "4", "EAK04": "1"}
    del changed["EAK02"]
    table = differences(inspect(files.write(files.template(changed)), name="x.csv", reference=REFERENCE), ledger)

    assert table[["item_id", "before", "after"]].to_numpy().tolist() == [
        ["EAK01", "3", "4"],
        ["EAK02", "0", ""],
        ["EAK04", "", "1"],
    ]


def test_the_same_answers_in_another_layout_are_no_difference(ledger: Ledger) -> None:
    take(ledger, GOOD)
    long = files.write(files.long({CITY: ANSWERS[CITY]}), delimiter=",", encoding="utf-16")

    assert differences(inspect(long, name="x.csv", reference=REFERENCE), ledger).empty


def test_an_accepted_file_shows_in_the_next_snapshot(empty: Settings) -> None:
    ledger = open_ledger(empty.ledger_url)
    receipt = take(ledger, GOOD, settings=empty)
    shown = query(current_snapshot(empty.snapshots), "snapshot_origin")

    assert receipt.snapshot == current_snapshot(empty.snapshots).name
    assert shown["ledger_version"].tolist() == [ledger.version()]


def test_answers_are_kept_even_when_nothing_can_be_published(empty: Settings) -> None:
    """The ledger has them; the receipt says that the pages lag behind."""
    (empty.snapshots / ".lock").unlink()
    (empty.snapshots / ".lock").mkdir()
    ledger = open_ledger(empty.ledger_url)
    receipt = take(ledger, GOOD, settings=empty)

    assert receipt.status == "accepted"
    assert receipt.snapshot is None
    assert [finding.code for finding in receipt.findings][-1] == "not_published"
    assert len(ledger.submissions()) == 1


@pytest.mark.parametrize("path", sorted((PROJECT / "data" / "sample").glob("*/*.csv")), ids=lambda path: path.stem)
def test_every_sample_file_is_taken_without_a_fault(path: Path) -> None:
    inspection = inspect(path.read_bytes(), name=path.name, reference=REFERENCE)

    assert not inspection.errors
    assert [part.city_id for part in inspection.parts] == [path.stem]
    assert [part.wave_id for part in inspection.parts] == [path.parent.name]


def test_a_file_that_would_take_answers_away_is_refused_until_somebody_decides(ledger: Ledger) -> None:
    """GOOD has nine answers; a file with EAK01 alone would lose eight. Kept, they name their receipt."""
    take(ledger, GOOD)
    less = files.write(files.template({"EAK01": "4"}))

    refused = take(ledger, less, existing=None)
    assert (refused.status, refused.findings[0].code) == ("rejected", "answers_lost")
    assert refused.findings[0].details == {"count": 8, "total": 9}
    assert ledger.version() == 1

    kept = take(ledger, less, existing="merge")
    values = ledger.values_in_force().set_index("item_id")
    assert (kept.status, kept.answer_count, kept.findings[-1].code) == ("accepted", 9, "answers_kept")
    assert list(values.loc["EAK01", ["code", "row"]]) == ["4", 6]
    assert list(values.loc["EAK02", ["code", "column"]]) == ["0", "R-000001"]

    assert take(ledger, less, existing="replace").answer_count == 1
    assert ledger.values_in_force()["item_id"].tolist() == ["EAK01"]


def test_a_file_of_which_much_was_not_recognised_is_refused_until_somebody_decides(ledger: Ledger) -> None:
    """Three columns of levels under headings of another survey, beside one question: nobody has answered before."""
    rows = [["Stadt", "EAK01", "Q7", "Q8", "Q9", "Notiz"], [CITY, "3", "2", "kA", "1", "sieh Anhang"]]
    refused = take(ledger, files.write(rows), wave_id=WAVE, existing=None)

    assert (refused.status, refused.findings[0].code) == ("rejected", "partly_recognised")
    assert refused.findings[0].details == {"count": 3, "known": 1}
    assert take(ledger, files.write(rows), wave_id=WAVE, existing="replace").answer_count == 1
