"""What kind of file is it? Told by its content, never by its name."""

import io
import lzma
import struct
import zipfile
import zlib
from typing import Literal, NoReturn

from etl.findings import Finding
from etl.reading.limits import MAX_BYTES
from maturity.errors import NotATable
from maturity.language import N_, _

Kind = Literal["text", "xlsx", "ods"]

# What Python's archive library raises for bytes that are no sound archive; its decompressors have errors of their own.
ARCHIVE_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, OSError, ValueError, RuntimeError, EOFError),
)
PROTECTED = N_("a workbook with a password")
ODS = b"application/vnd.oasis.opendocument.spreadsheet"

SAVE_AS = N_("Please save it as CSV UTF-8 or XLSX and upload it again.")
CURES = (
    (("password",), N_("Please remove the password (in Excel: File, Info, Protect Workbook) and upload it again.")),
    (("packed", "ZIP"), N_("Please unpack it and upload the table that is in it.")),
    (
        ("XLS)", "XLSB", "XLSM", "macros", "XML", "HTML"),
        N_("Please open it in Excel, save it as XLSX and upload that."),
    ),
    (
        ("PDF", "picture", "Word", "presentation", "RTF"),
        N_("Please enter the answers in the questionnaire as XLSX or CSV."),
    ),
)

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"II*\0", N_("a picture")),
    (b"MM\0*", N_("a picture")),
    (b"RIFF", N_("a picture or a recording")),
    (b"{\\rtf", N_("a text document (RTF)")),
    (b"\x1f\x8b", N_("a packed file (GZIP)")),
    (b"7z\xbc\xaf", N_("a packed file (7z)")),
    (b"Rar!", N_("a packed file (RAR)")),
    (b"BZh", N_("a packed file (BZIP2)")),
    (b"\xfd7zXZ", N_("a packed file (XZ)")),
    (b"\x28\xb5\x2f\xfd", N_("a packed file (ZSTD)")),
    (b"PAR1", N_("a Parquet file")),
    (b"SQLite format 3", N_("a database")),
)
MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype", N_("a web page (HTML)")),
    (b"<html", N_("a web page (HTML)")),
    (b"<head", N_("a web page (HTML)")),
    (b"<table", N_("a web page (HTML)")),
    (b"<meta", N_("a web page (HTML)")),
    (b"<style", N_("a web page (HTML)")),
    (b"<body", N_("a web page (HTML)")),
    (b"<div", N_("a web page (HTML)")),
    (b"<!--", N_("a web page (HTML)")),
    (b"<?xml", N_("an XML file")),
    (b'{"', N_("a JSON file")),
    (b"[{", N_("a JSON file")),
)


def recognise(content: bytes) -> Kind:
    """Return what the file is, if it may be a table.

    Raises:
        NotATable: empty, too large, or something else, which the error names.
    """
    if len(content) > MAX_BYTES:
        refuse(Finding("text_too_large", value=_("more than {count} MB").format(count=MAX_BYTES // 1_000_000)))
    if content.startswith(b"PK"):
        return _zipped(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        refuse_kind(_compound(content))
    for magic, name in MAGIC:
        if content.startswith(magic):
            refuse_kind(name)
    beginning = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for markup, name in MARKUP:
        if beginning.startswith(markup):
            refuse_kind(name)
    if _is_binary(content[:65_536]):
        refuse_kind(N_("a binary file or UTF-16 without byte order mark"))
    return "text"


def refuse_kind(name: str) -> NoReturn:
    """Refuse a file that is something else than a table; the name is an English message."""
    cure = next((text for words, text in CURES if any(word in name for word in words)), SAVE_AS)
    refuse(Finding("wrong_kind", value=_(name), details={"cure": _(cure)}))


def refuse(finding: Finding) -> NoReturn:
    """Refuse a file as a whole, for one reason."""
    raise NotATable(kind=finding.problem.rstrip("."), findings=[finding], first=finding)


def _zipped(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            kind = _small_part(archive, "mimetype")
            manifest = _small_part(archive, "META-INF/manifest.xml")
    except ARCHIVE_FAULTS:
        refuse_kind(N_("a damaged workbook or archive"))
    if b"encryption-data" in manifest:
        refuse_kind(PROTECTED)
    if kind == ODS:
        return "ods"
    if "xl/vbaProject.bin" in names:
        refuse_kind(N_("a workbook with macros (XLSM)"))
    if "xl/workbook.bin" in names:
        refuse_kind(N_("a binary workbook (XLSB)"))
    if "word/document.xml" in names:
        refuse_kind(N_("a Word document"))
    if "ppt/presentation.xml" in names:
        refuse_kind(N_("a presentation"))
    if not any(name.startswith("xl/") for name in names):
        refuse_kind(N_("an archive (ZIP)"))
    return "xlsx"


def _small_part(archive: zipfile.ZipFile, name: str) -> bytes:
    is_small = name in archive.namelist() and archive.getinfo(name).file_size < 100_000
    return archive.read(name) if is_small else b""


def _compound(content: bytes) -> str:
    is_encrypted = "EncryptedPackage".encode("utf-16-le") in content
    return PROTECTED if is_encrypted else N_("an old Office file (XLS)")


def _is_binary(beginning: bytes) -> bool:
    if beginning.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return True
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16 is full of zero bytes
        return False
    control = sum(beginning.count(byte) for byte in range(32) if byte not in b"\t\n\v\f\r\x1a\x1b")
    return control > 4 and control > len(beginning) * 0.05
