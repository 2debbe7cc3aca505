"""The command line: what it prints and how it ends."""

import json
import shutil
from pathlib import Path

import pytest

from etl.__main__ import find_files, main
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.etl import survey_files as files
from tests.etl.survey_files import ANSWERS, CITY

UPLOADS = Path(__file__).parent.parent / "data" / "uploads"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "ettlingen.csv"
    path.write_bytes(files.write(files.template(ANSWERS[CITY])))
    return path


def test_check_prints_every_finding_in_german_and_stores_nothing(
    empty: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", str(UPLOADS / "several" / "twelve_faults.csv")])
    printed = capsys.readouterr().out

    assert code == 2
    assert "twelve_faults.csv: kann nicht übernommen werden" in printed
    assert printed.count("Fehler F") == 12
    assert "Zeile 5, Spalte Antwort: „7“ liegt nicht zwischen 0 und 4." in printed
    assert open_ledger(empty.ledger_url).submissions().empty


def test_check_speaks_english_on_request(empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(good), "--language", "en"]) == 0
    assert "ettlingen.csv: can be taken" in capsys.readouterr().out


def test_check_says_that_a_wave_is_closed(empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As `ingest` would; and in words of the same finding."""
    open_ledger(empty.ledger_url).record(
        LOCAL_COORDINATOR, "wave", {"wave_id": "2026-1", "state": "closed", "reason": "alle da"}
    )

    assert main(["check", str(good)]) == 2
    said = capsys.readouterr().out
    assert main(["ingest", str(good)]) == 2

    assert "Welle 2026-1 ist geschlossen" in said
    assert "Welle 2026-1 ist geschlossen" in capsys.readouterr().out
    assert main(["restore", "1"]) == 1


def test_check_writes_json_for_programs(empty: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--json", str(UPLOADS / "level_out_of_range.csv")])
    (report,) = json.loads(capsys.readouterr().out)

    assert report["is_acceptable"] is False
    assert report["summary"]["encoding"] == "utf-8"
    assert [(one["code"], one["row"], one["column"]) for one in report["findings"] if one["severity"] == "error"] == [
        ("level_out_of_range", 5, "Antwort")
    ]


def test_ingest_takes_the_good_file_and_rejects_the_bad_one(
    empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["ingest", str(good), str(UPLOADS / "city_unknown.csv")])
    printed = capsys.readouterr().out

    assert code == 2
    assert "ettlingen.csv: angenommen · R-000002 · 08215017 2026-1 · 9 Antworten" in printed
    assert "2 Dateien: 1 angenommen, 0 schon bekannt, 1 abgelehnt" in printed
    assert "Datenstand: maturity-" in printed


def test_ingest_ends_with_zero_when_all_is_taken_or_known(
    empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", str(good)]) == 0
    assert main(["ingest", "--json", str(good)]) == 0

    report = json.loads(capsys.readouterr().out.partition("{")[2].join(["{", ""]))

    assert [one["status"] for one in report["files"]] == ["duplicate"]
    assert report["snapshot"] is None


def test_many_files_show_their_progress(empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard error, so that the output can be piped."""
    main(["check", *[str(good)] * 21])

    assert "] 21/21\n" in capsys.readouterr().err


def test_patterns_are_resolved_here_too_first_below_the_working_directory(
    empty: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell on Windows hands `responses/*.csv` over as it is."""
    for folder in (tmp_path / "here", empty.data):
        (folder / "responses").mkdir(parents=True)
    (empty.data / "responses" / "b.csv").touch()
    (empty.data / "responses" / "a.csv").touch()
    monkeypatch.chdir(tmp_path / "here")

    assert [path.name for path in find_files(["responses/*.csv"], empty)] == ["a.csv", "b.csv"]

    Path("responses/c[1].csv").touch()

    assert [path.name for path in find_files(["responses/*.csv"], empty)] == ["c[1].csv"]
    assert [path.name for path in find_files(["responses/c[1].csv"], empty)] == ["c[1].csv"]


def test_a_missing_file_ends_with_a_sentence(empty: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nirgends.csv"]) == 1
    assert capsys.readouterr().err == "Es gibt keine Datei „nirgends.csv“.\n"


def test_a_wrong_city_ends_with_a_sentence(empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(good), "--city", "4711"]) == 1
    assert "4711" in capsys.readouterr().err


def test_peek_shows_what_the_reader_sees(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["peek", str(good), "--json"]) == 0

    report = json.loads(capsys.readouterr().out)

    assert report["header"] == ["Frage-ID", "Frage", "Antwort", "Kommentar"]
    assert report["delimiter"] == ";"
    assert len(report["rows"]) == 1 + len(ANSWERS[CITY])


@pytest.mark.parametrize("name", ["bogen.xlsx", "bogen.csv"])
def test_a_template_starts_with_the_last_answers_and_can_be_handed_in(
    name: str, empty: Settings, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answers of the first wave open the second one; the contact and nothing else is asked anew."""
    main(["ingest", str(good)])
    assert main(["template", "--city", "Ettlingen", "--wave", "2026-2", "--out", str(tmp_path / name)]) == 0
    assert f"Geschrieben: {tmp_path / name}" in capsys.readouterr().out
    assert main(["ingest", str(tmp_path / name)]) == 0

    values = open_ledger(empty.ledger_url).values_in_force()
    waves = [values.loc[values["wave_id"] == wave, ["item_id", "code"]] for wave in ("2026-1", "2026-2")]

    assert {tuple(row) for row in waves[0].to_numpy()} == {tuple(row) for row in waves[1].to_numpy()}


def test_the_short_template_holds_core_questions_only(
    empty: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kurz.csv"
    main(["template", "--city", CITY, "--wave", "2026-1", "--out", str(path), "--core"])
    text = path.read_text(encoding="utf-8-sig")

    assert "EAK01" in text
    assert "EAK02" not in text
    assert "eakte.status" not in text


@pytest.mark.parametrize(("city", "wave"), [("4711", "2026-1"), (CITY, "1999-1")])
def test_a_template_needs_a_city_and_a_wave_of_the_network(
    city: str, wave: str, empty: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", "--city", city, "--wave", wave, "--out", str(tmp_path / "x.csv")]) == 1
    assert not (tmp_path / "x.csv").exists()


def test_export_writes_a_package(
    empty: Settings, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ingest", str(good)])

    assert main(["export", "--out", str(tmp_path / "out")]) == 0
    assert "datapackage.json" in capsys.readouterr().out
    assert (tmp_path / "out" / "answers.parquet").exists()


def test_withdraw_and_restore_go_back_and_forth(
    empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ingest", str(good)])

    assert main(["withdraw", "R-000002"]) == 0
    assert len(open_ledger(empty.ledger_url).values_in_force()) == 0
    assert main(["restore", "2", "--reason", "doch richtig"]) == 0
    assert len(open_ledger(empty.ledger_url).values_in_force()) == len(ANSWERS[CITY])


def test_status_names_who_is_missing(empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of nine members has answered in the first wave."""
    main(["ingest", str(good)])
    capsys.readouterr()

    assert main(["status"]) == 0

    printed = capsys.readouterr().out

    assert "2026-1 (offen): 1 von 9 haben geantwortet; es fehlen: Baden-Baden" in printed
    assert "Ettlingen" not in printed.partition("2026-1 (offen):")[2].splitlines()[0]


def test_backup_and_restore_backup_bring_everything_to_another_place(
    empty: Settings, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["ingest", str(good)])

    assert main(["verify"]) == 0
    assert main(["backup", str(tmp_path / "copy.sqlite")]) == 0

    place = empty.data / "ledger.sqlite"
    values = open_ledger(empty.ledger_url).values_in_force()
    for path in empty.data.glob("ledger.sqlite*"):
        path.unlink()
    shutil.rmtree(empty.snapshots)

    assert main(["restore-backup", str(tmp_path / "copy.sqlite")]) == 0
    assert place.exists()
    assert open_ledger(empty.ledger_url).values_in_force().equals(values)


def test_check_reference_finds_the_shipped_files_faultless(empty: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-reference"]) == 0
    assert capsys.readouterr().out == "Die Referenzdaten sind fehlerfrei.\n"


def test_check_needs_no_ledger_and_makes_none(
    tmp_path: Path, good: Path, empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in empty.data.glob("ledger.sqlite*"):
        path.unlink()

    assert main(["check", str(good)]) == 0
    assert not list(empty.data.glob("ledger.sqlite*"))


def test_a_file_that_is_no_table_is_a_finding_and_stops_no_batch(
    empty: Settings, good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A PDF, an empty file and a good one: each is named, and the good one is judged."""
    pdf, nothing = tmp_path / "brief.pdf", tmp_path / "leer.csv"
    pdf.write_bytes(b"%PDF-1.7")
    nothing.write_bytes(b"")

    assert main(["check", str(pdf), str(nothing), str(good)]) == 2
    printed = capsys.readouterr().out
    assert "brief.pdf: kann nicht übernommen werden\n  Fehler F22" in printed
    assert "leer.csv: kann nicht übernommen werden\n  Fehler F01" in printed
    assert "ettlingen.csv: kann übernommen werden" in printed
    assert main(["ingest", str(pdf), str(nothing), str(good)]) == 2
    assert len(open_ledger(empty.ledger_url).submissions()) == 1


def test_control_codes_in_a_name_are_shown_not_obeyed(
    empty: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """ESC would colour the terminal, U+202E turn the name round."""
    path = tmp_path / "a\x1b[31m\u202eb.csv"
    path.write_bytes(b"Frage-ID;Antwort\nEAK01;\x1b[31m\n")
    main(["check", str(path)])
    printed = capsys.readouterr().out

    assert "\\u001b[31m\\u202eb.csv" in printed
    assert "\x1b" not in printed


def test_a_pattern_that_is_none_is_said(empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", str(good), "--city-from-name", "("])
    assert "„(“ ist kein regulärer Ausdruck" in capsys.readouterr().err


def test_a_file_with_fewer_answers_needs_a_decision(
    empty: Settings, good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nine answers are in force; the next file has one of them."""
    main(["ingest", str(good)])
    good.write_bytes(files.write(files.template({"EAK01": "4"})))

    assert main(["ingest", str(good)]) == 2
    assert "8 von 9 geltenden Antworten stehen nicht in dieser Datei" in capsys.readouterr().out
    assert main(["ingest", str(good), "--merge"]) == 0
    assert len(open_ledger(empty.ledger_url).values_in_force()) == len(ANSWERS[CITY])
    assert main(["ingest", str(good), "--replace"]) == 0
    assert len(open_ledger(empty.ledger_url).values_in_force()) == 1


def test_no_template_is_made_for_a_city_that_is_no_member(
    empty: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Waghäusel is in the table of cities, but in no wave."""
    out = tmp_path / "form.csv"

    assert main(["template", "--city", "Waghäusel", "--wave", "2026-2", "--out", str(out)]) == 1
    assert "Mitglied der Welle 2026-2" in capsys.readouterr().err
    assert not out.exists()
