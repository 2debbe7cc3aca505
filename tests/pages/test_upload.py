"""The survey page, run as a visitor would see it."""

import io
import random

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import PROJECT, Settings
from tests.pages.harness import OVERVIEW, figure, run_page, texts

UPLOAD = "pages/upload.py"
BRUCHSAL, BUEHL = "08215009", "08216007"
SAMPLE = PROJECT / "data" / "sample" / "2026-1"


def _file(city_id: str, *, wave_id: str = "2026-2") -> bytes:
    """The sample answers of a city's first wave, handed in for another one."""
    content = (SAMPLE / f"{city_id}.csv").read_bytes()
    return content.replace(b"Welle;2026-1", f"Welle;{wave_id}".encode())


def _upload(page: AppTest, content: bytes, name: str = "antworten.csv") -> AppTest:
    return page.file_uploader(key="upload_file").set_value((name, content, "text/csv")).run()


def _click(page: AppTest, label: str) -> AppTest:
    button = next(button for button in page.button if button.label == label)
    return button.click().run()


def _labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


@pytest.mark.usefixtures("sample")
def test_it_shows_who_is_missing_in_a_wave_and_what_a_city_handed_in() -> None:
    shown = texts(run_page(UPLOAD, upload_wave="2026-2", city=BRUCHSAL))

    assert "8 von 9 Städten haben geantwortet. Es fehlt: Bühl." in shown
    assert "Die Welle ist offen." in shown
    assert "Bisher eingereicht: Bruchsal" in shown
    assert "08215009.csv" in shown
    assert "Beispieldaten" in shown


@pytest.mark.usefixtures("sample")
def test_partial_answers_are_counted_with_their_denominator() -> None:
    """Gaggenau took the short survey of 19 questions, one of them kA; Bühl is missing and not counted as zero."""
    shown = texts(run_page(UPLOAD, upload_wave="2026-2"))

    assert "Gaggenau: 18 von 19 (Kurzfassung)" in shown
    assert "Bühl: fehlt" in shown


@pytest.mark.usefixtures("empty")
def test_on_an_empty_store_the_first_file_can_be_handed_in() -> None:
    page = run_page(UPLOAD, upload_wave="2026-2")
    before = texts(page)

    _click(_upload(page, _file(BUEHL)), "Verbindlich einreichen")

    assert "0 von 9 Städten haben geantwortet." in before
    assert "Angenommen. Ihre Antworten sind dauerhaft gespeichert." in texts(page)
    assert "1 von 9 Städten haben geantwortet." in texts(page)
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_new_answers_appear_here_and_on_the_overview_without_a_restart() -> None:
    """Bühl is missing in wave 2026-2 until its file is confirmed; a check alone changes nothing."""
    overview = run_page(OVERVIEW, wave="2026-2")
    page = _upload(run_page(UPLOAD, upload_wave="2026-2", city=BUEHL), _file(BUEHL))
    checked = texts(page)

    _click(page, "Verbindlich einreichen")

    assert "8 von 9" in checked
    assert "Erste Antworten von: Bühl (2026-2)." in checked
    assert "9 von 9 Städten haben geantwortet." in texts(page)
    assert "R-0000" in texts(page)
    assert "9 von 9 Städten haben geantwortet." in texts(overview.run())


@pytest.mark.usefixtures("sample")
def test_the_page_begins_with_the_open_wave_and_offers_the_planned_one() -> None:
    """On 24 November 2026 wave 2027-1 is still planned; the sample waves stay open to try things out."""
    page = run_page(UPLOAD)
    planned = run_page(UPLOAD, upload_wave="2027-1")

    assert page.selectbox(key="upload_wave").value == "2026-2"
    assert "Die Welle ist geplant und nimmt noch keine Antworten an. Sie öffnet am 01.03.2027." in texts(planned)
    assert "0 von 9 Städten haben geantwortet." in texts(planned)


@pytest.mark.usefixtures("sample")
def test_differences_name_question_and_score_before_and_after() -> None:
    """Bruchsal's answers in E-Akte are 4, 4, 4, 4 in the second wave: 100 points. With EAK02 = 0 it is 300 / 4 = 75."""
    content = (SAMPLE.parent / "2026-2" / f"{BRUCHSAL}.csv").read_bytes()
    lowered = content.replace(b"EAK02;Aktenplan und Schriftgutordnung;4", b"EAK02;Aktenplan und Schriftgutordnung;0")

    shown = texts(_upload(run_page(UPLOAD, upload_wave="2026-2", city=BRUCHSAL), lowered))

    assert "1 Antwort ändert sich." in shown
    assert "EAK02 · Aktenplan und Schriftgutordnung</th><td>4</td><td>0</td>" in shown
    assert "100,0 Punkte, Stufe 4</td>" in shown
    assert "75,0 Punkte, Stufe 3</td>" in shown


@pytest.mark.usefixtures("sample")
def test_a_file_that_leaves_answers_out_asks_what_shall_become_of_them() -> None:
    """Bruchsal's file without EAK02: nothing can be handed in before a choice; kept, the answer stays in force."""
    lines = (SAMPLE.parent / "2026-2" / f"{BRUCHSAL}.csv").read_bytes().splitlines(keepends=True)
    less = b"".join(line for line in lines if not line.startswith(b"EAK02;"))
    page = _upload(run_page(UPLOAD, upload_wave="2026-2", city=BRUCHSAL), less)

    button = next(button for button in page.button if button.label == "Verbindlich einreichen")
    choice = next(radio for radio in page.radio if str(radio.key).startswith("upload_existing_"))
    assert "1 geltende Antwort steht nicht in dieser Datei." in texts(page)
    assert (button.disabled, choice.value) == (True, None)

    choice.set_value("merge").run()
    _click(page, "Verbindlich einreichen")
    shown = texts(page)
    assert "Angenommen. Ihre Antworten sind dauerhaft gespeichert." in shown
    assert "Keine Antwort ändert sich" not in shown
    again = _upload(run_page(UPLOAD, upload_wave="2026-2", city=BRUCHSAL), less + b"\n")
    assert "1 geltende Antwort steht nicht in dieser Datei." in texts(again)


@pytest.mark.usefixtures("sample")
def test_changes_stand_in_the_order_of_the_questionnaire() -> None:
    """E-Akte is the first topic, AI the last; by the alphabet ARB would come before EAK."""
    shown = texts(_upload(run_page(UPLOAD, upload_wave="2026-2", city=BUEHL), _file(BUEHL)))

    changes = shown[shown.index("Geltende Antworten vor und nach") :]
    assert changes.index("EAK01 ·") < changes.index("EPO01 ·")
    assert changes.index("EPO01 ·") < changes.index("EMO01 ·")


@pytest.mark.usefixtures("sample")
def test_findings_come_errors_first_with_place_sentence_and_number() -> None:
    """EAK01 stands in row 7 of the template; 7 is not on the scale. The preface is a note and comes after it."""
    content = _file(BRUCHSAL).replace(b"Akte ist;3;", b"Akte ist;7;")

    page = _upload(run_page(UPLOAD, upload_wave="2026-2"), content)

    shown = texts(page)
    assert "1 Fehler ist zu beheben. (2 Hinweise)" in shown  # the preface, and the column of remarks
    assert "Zeile 7, Spalte Antwort</td><td>„7“ liegt nicht zwischen 0 und 4" in shown
    assert shown.index("F14") < shown.index("N05")
    assert "Verbindlich einreichen" not in _labels(page)
    assert {"upload_annotated", "upload_findings_csv"} <= {
        button.proto.id.rsplit("-", 1)[-1] for button in page.download_button
    }


@pytest.mark.usefixtures("sample")
def test_of_very_many_findings_the_first_hundred_and_their_total_are_shown() -> None:
    """5,000 rows with 5,000 unknown ids are 5,000 notes at least."""
    rows = "".join(f"Q{number};x\r\n" for number in range(5000))

    shown = texts(_upload(run_page(UPLOAD, upload_wave="2026-2"), f"Frage-ID;Antwort\r\n{rows}".encode()))

    assert "Gezeigt werden 100 von 5.001 Befunden." in shown


UNFIT = {
    "empty.csv": (b"", "Die Datei ist leer."),
    "binary.csv": (b"\x00\x01\x02\xfe" * 5000, "Binärdatei"),
    "report.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF-Dokument"),
    "garbage.csv": (random.Random(7).randbytes(1_000_000), "Die Datei"),
    "letters.csv": (bytes(random.Random(7).choices(b"abc;,\t\"'\r\n 0123456789=+-@", k=1_000_000)), "Die Datei"),
    "broken.xlsx": (b"PK\x03\x04" + bytes(2000), "beschädigte"),
    "prose.txt": (b"Sehr geehrte Damen und Herren,\nanbei nichts.", "Frage"),
}


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("name", UNFIT)
def test_a_file_that_is_no_survey_is_refused_in_german(name: str) -> None:
    content, expected = UNFIT[name]

    page = _upload(run_page(UPLOAD, upload_wave="2026-2"), content, name)

    shown = texts(page)
    assert expected in shown
    assert "Die Datei kann noch nicht angenommen werden" in shown
    assert "Verbindlich einreichen" not in _labels(page)
    assert not page.exception
    assert not any(word in shown for word in ("Traceback", "Error", "Unerwarteter Fehler", "Please"))


@pytest.mark.usefixtures("sample")
def test_texts_of_the_file_and_its_name_are_shown_as_text() -> None:
    content = b"Frage-ID;Antwort;<script>alert(1)</script>\r\nEAK01;<img src=x onerror=alert(1)>;a\r\n"

    shown = texts(_upload(run_page(UPLOAD, upload_wave="2026-2"), content, "<b>../../x</b>.csv"))

    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown


@pytest.mark.usefixtures("sample")
def test_city_and_wave_can_be_said_where_the_file_does_not_say_them() -> None:
    page = _upload(run_page(UPLOAD, upload_wave="2026-2"), b"Frage-ID;Antwort\r\nEAK01;3\r\n")
    missing = texts(page)

    for point, choice in (("city_id", BUEHL), ("wave_id", "2026-2")):
        select = next(one for one in page.selectbox if str(one.key).startswith(f"upload_{point}:"))
        page = select.set_value(choice).run()

    assert "2 Fehler sind zu beheben" in missing
    assert "Erste Antworten von: Bühl (2026-2)." in texts(page)
    assert "Verbindlich einreichen" in _labels(page)


@pytest.mark.usefixtures("sample")
def test_a_file_of_another_city_or_wave_than_chosen_is_pointed_out() -> None:
    page = run_page(UPLOAD, upload_wave="2026-2", city=BRUCHSAL)

    other_city = texts(_upload(page, _file(BUEHL)))
    other_wave = texts(_upload(page, _file(BRUCHSAL, wave_id="2026-1")))
    own = texts(_upload(page, _file(BRUCHSAL)))

    assert "Diese Datei enthält Antworten von Bühl (2026-2)" in other_city
    assert "Diese Datei enthält Antworten von Bruchsal (2026-1)" in other_wave
    assert "Diese Datei enthält" not in own


OVERRULED = {
    "encoding": "utf-16",
    "delimiter": "|",
    "layout": "city_per_row",
    "header_row": 30,
}


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("point", OVERRULED)
def test_each_point_of_the_recognition_can_be_overruled_and_put_back(point: str) -> None:
    """Each of these is wrong for our template, so the file is refused; as recognised it is taken again."""
    page = _upload(run_page(UPLOAD, upload_wave="2026-2", city=BUEHL), _file(BUEHL))
    key = next(str(one.key) for one in page.selectbox if str(one.key).startswith(f"upload_{point}:"))

    page = page.selectbox(key=key).set_value(OVERRULED[point]).run()
    overruled = texts(page)
    page = page.selectbox(key=key).set_value("").run()

    assert "Die Datei kann noch nicht angenommen werden" in overruled
    assert "Unerwarteter Fehler" not in overruled
    assert "Die Datei kann angenommen werden" in texts(page)


@pytest.mark.usefixtures("sample")
def test_one_of_several_sheets_can_be_chosen_also_if_its_name_holds_a_comma() -> None:
    """All sheets with the same headings are taken, unless one of them is chosen."""
    workbook = Workbook()
    for name in ("Eins", "Zwei, drei"):
        sheet = workbook.create_sheet(name)
        for row in (["Frage-ID", "Antwort", "Stadt", "Welle"], ["EAK01", 3, "Bühl", "2026-2"]):
            sheet.append(row)
    del workbook["Sheet"]
    content = io.BytesIO()
    workbook.save(content)
    page = _upload(run_page(UPLOAD, upload_wave="2026-2", city=BUEHL), content.getvalue(), "zwei.xlsx")
    key = next(str(one.key) for one in page.selectbox if str(one.key).startswith("upload_sheet:"))

    both = texts(page)
    page = page.selectbox(key=key).set_value("Zwei, drei").run()

    assert "Tabellenblatt: Zwei, drei" in texts(page)
    assert "Bisher eingereicht: Bühl" in both
    assert "ist nicht bekannt (Tabellenblatt)" not in both + texts(page)


@pytest.mark.usefixtures("sample")
def test_an_unknown_id_gets_its_meaning_by_hand_and_loses_it_again() -> None:
    """Without EAK03 one answer of 307 is lost; told that `Scan-3` is EAK03, nothing is."""
    page = _upload(run_page(UPLOAD, upload_wave="2026-2"), _file(BUEHL).replace(b"\nEAK03;", b"\nScan-3;"))
    count = texts(page)
    target = next(one for one in page.selectbox if str(one.key).startswith("upload_target:"))
    assert str(target.key).endswith(":Scan-3"), "the unknown heading is offered first"

    page = _click(target.set_value("EAK03").run(), "Übernehmen")
    given = texts(page)
    page = _click(page, "Zurücknehmen")

    assert "1 Überschrift ist unbekannt." in count
    assert "1 Überschrift ist unbekannt." not in given
    assert "„Scan-3“ bedeutet: EAK03" in given
    assert "1 Überschrift ist unbekannt." in texts(page)


@pytest.mark.usefixtures("sample")
def test_the_same_file_again_is_told_kindly_and_stored_once() -> None:
    content = (SAMPLE.parent / "2026-2" / f"{BRUCHSAL}.csv").read_bytes()
    page = _upload(run_page(UPLOAD, upload_wave="2026-2", city=BRUCHSAL), content)
    unchanged = texts(page)

    _click(page, "Verbindlich einreichen")

    assert "Keine Änderung" in unchanged
    assert "Genau diese Datei gilt bereits." in texts(page)
    assert "ersetzt" not in texts(page)


def test_withdrawing_needs_a_reason_and_is_shown_at_once(sample: Settings) -> None:
    page = run_page(UPLOAD, upload_wave="2026-2", city=BRUCHSAL)

    page = _click(page, "Zurückziehen")
    refused = texts(page)
    reason = next(one for one in page.text_input if str(one.key).startswith("upload_reason_"))
    page = _click(reason.set_value("falsche Fassung").run(), "Zurückziehen")

    assert "Bitte geben Sie zuerst eine Begründung an" in refused
    assert "7 von 9 Städten haben geantwortet." in texts(page)
    assert "zurückgezogen</td><td>falsche Fassung</td>" in texts(page)
    assert "Wieder in Kraft setzen" in _labels(page)
    submissions = open_ledger(sample.ledger_url).submissions()
    assert submissions["is_withdrawn"].sum() == 1


@pytest.mark.usefixtures("sample")
def test_it_speaks_english_by_address() -> None:
    page = _upload(run_page(UPLOAD, upload_wave="2026-2", lang="en"), _file(BUEHL))

    assert "8 of 9 cities have answered. Missing: Bühl." in texts(page)
    assert "Submit" in _labels(page)


# The online questionnaire


def _open_form(city_id: str = BUEHL, **address: str) -> AppTest:
    return run_page(UPLOAD, **{"upload_wave": "2026-2", "city": city_id, "part": "form", **address})


def _ask(page: AppTest, key: str) -> str:
    return f"form:2026-2:{BUEHL}:{key}"


def test_a_draft_is_kept_at_each_change_and_resumed_by_the_next_visit(sample: Settings) -> None:
    """Two of 77 questions are answered, one of them with kA; a new visit shows them again."""
    page = _click(_open_form(), "Mit leerem Fragebogen beginnen")
    page = page.radio(key=_ask(page, "EAK01")).set_value("3").run()
    page = page.radio(key=_ask(page, "EAK02")).set_value("kA").run()

    again = _open_form()

    draft = open_ledger(sample.ledger_url).load_draft(LOCAL_COORDINATOR, BUEHL, "2026-2")
    assert draft == {"answers": {"EAK01": "3", "EAK02": "kA"}}
    assert again.radio(key=_ask(again, "EAK01")).value == "3"
    assert again.radio(key=_ask(again, "EAK02")).value == "kA"
    assert again.radio(key=_ask(again, "EAK03")).value == ""
    assert "2 von 4 Fragen beantwortet" in texts(again)


@pytest.mark.usefixtures("sample")
def test_one_goes_on_above_the_questions_as_below_them() -> None:
    page = _click(_open_form(), "Mit leerem Fragebogen beginnen")
    first = page.selectbox(key="form_section").value
    second = page.button(key="form_next_above").click().run().selectbox(key="form_section").value
    third = page.button(key="form_next").click().run().selectbox(key="form_section").value

    assert len({first, second, third}) == 3


@pytest.mark.usefixtures("sample")
def test_every_type_of_planning_field_is_handed_in_as_it_was_answered() -> None:
    page = _click(_open_form(), "Mit leerem Fragebogen beginnen")
    page = page.radio(key=_ask(page, "EAK01")).set_value("2").run()
    page = page.selectbox(key=_ask(page, "eakte.status")).set_value("pilot").run()
    page = page.selectbox(key=_ask(page, "eakte.start_planned")).set_value("2027-Q1").run()
    page = page.multiselect(key=_ask(page, "eakte.challenges")).set_value(["PERS", "ZEIT"]).run()
    page = page.text_input(key=_ask(page, "eakte.budget_eur")).set_value("18.500,00").run()
    page = page.text_area(key=_ask(page, "eakte.bp_text")).set_value("Zeile 1\nZeile 2; mit Semikolon").run()
    page = page.selectbox(key="form_section").set_value("review").run()

    page = _click(page, "Verbindlich einreichen")

    assert "Angenommen. Ihre Antworten sind dauerhaft gespeichert." in texts(page)
    assert "9 von 9 Städten haben geantwortet." in texts(page)
    topic = texts(run_page("pages/topics.py", wave="2026-2", topic="eakte", city=BUEHL))
    assert "online-08216007-2026-2.csv, Zeile 2" in topic


@pytest.mark.usefixtures("sample")
def test_a_slip_is_shown_beside_its_field_and_hinders_handing_in() -> None:
    page = _click(_open_form(), "Mit leerem Fragebogen beginnen")
    page = page.radio(key=_ask(page, "EAK01")).set_value("2").run()
    page = page.text_input(key=_ask(page, "eakte.contract_until")).set_value("bald").run()
    beside = texts(page)
    page = page.selectbox(key="form_section").set_value("review").run()

    assert "bald" in beside
    assert "E-Akte: Vertrag bis (Monat)" in texts(page)
    assert "1 Fehler ist zu beheben." in texts(page)
    assert "Verbindlich einreichen" not in _labels(page)


@pytest.mark.usefixtures("sample")
def test_the_short_survey_asks_core_questions_only() -> None:
    page = _click(_open_form(), "Mit leerem Fragebogen beginnen")
    page = page.toggle(key="form_core_only").set_value(True).run()

    assert [radio.key for radio in page.radio] == [_ask(page, "EAK01")]
    assert "0 von 1 Frage" in texts(page)


@pytest.mark.usefixtures("sample")
def test_the_last_answers_can_be_the_beginning_and_a_draft_can_be_thrown_away() -> None:
    """Begun with the answers in force nothing changes; thrown away, the form offers to begin again."""
    page = _click(_open_form(BRUCHSAL), "Mit den letzten Antworten beginnen")
    page = page.selectbox(key="form_section").set_value("review").run()
    unchanged = texts(page)

    page = _click(page, "Jetzt verwerfen")

    assert "Keine Änderung" in unchanged
    assert "Noch offen" not in unchanged
    assert "Mit leerem Fragebogen beginnen" in _labels(page)


@pytest.mark.usefixtures("sample")
def test_the_level_of_the_heat_map_follows_the_form() -> None:
    """E-Akte of Bühl, four answers of level 2: 50 points, level 2."""
    page = _click(_open_form(), "Mit leerem Fragebogen beginnen")
    for question_id in ("EAK01", "EAK02", "EAK03", "EAK04"):
        page = page.radio(key=_ask(page, question_id)).set_value("2").run()
    page = page.selectbox(key="form_section").set_value("review").run()
    _click(page, "Verbindlich einreichen")

    labels = figure(run_page(OVERVIEW, wave="2026-2"), "start_grid")["data"][-1]
    assert labels["text"][labels["customdata"].index([BUEHL, "eakte"])] == "2"


def test_in_a_closed_wave_a_withdrawn_file_stays_withdrawn(sample: Settings) -> None:
    """The button says by its state, and the page in words, what the ledger would refuse."""
    ledger = open_ledger(sample.ledger_url)
    rows = ledger.submissions()
    own = int(rows.loc[(rows["city_id"] == BRUCHSAL) & (rows["wave_id"] == "2026-2"), "submission_id"].iloc[0])
    ledger.withdraw(LOCAL_COORDINATOR, own, "falsche Fassung")
    ledger.record(LOCAL_COORDINATOR, "wave", {"wave_id": "2026-2", "state": "closed", "reason": "alle da"})

    page = run_page(UPLOAD, upload_wave="2026-2", city=BRUCHSAL)

    assert page.button(key=f"upload_move_{own}_False").disabled
    assert "Die Welle ist nicht offen: Angaben können zurückgezogen" in texts(page)
