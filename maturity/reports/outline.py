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


Block = Heading | Paragraph | Bullets | Table | Facts


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
