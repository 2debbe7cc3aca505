"""The slides: native charts, alternative texts, the data version on each."""

import io
from dataclasses import replace
from typing import Any

from pptx import Presentation

from maturity.reports.meeting import Resolution, TopicLevel
from maturity.reports.slides import slides_pptx
from tests.reports.meetings import EMPTY, MEETING, SAMPLE


def _slides(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def _texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def _titles(content: bytes) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in _slides(content)]


def test_the_slides_follow_the_meeting() -> None:
    assert _titles(slides_pptx(MEETING)) == [
        "Sitzung des Netzwerks Regional.Digital",
        "Wo stehen wir? Mittlere Stufe je Thema",
        "Gemeinsame Lücken",
        "Überschneidungen",
        "Beschlüsse",
        "Offene Punkte",
        "Nächste Sitzung",
    ]


def test_the_levels_are_a_native_chart_in_which_unknown_is_not_zero() -> None:
    """Bars grow from the bottom, so the highest level comes last; Sensorik has too few answers."""
    shape = next(shape for shape in _slides(slides_pptx(MEETING))[1].shapes if shape.has_chart)
    plot = shape.chart.plots[0]

    assert list(plot.categories) == ["Sensorik (1 von 3, zu wenig Angaben)", "E-Akte (3 von 3)", "E-Payment (2 von 3)"]
    assert list(plot.series[0].values) == [None, 2.0, 2.5]


def test_chart_and_table_have_an_alternative_text() -> None:
    frames = [
        shape for slide in _slides(slides_pptx(MEETING)) for shape in slide.shapes if shape.has_chart or shape.has_table
    ]

    texts = [shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in frames]

    assert texts == [
        "Balkendiagramm: mittlere Stufe (Median) je Thema, von 0 bis 4. "
        "E-Payment: 2,5; E-Akte: 2; Sensorik: zu wenig Angaben.",
        "Tabelle der Beschlüsse: Thema, Beschluss, Federführung, Ko-Federführung, Begründung.",
    ]


def test_the_table_holds_every_decision() -> None:
    table = next(shape.table for shape in _slides(slides_pptx(MEETING))[4].shapes if shape.has_table)

    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["E-Akte", "wie vorgeschlagen", "Bruchsal", "Bretten", "Bruchsal ist am weitesten."],
        ["E-Payment", "andere Stadt", "Bretten", "–", ""],
        ["Digitale Schule", "vertagt", "–", "–", "Der Schulträger wird gehört."],
        ["Sensorik", "Federführung ausgeschlossen", "–", "–", ""],
    ]


def test_long_lists_go_on_on_the_next_slide() -> None:
    """21 topics need two charts of at most 20 bars, 8 decisions two tables of at most 7 rows."""
    meeting = replace(
        MEETING,
        levels=tuple(TopicLevel(f"T{number}", 1.0, 3, 3) for number in range(21)),
        decisions=tuple(Resolution(f"T{number}", "deferred") for number in range(8)),
    )

    titles = _titles(slides_pptx(meeting))

    assert titles.count("Wo stehen wir? Mittlere Stufe je Thema") == 2
    assert titles.count("Beschlüsse") == 2


def test_the_notes_hold_the_whole_reason_that_the_table_cuts() -> None:
    reason = "Der Zweckverband prüft die gemeinsame Ausschreibung. " * 6
    meeting = replace(MEETING, decisions=(Resolution("E-Akte", "accepted", "Bruchsal", "Bruchsal", reason=reason),))

    slide = _slides(slides_pptx(meeting))[4]
    shown = next(shape.table for shape in slide.shapes if shape.has_table).cell(1, 4).text
    assert shown.endswith(" …")
    assert len(shown) < len(reason)
    assert slide.notes_slide.notes_text_frame.text == f"E-Akte: {reason}"


def test_every_slide_names_the_data_version_and_sample_data() -> None:
    for number, slide in enumerate(_slides(slides_pptx(SAMPLE)), 1):
        footer = _texts(slide)[-1]

        assert footer == (
            "Beispieldaten: Alle Antworten und Beschlüsse sind frei erfunden. · "
            f"Regional.Digital · Datenstand Nr. 17 · {number}/7"
        )
    assert not any("Beispieldaten" in text for slide in _slides(slides_pptx(MEETING)) for text in _texts(slide))


def test_every_text_tells_its_language() -> None:
    runs = [
        run
        for slide in _slides(slides_pptx(MEETING))
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]

    assert runs
    assert {run._r.rPr.get("lang") for run in runs} == {"de-DE"}


def test_an_empty_meeting_has_honest_slides() -> None:
    texts = [text for slide in _slides(slides_pptx(EMPTY)) for text in _texts(slide)]

    assert "Es wurde keine gemeinsame Lücke gefunden." in texts
    assert "Es gibt keine offenen Punkte." in texts


def test_characters_that_xml_forbids_do_not_stop_the_slides() -> None:
    meeting = replace(MEETING, gaps=("a\x00b\u202ec",))

    assert "a\ufffdb\ufffdc" in _texts(_slides(slides_pptx(meeting))[2])


def test_long_reasons_go_on_on_another_slide_instead_of_below_the_edge() -> None:
    """Eight decisions with reasons of 140 characters take five lines each: three to a slide."""
    decision = Resolution("E-Akte", "accepted", lead="Bretten", reason="Weil es so ist. " * 9)
    deck = Presentation(io.BytesIO(slides_pptx(replace(MEETING, decisions=(decision,) * 8))))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]

    assert [len(table.rows) - 1 for table in tables] == [3, 3, 2]
