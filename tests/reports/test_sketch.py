"""The sketch of a joint application: one page, nothing unknown as zero; the calendar: every date once."""

import io
from datetime import date

import pytest
from docx import Document as read_docx
from icalendar import Calendar
from pypdf import PdfReader

from maturity.reports.calendar import Day, calendar_ics
from maturity.reports.sketch import Partner, Sketch, sketch_docx, sketch_pdf

CITIES = ["Baden-Baden", "Bretten", "Bruchsal", "Bühl", "Ettlingen", "Gaggenau", "Rastatt", "Rheinstetten", "Stutensee"]
STEPS = (
    (date(2027, 1, 6), "Partner sagen zu"),
    (date(2027, 2, 10), "Beschlussvorlagen fertig"),
    *((date(2027, 3, 9), f"Gemeinderat beschließt: {city}") for city in CITIES),
    (date(2027, 3, 31), "Antrag stellen"),
)


@pytest.fixture
def sketch() -> Sketch:
    """Nine cities, more than that are rarely one consortium; one budget is unknown."""
    return Sketch(
        network_name="Regional.Digital",
        wave_id="2026-2",
        snapshot="maturity-000001",
        is_sample=True,
        programme_name="Beispielförderung für gemeinsame digitale Vorhaben kleiner und mittlerer Städte im Land",
        sponsor="Ministerium für Beispiele",
        checked_on=date(2026, 11, 24),
        closes=date(2027, 3, 31),
        topic_name="E-Akte",
        goals=("Heute stehen die Partner im Mittel bei 62 von 100 Punkten (8 von 9 bekannt).", "Ziel ist Stufe 3."),
        partners=tuple(
            Partner(
                city,
                is_lead=city == "Bruchsal",
                cost=None if city == "Bühl" else 19_536.0,
                own=None if city == "Bühl" else 6_838.0,
                would_bear="unklar",
            )
            for city in CITIES
        ),
        key="zu gleichen Teilen",
        cost=136_750.0,
        grant=88_888.0,
        own=47_862.0,
        open_points=("Beschluss des Gemeinderats fehlt: Bretten und Bühl.", "Budget unbekannt: Bühl."),
        steps=STEPS,
    )


def test_it_fits_on_one_page_and_says_who_what_and_how_much(sketch: Sketch) -> None:
    pages = PdfReader(io.BytesIO(sketch_pdf(sketch))).pages
    text = " ".join(pages[0].extract_text().split())

    assert len(pages) == 1
    for words in ("E-Akte", "Bruchsal (führt den Antrag)", "136.750 Euro", "31.03.2027", "Budget unbekannt: Bühl."):
        assert words in text
    assert "Beispieldaten" in text


def test_word_says_the_same_and_unknown_is_not_zero(sketch: Sketch) -> None:
    document = read_docx(io.BytesIO(sketch_docx(sketch)))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]

    assert ["Bruchsal (führt den Antrag)", "19.536", "6.838", "unklar"] in rows
    assert ["Bühl", "unbekannt", "unbekannt", "unklar"] in rows
    assert ["Zuschuss", "88.888 Euro"] in rows


def test_the_calendar_holds_each_day_and_is_the_same_every_time() -> None:
    days = [Day("p-submit-all", date(2027, 3, 31), "P: Antrag stellen", "Spätestens; sonst verfällt er."),
            Day("p-sign-all", date(2027, 3, 17), "P: unterschreiben")]  # fmt: skip

    content = calendar_ics(days, made_on=date(2026, 11, 24))

    events = [event for event in Calendar.from_ical(content).walk("VEVENT")]
    assert [(str(event["summary"]), event.decoded("dtstart")) for event in events] == [
        ("P: unterschreiben", date(2027, 3, 17)),
        ("P: Antrag stellen", date(2027, 3, 31)),
    ]
    assert str(events[1]["uid"]) == "p-submit-all@digitalkompass"
    assert content == calendar_ics(reversed(days), made_on=date(2026, 11, 24))
