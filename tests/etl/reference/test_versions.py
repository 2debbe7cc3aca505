"""Reference data as versions: the ledger's newest one counts, files count when they are imported."""

from pathlib import Path

import pytest

from etl.__main__ import main
from etl.publish import publish
from etl.reference.editing import with_changed
from etl.reference.questionnaire import asked_in
from etl.reference.read import read_files
from etl.reference.versions import changed_files, differences, record_version, reference_in_force
from maturity.errors import ChangedMeanwhile, InvalidInput, NotPermitted, ReferenceInvalid
from maturity.ledger import Ledger, open_ledger
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.settings import Settings
from maturity.store import query

QUESTION = "NEU01;eakte;1;1;0;4;Gibt es das?;Is there one?;2026-2;"


@pytest.fixture
def ledger(empty: Settings) -> Ledger:
    return open_ledger(empty.ledger_url)


def _with(files: dict[str, bytes], file: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in files[file]
    return files | {file: files[file].replace(old.encode(), new.encode(), 1)}


def test_the_first_start_records_the_files_and_the_snapshot_names_the_version(empty: Settings, ledger: Ledger) -> None:
    reference = reference_in_force(ledger, empty)

    assert reference.version == 1
    assert reference.files == read_files(empty.reference)
    assert ledger.entries("reference")[0].payload["reason"] == "erster Start: aus den Dateien übernommen"
    assert query(publish(ledger, empty), "snapshot_origin")["reference_version"].tolist() == [1]


def test_a_file_changed_on_disk_counts_only_once_it_is_imported(
    empty: Settings, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    place = empty.reference / "cities.csv"
    place.write_text(place.read_text("utf-8").replace(";Bühl;", ";Bühl in Baden;", 1), encoding="utf-8")

    assert "Bühl in Baden" not in set(reference_in_force(ledger, empty).cities["name"])
    assert changed_files(reference_in_force(ledger, empty), empty) == ["cities.csv"]
    assert main(["status"]) == 0
    assert "cities.csv" in capsys.readouterr().out
    assert main(["reference", "import", str(empty.reference), "--yes", "--reason", "neuer Name"]) == 0
    assert "cities.csv: 0 neu, 0 fort, 1 geändert" in capsys.readouterr().out
    assert "Bühl in Baden" in set(reference_in_force(ledger, empty).cities["name"])
    assert changed_files(reference_in_force(ledger, empty), empty) == []


def test_nothing_is_imported_without_a_yes(empty: Settings, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    place = empty.reference / "cities.csv"
    place.write_text(place.read_text("utf-8").replace(";Bühl;", ";Bühl in Baden;", 1), encoding="utf-8")
    monkeypatch.setattr("builtins.input", lambda _prompt: "n")

    assert main(["reference", "import", str(empty.reference)]) == 1
    assert ledger.version() == 1


def test_export_writes_what_was_read_byte_for_byte(empty: Settings, tmp_path: Path) -> None:
    assert main(["reference", "export", str(tmp_path / "out")]) == 0

    assert read_files(tmp_path / "out") == read_files(empty.reference)


def test_an_id_once_in_force_can_neither_go_nor_change_hands(empty: Settings, ledger: Ledger) -> None:
    files = reference_in_force(ledger, empty).files
    without = _with(dict(files), "memberships.csv", "08211000;2026-1\n", "")
    renamed = dict(files) | {
        name: files[name].replace(b"2027-1", b"2027-A") for name in ("waves.csv", "memberships.csv")
    }

    assert record_version(ledger, LOCAL_COORDINATOR, without, reason="kein Mitglied mehr") is not None
    with pytest.raises(ReferenceInvalid, match=r"1 Kennungen aus waves\.csv fehlen, darunter 2027-1"):
        record_version(ledger, LOCAL_COORDINATOR, renamed, reason="Umbenennung")


def test_who_and_why_are_asked_and_the_same_again_is_no_change(empty: Settings, ledger: Ledger) -> None:
    files = dict(reference_in_force(ledger, empty).files)
    changed = _with(files, "cities.csv", ";Bühl;", ";Bühl in Baden;")

    with pytest.raises(NotPermitted):
        record_version(ledger, Actor("Digitalbüro", "officer", "08216007"), changed, reason="neuer Name")
    with pytest.raises(InvalidInput):
        record_version(ledger, LOCAL_COORDINATOR, changed, reason=" ")
    assert record_version(ledger, LOCAL_COORDINATOR, files, reason="nichts") is None
    assert [entry.kind for entry in ledger.entries("reference")] == ["reference"]


def test_a_change_on_top_of_an_older_version_is_refused(empty: Settings, ledger: Ledger) -> None:
    seen = reference_in_force(ledger, empty)
    one = _with(dict(seen.files), "cities.csv", ";Bühl;", ";Bühl in Baden;")
    other = _with(dict(seen.files), "cities.csv", ";Bretten;", ";Bretten im Kraichgau;")
    record_version(ledger, LOCAL_COORDINATOR, one, reason="neuer Name", after=seen.version)

    with pytest.raises(ChangedMeanwhile):
        record_version(ledger, LOCAL_COORDINATOR, other, reason="neuer Name", after=seen.version)


def test_a_question_that_ends_before_it_begins_is_a_fault(empty: Settings, ledger: Ledger) -> None:
    files = dict(reference_in_force(ledger, empty).files)
    cells = {"asked_from": "2026-2", "asked_until": "2026-1"}

    with pytest.raises(ReferenceInvalid, match="endet mit Welle „2026-1“, vor der Welle 2026-2"):
        record_version(ledger, LOCAL_COORDINATOR, with_changed(files, "questions", "EAK01", cells), reason="Test")


def test_a_question_belongs_to_the_waves_it_is_asked_in(empty: Settings, ledger: Ledger) -> None:
    files = dict(reference_in_force(ledger, empty).files)
    header, rest = files["questions.csv"].decode().split("\n", 1)
    questions = f"{header};asked_from;asked_until\n{QUESTION}\n" + "".join(f"{row};;\n" for row in rest.splitlines())
    options = files["options.csv"] + b"NEU01;0;0;nein;no;level\nNEU01;4;4;ja;yes;level\n"
    after = files | {"questions.csv": questions.encode(), "options.csv": options}

    record_version(ledger, LOCAL_COORDINATOR, after, reason="neue Frage")

    reference = reference_in_force(ledger, empty)
    asked = {wave: "NEU01" in set(asked_in(reference, wave).questions["question_id"]) for wave in ("2026-1", "2026-2")}
    assert asked == {"2026-1": False, "2026-2": True}
    assert [str(one) for one in differences(files, after)] == [
        "options.csv: 2 neu, 0 fort, 0 geändert", "questions.csv: 1 neu, 0 fort, 0 geändert",
    ]  # fmt: skip
