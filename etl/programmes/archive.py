"""The ZIP of the export: its programme documents one by one, each within limits. One that breaks them is a finding."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from etl.findings import Finding
from maturity.errors import NotAnExport
from maturity.language import N_, _

TREE = "FDB/Content/DE/Foerderprogramm/"
# The export has about 12,000 documents, 2,500 of them programmes of 20 KB; these bounds only stop bombs.
MAX_BYTES = 200_000_000
MAX_ENTRIES = 100_000
MAX_DOCUMENT = 2_000_000
MAX_UNPACKED = 500_000_000
NO_EXPORT = N_("it is neither its archive (ZIP) nor the table derived from it (CSV)")
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class Document(NamedTuple):
    """One programme document: its place below the tree without ending, its bytes, or why they could not be read."""

    listed_id: str
    content: bytes
    finding: Finding | None = None


def read_documents(content: bytes) -> Iterator[Document]:
    """Yield the programme documents of an export, in the order of their places; nothing else is unpacked.

    Raises:
        NotAnExport: the archive as a whole breaks a limit or is no export.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except DAMAGED as error:
        refuse(N_("it is damaged"), error)
    with archive:
        if len(archive.infolist()) > MAX_ENTRIES:
            refuse(N_("it has too many parts"))
        entries = sorted((place, entry) for entry in archive.infolist() if (place := _place(entry.filename)))
        if not entries:
            refuse(NO_EXPORT)
        unpacked = 0
        for place, entry in entries:
            document = _read(archive, place, entry)
            unpacked += len(document.content)
            if unpacked > MAX_UNPACKED:
                refuse(N_("it is too large when unpacked"))
            yield document


def _place(path: str) -> str:
    """Return a programme document's place in the tree; empty for other files and for paths that leave the tree."""
    before, tree, place = path.replace("\\", "/").partition(TREE)
    is_inside = bool(tree) and ".." not in f"{before}{place}".split("/") and not before.startswith("/")
    return place.removesuffix(".xml") if is_inside and place.endswith(".xml") else ""


def _read(archive: zipfile.ZipFile, place: str, entry: zipfile.ZipInfo) -> Document:
    if entry.file_size > MAX_DOCUMENT:
        return Document(place, b"", finding("programme_document_refused", place, N_("it is too large")))
    try:
        with archive.open(entry) as part:
            read = part.read(MAX_DOCUMENT + 1)
    except DAMAGED:
        return Document(place, b"", finding("programme_document_refused", place, N_("it is damaged or locked")))
    if len(read) > MAX_DOCUMENT:  # a directory that lies about the size
        return Document(place, b"", finding("programme_document_refused", place, N_("it is too large")))
    return Document(place, read)


def finding(code: str, place: str, reason: str, **details: object) -> Finding:
    """Return a finding about one document; the reason is an English message."""
    return Finding(code, value=_(reason) if reason else None, details={"file": place[:120], **details})


def refuse(reason: str, cause: Exception | None = None) -> NoReturn:
    """Refuse a file as a whole; the reason is an English message."""
    raise NotAnExport(reason=_(reason)) from cause
