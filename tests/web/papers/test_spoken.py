"""What a screen reader says of each PDF paper: no error of accessibility, and the text as it was when last listened to.

The texts stand in tests/data/spoken. After a wanted change: `python -m pytest tests/web/papers/test_spoken.py
--write-spoken`, then read the difference aloud.
"""

import re
from pathlib import Path

import outloud  # type: ignore[import-untyped]
import pytest
from outloud.viewer import reading_order  # type: ignore[import-untyped]

from maturity import language
from maturity.reports.minutes import minutes_pdf
from maturity.reports.pdf import document_pdf
from maturity.settings import Settings
from tests.reports.meetings import SAMPLE
from web.papers.city_sheet import city_sheet
from web.papers.council_paper import council_paper
from web.papers.hand_out import hand_out
from web.papers.invitation import invitation
from web.papers.network_report import network_report

SPOKEN = Path(__file__).parents[2] / "data" / "spoken"
WAVE, ETTLINGEN = "2026-2", "08215017"
PAPERS = {
    "city-sheet": lambda: document_pdf(city_sheet(WAVE, ETTLINGEN, True)),
    "hand-out": lambda: document_pdf(hand_out(WAVE, ETTLINGEN, True)),
    "council-paper": lambda: document_pdf(council_paper(WAVE, ETTLINGEN, True)),
    "network-report": lambda: document_pdf(network_report(WAVE, True)),
    "invitation": lambda: document_pdf(invitation(WAVE, True)),
    "minutes": lambda: minutes_pdf(SAMPLE),
}
# The mark of invented answers runs along the top of each page and so is left out by voices; the text says it once too.
RUNNING = "TAG-002"
# The sample answers are handed in when a network begins: the day and minute of that are nobody's concern here.
MOMENT = re.compile(r"\d{2}\.\d{2}\.\d{4}(, \d{2}:\d{2} Uhr)?|\d{1,2} [A-Z][a-z]{2} \d{4}(, \d{2}:\d{2})?")


@pytest.mark.parametrize("spoken", ["de", "en"])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_is_read_out_as_it_was(
    sample: Settings, paper: str, spoken: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    language.use(spoken)
    file = tmp_path / f"{paper}.pdf"
    file.write_bytes(PAPERS[paper]())

    result = outloud.check(str(file), skip={RUNNING})
    text = said(file)
    golden = SPOKEN / f"{paper}-{spoken}.txt"
    if pytestconfig.getoption("--write-spoken"):
        golden.write_text(text, encoding="utf-8")
    assert (result.errors, result.error) == (0, None), [finding.rule for finding in result.sorted_findings()]
    assert text == golden.read_text(encoding="utf-8")


def said(file: Path) -> str:
    """The paper as it is read out: a line per element with its role, artifacts left out."""
    document = outloud.Document(str(file))
    try:
        pages = reading_order(document)
    finally:
        document.close()
    lines = [f"{piece['type']}: {piece['text']}" for page in sorted(pages) for piece in pages[page]]
    heard = [line for line in lines if not line.startswith("Artifact")]
    return MOMENT.sub("DAY", "\n".join(heard)) + "\n"
