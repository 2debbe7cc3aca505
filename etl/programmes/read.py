"""A file of the Förderdatenbank -> catalogue: the ZIP of the export, or the CSV derived from it."""

from collections.abc import Iterable, Iterator

from etl.findings import Finding
from etl.programmes.archive import MAX_BYTES, NO_EXPORT, finding, read_documents, refuse
from etl.programmes.catalogue import Catalogue, Listed
from etl.programmes.documents import read_document
from etl.programmes.table import read_rows
from maturity.language import N_

# More findings than this tell nobody more; the count still counts.
MOST_FINDINGS = 1000


def read_catalogue(content: bytes) -> Catalogue:
    """Read every programme of the file; one that cannot be read is a finding and takes no other with it.

    Raises:
        NotAnExport: it is no file of the Förderdatenbank, or breaks a limit as a whole.
    """
    if len(content) > MAX_BYTES:
        refuse(N_("it is too large"))
    return _collect(_from_zip(content) if content.startswith(b"PK") else _from_csv(content))


def _from_zip(content: bytes) -> Iterator[tuple[Listed | None, list[Finding]]]:
    return (read_document(document) for document in read_documents(content))


def _from_csv(content: bytes) -> Iterator[tuple[Listed | None, list[Finding]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(NO_EXPORT, error)
    return read_rows(text)


def _collect(read: Iterable[tuple[Listed | None, list[Finding]]]) -> Catalogue:
    programmes: dict[str, Listed] = {}
    findings: list[Finding] = []
    count = 0
    for programme, found in read:
        count += 1
        findings += found
        if programme is not None and programme.listed_id in programmes:
            findings.append(finding("programme_twice", programme.listed_id, ""))
        elif programme is not None:
            programmes[programme.listed_id] = programme
    ordered = tuple(programmes[listed_id] for listed_id in sorted(programmes))
    return Catalogue(ordered, count, tuple(findings[:MOST_FINDINGS]))
