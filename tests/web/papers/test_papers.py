"""Papers: each fits its pages, says wave and data, marks invented answers, names no security topic."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as read_docx
from pypdf import PdfReader

from maturity import language
from maturity.reports.docx import document_docx
from maturity.reports.html import document_html
from maturity.reports.outline import Document
from maturity.reports.pdf import document_pdf
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import load
from tests.numbers.recorded import real_snapshot
from web.papers.city_sheet import city_sheet
from web.papers.council_paper import council_paper
from web.papers.hand_out import hand_out
from web.papers.invitation import invitation
from web.papers.network_report import network_report
from web.papers.project_sheet import decided_topics, project_sheet
from web.services import plans

WAVE, ETTLINGEN, BUEHL = "2026-2", "08215017", "08216007"
OF_CITY: dict[str, tuple[Callable[[str, str, bool], Document], int]] = {
    "city_sheet": (city_sheet, 2), "hand_out": (hand_out, 1), "council_paper": (council_paper, 2),
}  # fmt: skip
OF_NETWORK: dict[str, tuple[Callable[[str, bool], Document], int]] = {
    "network_report": (network_report, 8), "invitation": (invitation, 1),
}  # fmt: skip


def pages_of(document: Document) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(document_pdf(document))).pages]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("spoken", ["de", "en"])
@pytest.mark.parametrize("city_id", [ETTLINGEN, BUEHL])
@pytest.mark.parametrize("paper", OF_CITY)
def test_a_citys_paper_fits_its_pages_and_says_what_it_rests_on(paper: str, city_id: str, spoken: str) -> None:
    """Bühl has handed in nothing: the paper says so instead of failing or showing zeros."""
    language.use(spoken)
    make, most = OF_CITY[paper]
    document = make(WAVE, city_id, True)

    pages = pages_of(document)
    assert len(pages) <= most
    assert WAVE in pages[0]
    assert "8 von 9 Städten" in pages[0] or "8 of 9 cities" in pages[0]
    assert document.notice in pages[0]
    assert document.notice.startswith(("Beispieldaten", "Sample data"))


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("spoken", ["de", "en"])
@pytest.mark.parametrize("paper", OF_NETWORK)
def test_a_paper_of_the_network_fits_its_pages(paper: str, spoken: str) -> None:
    language.use(spoken)
    make, most = OF_NETWORK[paper]

    assert len(pages_of(make(WAVE, True))) <= most


@pytest.mark.usefixtures("sample")
def test_no_paper_names_a_topic_whose_answers_stay_inside() -> None:
    documents = [make(WAVE, ETTLINGEN, True) for make, _most in OF_CITY.values()]
    documents += [make(WAVE, True) for make, _most in OF_NETWORK.values()]

    for document in documents[:-1]:  # the invitation lists what the network itself decides about
        assert "Informationssicherheit" not in document_html(document).decode()
    assert "1 Thema fehlt hier" in document_html(documents[0]).decode()


@pytest.mark.usefixtures("sample")
def test_the_city_sheet_shows_the_score_that_the_page_shows() -> None:
    """Ettlingen, E-Akte, 2026-2: 75,0 points beside a median of 53,1."""
    [page, *_rest] = pages_of(city_sheet(WAVE, ETTLINGEN, True))

    assert "E-Akte 75,0 53,1" in " ".join(page.split())


@pytest.mark.usefixtures("sample")
def test_word_and_html_say_the_same_as_the_council_paper() -> None:
    document = council_paper(WAVE, ETTLINGEN, True)

    words = [paragraph.text for paragraph in read_docx(io.BytesIO(document_docx(document))).paragraphs]
    pasted = document_html(document).decode()
    for heading in ("Beschlussvorschlag", "Sachverhalt", "Finanzielle Auswirkungen", "Anlagen"):
        assert heading in words
        assert f"<h2>{heading}</h2>" in pasted
    assert "<ol><li>Der Gemeinderat nimmt die Ergebnisse der Welle 2026-2 zur Kenntnis.</li>" in pasted


@pytest.mark.usefixtures("sample")
def test_a_project_sheet_exists_for_decided_topics_only() -> None:
    assert decided_topics(WAVE) == {}

    plans.record_decision(
        LOCAL_COORDINATOR, WAVE,
        topic_id="eakte", kind="accepted", city_id="08215009", reason="Vorreiterin", meeting_id="S-1",
    )  # fmt: skip

    assert decided_topics(WAVE) == {"eakte": "E-Akte"}
    [page] = pages_of(project_sheet(WAVE, "eakte", True))
    assert "Federführung Bruchsal" in " ".join(page.split())
    assert "Vorreiterin" in page


def test_papers_of_a_network_without_plans_and_levels_say_what_is_unknown(
    real_answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """35 countries with another scale, one wave, no planning answers, more cities than a page has columns."""
    real_snapshot(real_answers, tmp_path / "data")
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(tmp_path / "data"))
    load.cache_clear()

    sheet, report = pages_of(city_sheet("2023", "DE", False)), pages_of(network_report("2023", False))
    assert len(sheet) <= 2
    assert len(report) <= 8
    assert "Beispieldaten" not in "".join([*sheet, *report])
    assert "35 von 35 Städten" in sheet[0]
    load.cache_clear()
