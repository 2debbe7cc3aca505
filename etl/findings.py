"""Findings: one thing wrong in a file, as a value. Each code has a number, a severity and a sentence pair."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from maturity.language import N_, _

Severity = Literal["error", "note"]


class Message(NamedTuple):
    """What a finding's code means: its number, severity, what is wrong, how to mend it."""

    number: str
    severity: Severity
    problem: str
    fix: str


CATALOGUE: dict[str, Message] = {
    "file_empty": Message(
        "F01", "error", N_("The file is empty."), N_("Please export the survey again and upload that file.")
    ),
    "level_out_of_range": Message(
        "F14",
        "error",
        N_("“{value}” is not between {expected}."),
        N_("Please change it in the file and upload it again."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing wrong, with its place.

    Args:
        code: a key of CATALOGUE.
        row: as the spreadsheet shows it, the first row is 1; None where the whole file is meant.
        column: the column's heading as it stands in the file.
        value: the offending text as it stands in the file.
        expected: what may stand there, in words.
        line: the physical line of a text file, where it differs from `row`.
        details: further placeholders of the sentences.
    """

    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None
    line: int | None = None
    details: dict[str, object] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        """What the code means."""
        return CATALOGUE[self.code]

    @property
    def severity(self) -> Severity:
        """`error` blocks the file, `note` does not."""
        return self.message.severity

    @property
    def place(self) -> str:
        """`Zeile 14, Spalte EAK01`, or empty for the whole file."""
        parts = []
        if self.row is not None:
            parts.append(_("Row {row}").format(row=self.row))
        if self.line is not None and self.line != self.row:
            parts.append(_("text line {line}").format(line=self.line))
        if self.column is not None:
            parts.append(_("column {column}").format(column=self.column))
        return ", ".join(parts)

    @property
    def sentence(self) -> str:
        """What is wrong and how to mend it, in the reader's language, without the place."""
        values = {"value": self.value, "expected": self.expected, "column": self.column, "row": self.row, **self.details}
        return " ".join(_(text).format_map(values) for text in (self.message.problem, self.message.fix))

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence
