"""Every paper rendered to pages: nothing leaves its page, nothing is printed over anything else."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from etl.reference.read import read_reference
from etl.templates.make import template_xlsx
from maturity import language
from maturity.reports.docx import document_docx
from maturity.reports.minutes import minutes_docx, minutes_pdf
from maturity.reports.outline import Document
from maturity.reports.pdf import document_pdf
from maturity.reports.slides import slides_pptx
from maturity.reports.workbook import plan_xlsx
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.reports.meetings import SAMPLE
from tests.reports.rendered import faults, office_pdfs, page_count
from web.leads.downloads import plan_tables
from web.papers.city_sheet import city_sheet
from web.papers.council_paper import council_paper
from web.papers.hand_out import hand_out
from web.papers.invitation import invitation
from web.papers.network_report import network_report
from web.papers.project_sheet import project_sheet
from web.services import plans

TOOLS = ("pdftotext", "soffice")
pytestmark = pytest.mark.skipif(
    os.environ.get("CI") != "true" and None in map(shutil.which, TOOLS),
    reason="needs poppler-utils and LibreOffice (writer, impress, calc)",
)
WAVE, ETTLINGEN, BUEHL = "2026-2", "08215017", "08216007"
LONG = "Der Zweckverband prüft, ob die Ausschreibung der Fachverfahren gemeinsam erfolgen kann. " * 4
MEETING = replace(
    SAMPLE,
    decisions=tuple(replace(decision, reason=LONG) for decision in SAMPLE.decisions * 4),
    open_points=(LONG, *SAMPLE.open_points),
)


@pytest.fixture
def decided(sample: Settings) -> Settings:
    """The sample network with one decided lead, so that a project sheet can be made."""
    plans.record_decision(
        LOCAL_COORDINATOR, WAVE,
        topic_id="eakte", kind="accepted", city_id="08215009", reason=LONG, meeting_id="S-1",
    )  # fmt: skip
    return sample


def papers() -> Iterator[tuple[str, Document]]:
    """Every paper that is made as PDF, DOCX or both, by name."""
    for city_id in (ETTLINGEN, BUEHL):
        yield f"city-sheet-{city_id}", city_sheet(WAVE, city_id, True)
        yield f"hand-out-{city_id}", hand_out(WAVE, city_id, True)
        yield f"council-paper-{city_id}", council_paper(WAVE, city_id, True)
    yield "network-report", network_report(WAVE, True)
    yield "invitation", invitation(WAVE, True)
    yield "project-sheet", project_sheet(WAVE, "eakte", True)


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("spoken", ["de", "en"])
def test_no_pdf_leaves_its_page_or_prints_over_itself(spoken: str, tmp_path: Path) -> None:
    language.use(spoken)
    made = {name: document_pdf(document) for name, document in papers()} | {"minutes": minutes_pdf(MEETING)}

    found = {}
    for name, content in made.items():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(content)
        found[name] = faults(file)
    assert {name: seen for name, seen in found.items() if seen} == {}


@pytest.mark.parametrize("spoken", ["de", "en"])
def test_no_office_file_leaves_its_page_or_prints_over_itself(decided: Settings, spoken: str, tmp_path: Path) -> None:
    language.use(spoken)
    files = {f"{name}.docx": document_docx(document) for name, document in papers()}
    files["minutes.docx"] = minutes_docx(MEETING)
    files["slides.pptx"] = slides_pptx(MEETING)
    tables = plan_tables(WAVE, plans.solve(WAVE), plans.certainty(WAVE), is_sample=True)
    files["plan.xlsx"] = plan_xlsx(tables)
    reference = read_reference(decided.reference)
    files["questionnaire.xlsx"] = template_xlsx(reference, city_id=ETTLINGEN, wave_id=WAVE, is_sample=True)

    rendered = office_pdfs(files, tmp_path)

    found = {name: faults(pdf) for name, pdf in rendered.items()}
    assert {name: seen for name, seen in found.items() if seen} == {}
    assert page_count(rendered["questionnaire.xlsx"]) <= 12, "77 questions with their levels, readable on A4"
