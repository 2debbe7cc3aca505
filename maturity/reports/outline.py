"""A document as a list of blocks, so that PDF and DOCX say the same."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 or 2 below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text, with a bold lead-in if `label` is given."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; `is_numbered` with 1., 2., ..."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a header row. `widths` are shares of the page's width, in percent."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and what stands for it, as at the head of a letter."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Levels:
    """A table of levels: in each cell its text, coloured by its level (0-4; None = no level, so no colour)."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, int | None], ...]], ...]


@dataclass(frozen=True)
class Strip:
    """One line of a profile: where a city stands among the others, in points (0-100; None = unknown).

    Args:
        name: what the line is about.
        score, target: of the city.
        low, middle, high: lowest, median and highest of the network.
        words: the texts beside the drawing.
    """

    name: str
    score: float | None
    target: float | None
    low: float | None
    middle: float | None
    high: float | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """Lines of a city against the network. `header` names the line, the drawing and the words beside it."""

    header: tuple[str, ...]
    rows: tuple[Strip, ...]

    def as_table(self) -> Table:
        """Return the same without the drawing, for formats that edit text."""
        header = (self.header[0], *self.header[2:])
        rest = 60 // (len(header) - 1)
        return Table(header, tuple((row.name, *row.words) for row in self.rows), (40, *(rest for _text in header[1:])))


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Bullets | Table | Facts | Levels | Profile | PageBreak


@dataclass(frozen=True)
class Document:
    """One document: what it is called, what stands on each page, its blocks; keywords are for programs only."""

    title: str
    subtitle: str
    author: str
    notice: str
    footer: str
    blocks: tuple[Block, ...]
    keywords: tuple[str, ...] = ()


def bullets_or(items: tuple[str, ...], otherwise: str) -> Iterator[Block]:
    """Give a list, or a sentence where there is nothing to list."""
    yield Bullets(items) if items else Paragraph(otherwise)
