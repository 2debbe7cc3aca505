"""What stands where on a rendered paper: words with their boxes, by poppler; office files by way of LibreOffice."""

import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

HTML = "{http://www.w3.org/1999/xhtml}"
# Points. What touches the page's edge is cut by a printer.
EDGE = 6.0
# Boxes of words in neighbouring lines touch; a word that shares this much of another is printed over it.
SHARED = 0.3


class Word(NamedTuple):
    """A word and its box on a page, in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """The box's area."""
        return (self.right - self.left) * (self.bottom - self.top)


def office_pdfs(files: dict[str, bytes], folder: Path) -> dict[str, Path]:
    """Render DOCX, PPTX and XLSX files to PDF, all in one start of LibreOffice; `files` by name with ending."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    office = shutil.which("soffice")
    assert office is not None, "LibreOffice renders the office files: apt-get install libreoffice-writer-nogui ..."
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return {name: folder / f"{Path(name).stem}.pdf" for name in files}


def faults(pdf: Path) -> list[str]:
    """Say what leaves its page and what is printed over something else."""
    found: list[str] = []
    for number, (width, height, words) in enumerate(_pages(pdf), 1):
        found += [f"page {number}: “{word.text}” leaves the page" for word in words if _is_outside(word, width, height)]
        found += [f"page {number}: “{first.text}” over “{second.text}”" for first, second in _overprinted(words)]
    return found


def page_count(pdf: Path) -> int:
    """Count the pages."""
    return sum(1 for _page in _pages(pdf))


def _pages(pdf: Path) -> Iterator[tuple[float, float, list[Word]]]:
    command = ["pdftotext", "-bbox", str(pdf), "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    for page in ElementTree.fromstring(done.stdout).iter(f"{HTML}page"):
        words = [
            Word(word.text or "", *(float(word.attrib[edge]) for edge in ("xMin", "yMin", "xMax", "yMax")))
            for word in page.iter(f"{HTML}word")
        ]
        yield float(page.attrib["width"]), float(page.attrib["height"]), words


def _is_outside(word: Word, width: float, height: float) -> bool:
    return word.left < EDGE or word.top < EDGE or word.right > width - EDGE or word.bottom > height - EDGE


def _overprinted(words: list[Word]) -> Iterable[tuple[Word, Word]]:
    ordered = sorted(words, key=lambda word: (word.top, word.left))
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 :]:
            if second.top >= first.bottom:
                break
            if _shared(first, second) > SHARED * min(first.area, second.area) > 0:
                yield first, second


def _shared(first: Word, second: Word) -> float:
    wide = min(first.right, second.right) - max(first.left, second.left)
    high = min(first.bottom, second.bottom) - max(first.top, second.top)
    return max(wide, 0.0) * max(high, 0.0)
