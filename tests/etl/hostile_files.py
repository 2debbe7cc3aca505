"""Hostile files by rule: each is cheap to make, and costs a careless reader time or memory."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

CITY, WAVE = "08215017", "2026-1"
LONG_HEAD = "Stadt;Welle;Frage-ID;Antwort\n"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{{}}</worksheet>'
HEAD = '<row r="1"><c t="inlineStr"><is><t>Frage-ID</t></is></c><c t="inlineStr"><is><t>Antwort</t></is></c></row>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATION = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
BOOK = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
    + RELATION.format("r1", OFFICE, "officeDocument", "xl/workbook.xml")
    + "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
    + RELATION.format("r1", OFFICE, "worksheet", "worksheets/sheet1.xml")
    + RELATION.format("r2", OFFICE, "sharedStrings", "sharedStrings.xml")
    + RELATION.format("r3", OFFICE, "styles", "styles.xml")
    + "</Relationships>",
}
ODS = (
    '<office:document-content office:version="1.2" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)

Pieces = Iterator[bytes]


def _text(head: str, line: str, count: int) -> Pieces:
    yield head.encode()
    at_once = max(1, 1_000_000 // len(line))
    for start in range(0, count, at_once):
        yield (line * min(at_once, count - start)).encode()


def _numbered(head: str, line: str, count: int) -> Pieces:
    yield head.encode()
    yield "".join(line.format(number) for number in range(count)).encode()


def _archive(parts: dict[str, Pieces]) -> Pieces:
    """Pack the parts; large ones end with noise, or they would be refused for being packed too well."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in parts.items():
            with archive.open(name, "w") as part:
                size = 0
                for piece in pieces:
                    part.write(piece)
                    size += len(piece)
                if name.startswith("xl/") and size > 1_000_000:
                    part.write(b"<!--" + Random(1).randbytes(size // 80).hex().encode() + b"-->")
    yield target.getvalue()


def _book(*sheet: Pieces, **others: str | Pieces) -> Pieces:
    """A workbook whose sheet is written in pieces; others by the name of their part below `xl`."""
    parts: dict[str, Pieces] = {name: iter([text.encode()]) for name, text in BOOK.items()}
    parts["xl/worksheets/sheet1.xml"] = (piece for pieces in sheet for piece in pieces)
    for name, content in others.items():
        parts[f"xl/{name}.xml"] = iter([content.encode()]) if isinstance(content, str) else content
    return _archive(parts)


def _rows(row: str, count: int, *, before: str = "", behind: str = "") -> Pieces:
    head, tail = SHEET.format(f"{before}<sheetData>{HEAD}|</sheetData>{behind}").split("|")
    yield from _text(head, row, count)
    yield tail.encode()


def _varied_rows(size: int) -> Pieces:
    """Rows of changing numbers, which pack about twentyfold."""
    head, tail = SHEET.format(f"<sheetData>{HEAD}|</sheetData>").split("|")
    yield head.encode()
    number = written = 0
    while written < size:
        lines = []
        for _line in range(1_000):
            number += 1
            lines.append(f'<row><c t="n"><v>{number * 7919 % 1_000_003}</v></c><c t="n"><v>3</v></c></row>'.encode())
        piece = b"".join(lines)
        written += len(piece)
        yield piece
    yield tail.encode()


def _strings(item: str, count: int) -> Pieces:
    yield from _text(f'<sst xmlns="{MAIN}">', item, count)
    yield b"</sst>"


def _ods(table: str) -> Pieces:
    return _archive(
        {
            "mimetype": iter([b"application/vnd.oasis.opendocument.spreadsheet"]),
            "META-INF/manifest.xml": iter(
                [b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>']
            ),
            "content.xml": iter([ODS.format(table).encode()]),
        }
    )


def _repeated(*, rows: int, columns: int) -> str:
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="string"><text:p>a</text:p>'
    return f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-cell></table:table-row>'


def _lying_book() -> Pieces:
    """A part of 1 GB whose size stands in the directory as one megabyte."""
    (content,) = _book(_rows(" " * 1_000_000, 1_000))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    found = content.replace(size.to_bytes(4, "little"), (900_000).to_bytes(4, "little"))
    assert found != content
    yield found


USED = '<c t="s"><v>0</v></c>'
FILES: dict[str, tuple[str, Callable[[], Pieces]]] = {
    # name: the ending, and the bytes in pieces
    "20 M rows, one answer, 480 MB": ("csv", lambda: _text(LONG_HEAD, f"{CITY};{WAVE};EAK01;\n", 20_000_000)),
    "9 M unknown answers, 300 MB": ("csv", lambda: _text(LONG_HEAD, f"{CITY};{WAVE};EAK01;unbekannt\n", 9_000_000)),
    "49,000 unknown ids": ("csv", lambda: _numbered(LONG_HEAD, f"{CITY};{WAVE};FRAGE{{}};3\n", 49_000)),
    "49,000 unknown answers": ("csv", lambda: _numbered(LONG_HEAD, f"{CITY};{WAVE};EAK01;Antwort {{}}\n", 49_000)),
    "16,000 unknown columns": (
        "csv",
        lambda: iter([";".join(f"Frage {n}" for n in range(16_000)).encode() + b"\n3\n"]),
    ),
    "a million columns": ("csv", lambda: iter([b"a;" * 1_000_000 + b"\n"])),
    "wide header, 50,000 short rows": (
        "csv",
        lambda: _text(";".join(["Stadt", *"a" * 16_000]) + "\n", "3;3\n", 49_990),
    ),
    "3 M short cells": (
        "csv",
        lambda: _text(";".join(f"Frage {n}" for n in range(60)) + "\n", "3;" * 59 + "3\n", 49_900),
    ),
    "3 M wrong answers": (
        "csv",
        lambda: _text("Stadt;Welle;" + ";".join(["EAK01"] * 58) + "\n", f"{CITY};{WAVE};" + "9;" * 57 + "9\n", 40_000),
    ),
    "900,000 different cells": (
        "csv",
        lambda: _numbered(";".join(f"Frage {n}" for n in range(18)) + "\n", ";".join(["Text {0}"] * 18) + "\n", 49_900),
    ),
    "a quote opened in each line": ("csv", lambda: _text("Frage-ID;Antwort\n", '"a;3\n', 400_000)),
    "a quote opened in each cell": ("csv", lambda: _text("Frage-ID;Antwort\n", '"a;"b;"c;"d\n', 400_000)),
    "20 M quotes": ("csv", lambda: iter([b"Frage-ID;Antwort\n" + b'"' * 19_000_000])),
    "quotes in lines of 900 kB": ("csv", lambda: _text("Frage-ID;Antwort\n", '"a" b;' * 150_000 + "\n", 20)),
    "one line of 19 MB": ("csv", lambda: iter([b"Frage-ID;Antwort\n" + b"x" * 19_000_000])),
    "one line of 500 MB": ("csv", lambda: _text("Frage-ID;Antwort\n", "x" * 1_000_000, 500)),
    "10 M empty lines": ("csv", lambda: _text("Frage-ID;Antwort\n", "\n", 10_000_000)),
    "broken umlauts in every cell": ("csv", lambda: _text("Frage-ID;Antwort\n", "Ã¤Ã¶Ã¼;Ã¤\n", 49_000)),
    "control codes in every cell": ("csv", lambda: _text("Frage-ID;Antwort\n", "\x01a;\x02b\n", 49_000)),
    "ragged rows": ("csv", lambda: _text("Frage-ID;Antwort;Kommentar\n", "a\na;b;c;d;e\n", 24_000)),
    "1 GB in one part": ("xlsx", lambda: _book(_rows(" " * 1_000_000, 1_000))),
    "1 GB in one part, said to be 1 MB": ("xlsx", _lying_book),
    "49 MB unpacked, packed twentyfold": ("xlsx", lambda: _book(_varied_rows(47_000_000))),
    "20 M cells": ("xlsx", lambda: _book(_rows("<row>" + "<c><v>1</v></c>" * 200 + "</row>", 100_000))),
    "3 M cells": ("xlsx", lambda: _book(_rows("<row>" + "<c><v>1</v></c>" * 60 + "</row>", 49_000))),
    "a cell at XFD1048576": ("xlsx", lambda: _book(_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', 1))),
    "one wide row, 49,000 short ones": (
        "xlsx",
        lambda: _book(_rows('<row r="2"><c r="XFD2"><v>1</v></c></row>' + "<row><c><v>1</v></c></row>" * 48_000, 1)),
    ),
    "a text of 32,000 characters used a million times": (
        "xlsx",
        lambda: _book(
            _rows(f"<row>{USED * 20}</row>", 49_000),
            sharedStrings=f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>',
        ),
    ),
    "2 M shared texts": (
        "xlsx",
        lambda: _book(_rows(f"<row>{USED}</row>", 1), sharedStrings=_strings("<si><t>a</t></si>", 2_000_000)),
    ),
    "a shared text of 45 MB": (
        "xlsx",
        lambda: _book(
            _rows(f"<row>{USED}</row>", 1), sharedStrings=_strings("<si><t>" + "x" * 45_000_000 + "</t></si>", 1)
        ),
    ),
    "2 M elements within one another": ("xlsx", lambda: _book(_rows("<a>" * 2_000_000 + "</a>" * 2_000_000, 1))),
    "2 M elements within one another in the styles": (
        "xlsx",
        lambda: _book(
            _rows("<row/>", 1),
            styles=f'<styleSheet xmlns="{MAIN}">' + "<a>" * 2_000_000 + "</a>" * 2_000_000 + "</styleSheet>",
        ),
    ),
    "a million styles": (
        "xlsx",
        lambda: _book(
            _rows("<row/>", 1),
            styles=f'<styleSheet xmlns="{MAIN}"><cellXfs>'
            + '<xf numFmtId="9"/>' * 1_000_000
            + "</cellXfs></styleSheet>",
        ),
    ),
    "a million hidden columns": (
        "xlsx",
        lambda: _book(
            _rows(
                "<row><c><v>1</v></c></row>",
                2,
                before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 1_000_000 + "</cols>",
            )
        ),
    ),
    "a million formulas without a result": (
        "xlsx",
        lambda: _book(_rows("<row>" + "<c><f>1</f></c>" * 20 + "</row>", 49_000)),
    ),
    "900,000 error values": (
        "xlsx",
        lambda: _book(_rows("<row>" + '<c t="e"><v>#N/A</v></c>' * 20 + "</row>", 45_000)),
    ),
    "a million merged ranges": (
        "xlsx",
        lambda: _book(
            _rows(
                "<row><c><v>1</v></c><c/><c/></row>",
                40_000,
                behind="<mergeCells>" + '<mergeCell ref="A1:B40000"/>' * 1_000_000 + "</mergeCells>",
            )
        ),
    ),
    "a billion laughs": (
        "xlsx",
        lambda: _book(
            iter(
                [
                    b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
                    + SHEET.format("<sheetData>&b;</sheetData>").encode()
                ]
            )
        ),
    ),
    "an ODS cell repeated 17 thousand million times": (
        "ods",
        lambda: _ods(_repeated(rows=1048576, columns=16384)),
    ),
    "an ODS cell repeated 3 million times": (
        "ods",
        lambda: _ods(_repeated(rows=3000, columns=1000)),
    ),
}


def write(name: str, folder: Path) -> Path:
    """Write one of FILES; return its path."""
    ending, pieces = FILES[name]
    path = folder / f"datei.{ending}"
    with path.open("wb") as target:
        target.writelines(pieces())
    return path
