"""A corpus of polluted tables, made by rule: each file is one true table in one dialect with one named pollution.

    python -m tests.etl.polluted

reads all of them and prints, per pollution, how many files the strict reading took exactly, refused, or read wrongly
without a word, and how many the tolerant one read exactly.
"""

import io
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from etl.read import RawTable, read_bytes
from maturity.errors import NotATable, StrictlyUnreadable
from tests.etl.dialects import write_csv

Rows = list[list[str]]

CITIES = ["Baden-Baden", "Bretten", "Bruchsal", "Ettlingen", "Rastatt", "Bühl", "Gaggenau", "Stutensee", "Rheinstetten"]
NOTES = [
    "erledigt",
    "siehe Anlage, Seite 3",
    "das „große“ Paket; zweiter Teil",
    "",
    'Stand "vorläufig"',
    "zwei\nZeilen",
    "in Arbeit",
    "Übergabe, dann Schulung",
    "offen",
]
TABLES: dict[str, Rows] = {
    "cities": [
        ["Stadt", "Welle", "EAK01", "EAK02", "Bemerkung"],
        *([city, "2026-1", str(place % 5), str((place * 3) % 5), NOTES[place]] for place, city in enumerate(CITIES)),
    ],
    "answers": [
        ["Frage-ID", "Frage", "Antwort", "Kommentar"],
        *(
            [f"EAK{place:02}", f"Frage Nummer {place}, kurz", str(place % 5), NOTES[place % 9]]
            for place in range(1, 19)
        ),
    ],
    "statistics": [
        ["Gemeinde", "Schlüssel", "Einwohner", "Fläche in km²", "Anteil"],
        *(
            [city, f"0821{place:04}", str(21_000 + 137 * place), f"{40 + place},{place}5", f"{place * 7 % 90} %"]
            for place, city in enumerate(CITIES)
        ),
    ],
    "texts": [
        ["Ort", "Träger", "Vermerk"],
        *([city, f"Amt {'ABC'[place % 3]}", NOTES[place] or "keiner"] for place, city in enumerate(CITIES)),
    ],
}


class Dialect(NamedTuple):
    """How a clean file is written."""

    delimiter: str = ";"
    end: str = "\r\n"
    encoding: str = "utf-8"
    is_quoted: bool = False

    def write(self, rows: Rows) -> str:
        return write_csv(rows, delimiter=self.delimiter, end=self.end, is_quoted=self.is_quoted)


DIALECTS = [
    Dialect(),
    Dialect(delimiter=","),
    Dialect(delimiter="\t", end="\n"),
    Dialect(delimiter="|", end="\n", encoding="utf-8-sig"),
    Dialect(is_quoted=True, encoding="cp1252"),
    Dialect(delimiter=",", is_quoted=True, end="\n", encoding="utf-16"),
]


class File(NamedTuple):
    """A polluted file, its pollution, and the table that a person would read in it."""

    pollution: str
    content: bytes
    header: list[str]
    rows: Rows


Pollution = Callable[[Rows, Dialect], str]
POLLUTIONS: dict[str, Pollution] = {}


def pollution(make: Pollution) -> Pollution:
    """Add a pollution under its function's name."""
    POLLUTIONS[make.__name__] = make
    return make


def _blank(rows: Rows) -> list[str]:
    return [""] * len(rows[0])


@pollution
def clean(rows: Rows, dialect: Dialect) -> str:
    return dialect.write(rows)


@pollution
def no_last_line_end(rows: Rows, dialect: Dialect) -> str:
    return dialect.write(rows).rstrip("\r\n")


@pollution
def blank_lines_at_the_end(rows: Rows, dialect: Dialect) -> str:
    return dialect.write(rows) + dialect.end * 3


@pollution
def blank_rows_at_the_end(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows, _blank(rows), _blank(rows)])


@pollution
def blank_line_at_the_top(rows: Rows, dialect: Dialect) -> str:
    return dialect.end + dialect.write(rows)


@pollution
def blank_row_in_the_middle(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows[:4], _blank(rows), *rows[4:]])


@pollution
def line_ends_mixed(rows: Rows, dialect: Dialect) -> str:
    return "".join(dialect._replace(end=("\n", "\r\n")[place % 2]).write([row]) for place, row in enumerate(rows))


@pollution
def line_ends_of_old_macs(rows: Rows, dialect: Dialect) -> str:
    return dialect._replace(end="\r").write(rows)


@pollution
def separator_line(rows: Rows, dialect: Dialect) -> str:
    return f"sep={dialect.delimiter}{dialect.end}" + dialect.write(rows)


@pollution
def delimiter_at_each_end(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([[*row, ""] for row in rows])


@pollution
def delimiter_at_each_end_but_the_header(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([rows[0], *([*row, ""] for row in rows[1:])])


@pollution
def three_empty_columns(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([[*row, "", "", ""] for row in rows])


@pollution
def blank_behind_delimiters(rows: Rows, dialect: Dialect) -> str:
    gap = "" if dialect.delimiter == "\t" else " "
    written = [
        [write_csv([[cell]], delimiter=dialect.delimiter, end="", is_quoted=dialect.is_quoted) for cell in row]
        for row in rows
    ]
    return "".join((dialect.delimiter + gap).join(row) + dialect.end for row in written)


@pollution
def every_second_row_quoted(rows: Rows, dialect: Dialect) -> str:
    return "".join(dialect._replace(is_quoted=place % 2 == 0).write([row]) for place, row in enumerate(rows))


@pollution
def title_above(rows: Rows, dialect: Dialect) -> str:
    return f"Erhebung zur Digitalisierung 2026{dialect.end}" + dialect.write(rows)


@pollution
def title_and_blank_above(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([["Erhebung 2026"], ["Quelle: eigene Zählung"], [""]]) + dialect.write(rows)


@pollution
def title_row_with_delimiters_above(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([["Erhebung 2026", *_blank(rows)[1:]], _blank(rows), *rows])


@pollution
def facts_above(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([["Stand", "1. März 2026"], ["Version", "2"]]) + dialect.write(rows)


@pollution
def note_below_a_blank_row(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows, _blank(rows), ["Hinweis: ohne Gewähr", *_blank(rows)[1:]]])


@pollution
def note_right_below(rows: Rows, dialect: Dialect) -> str:
    return dialect.write(rows) + f"Anmerkung: vorläufige Angaben{dialect.end}"


@pollution
def notes_below_without_delimiters(rows: Rows, dialect: Dialect) -> str:
    return dialect.write(rows) + dialect.end + f"Quelle: eigene Zählung{dialect.end}Stand: März 2026{dialect.end}"


@pollution
def total_below(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows, ["Summe", *("9" for _cell in rows[0][1:])]])


@pollution
def header_again_in_the_middle(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows[:5], rows[0], *rows[5:]])


@pollution
def header_doubled(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([rows[0], *rows])


@pollution
def groups_above_the_header(rows: Rows, dialect: Dialect) -> str:
    upper = ["Angaben", *_blank(rows)[2:], "Sonstiges"]
    return dialect.write([upper, *rows])


@pollution
def second_table_of_another_width(rows: Rows, dialect: Dialect) -> str:
    return dialect.write(
        [*rows, _blank(rows), ["Kennzahl", "Betrag"], ["Punkte", "12"], ["Stimmen", "15"], ["Plätze", "3"]]
    )


@pollution
def second_table_of_the_same_width(rows: Rows, dialect: Dialect) -> str:
    other = [[f"Größe {place}" for place, _cell in enumerate(rows[0])]]
    other += [[str(place * 7 + column) for column, _cell in enumerate(rows[0])] for place in range(6)]
    return dialect.write([*rows, _blank(rows), *other])


@pollution
def header_missing(rows: Rows, dialect: Dialect) -> str:
    return dialect.write(rows[1:])


@pollution
def delimiter_missing(rows: Rows, dialect: Dialect) -> str:
    broken = [*rows[3][:1], rows[3][1] + rows[3][2], *rows[3][3:]]
    return dialect.write([*rows[:3], broken, *rows[4:]])


@pollution
def delimiter_too_many(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows[:3], [rows[3][0], "", *rows[3][1:]], *rows[4:]])


@pollution
def last_cells_missing(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows[:4], rows[4][:-1], *rows[5:]])


@pollution
def another_delimiter_in_one_row(rows: Rows, dialect: Dialect) -> str:
    other = "," if dialect.delimiter != "," else ";"
    return dialect.write(rows[:3]) + dialect._replace(delimiter=other).write([rows[3]]) + dialect.write(rows[4:])


@pollution
def quote_not_closed(rows: Rows, dialect: Dialect) -> str:
    lines = [dialect.write([row]) for row in rows]
    lines[2] = (
        dialect.delimiter.join(f'"{rows[2][0]}' if not place else cell for place, cell in enumerate(rows[2]))
        + dialect.end
    )
    return "".join(lines)


@pollution
def quote_inside(rows: Rows, dialect: Dialect) -> str:
    lines = [dialect.write([row]) for row in rows]
    plain = [
        cell if "\n" not in cell and '"' not in cell and dialect.delimiter not in cell else "x" for cell in rows[2]
    ]
    lines[2] = dialect.delimiter.join([plain[0][:2] + '"' + plain[0][2:], *plain[1:]]) + dialect.end
    return "".join(lines)


@pollution
def zero_width_characters(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows[:2], [rows[2][0] + "\u200b", *rows[2][1:]], *rows[3:]])


@pollution
def control_character(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows[:2], [rows[2][0] + "\x07", *rows[2][1:]], *rows[3:]])


@pollution
def umlauts_converted_twice(rows: Rows, dialect: Dialect) -> str:
    return dialect.write([*rows[:2], [rows[2][0] + "Ã¼", *rows[2][1:]], *rows[3:]])


def corpus() -> Iterator[File]:
    """Make every file: tables x dialects x pollutions, without those that a dialect cannot write."""
    for (name, make), rows, dialect in itertools.product(POLLUTIONS.items(), TABLES.values(), DIALECTS):
        text = make(rows, dialect)
        try:
            content = text.encode(dialect.encoding)
        except UnicodeEncodeError:
            continue
        yield File(name, content, rows[0], rows[1:])


class Outcome(NamedTuple):
    """What came of a file: `strict` is `exact`, `refused` or `silently wrong`."""

    strict: str
    is_tolerant_exact: bool


def judge(file: File) -> Outcome:
    """Read a file both ways and compare it with the true table."""
    try:
        strict = "exact" if _is_exact(read_bytes(file.content, strict=True), file) else "silently wrong"
    except (NotATable, StrictlyUnreadable):
        strict = "refused"
    try:
        return Outcome(strict, _is_mended(read_bytes(file.content), file))
    except NotATable:
        return Outcome(strict, False)


def _is_exact(table: RawTable, file: File) -> bool:
    return (table.header, table.rows) == (file.header, file.rows)


def _is_mended(table: RawTable, file: File) -> bool:
    """Whether every row is read exactly, but for rows that an error names."""
    named = {finding.row for finding in table.findings}
    kept = [row for number, row in zip(table.row_numbers, table.rows, strict=True) if number not in named]
    missing = [row for row in file.rows if row not in kept]
    return table.header == file.header and all(row in file.rows for row in kept) and len(missing) <= len(named - {None})


def main() -> None:
    """Print the figures."""
    total: Counter[str] = Counter()
    by_name: dict[str, Counter[str]] = {}
    for file in corpus():
        outcome = judge(file)
        found = {"files", f"strict {outcome.strict}", *(["tolerant exact"] if outcome.is_tolerant_exact else [])}
        total.update(found)
        by_name.setdefault(file.pollution, Counter()).update(found)
    columns = ["files", "strict exact", "strict refused", "strict silently wrong", "tolerant exact"]
    out = io.StringIO()
    for name, counts in [*by_name.items(), ("all", total)]:
        out.write(f"{name:40}" + "".join(f"{counts[column]:>24}" for column in columns) + "\n")
    print(f"{'':40}" + "".join(f"{column:>24}" for column in columns))
    print(out.getvalue(), end="")


if __name__ == "__main__":
    main()
