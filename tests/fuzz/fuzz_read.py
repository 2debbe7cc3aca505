"""Fuzz targets of the reader: whatever the bytes, an inspection with answers or findings, quickly, and no exception.

    python -m tests.fuzz.fuzz_read text -atheris_runs=1000000 -timeout=10 -rss_limit_mb=1000
    python -m tests.fuzz.fuzz_read workbook -max_total_time=30

The fuzzer's bytes choose a small valid file and the edits made to it; so the edits reach behind the first look.
Linux only (atheris). Ends with status 0 when nothing was found; a crash leaves its input in the current directory.
"""

import gc
import io
import logging
import sys
import zipfile

import atheris
import xlsxwriter

from tests.etl import survey_files as files

with atheris.instrument_imports(include=["etl"]):
    from etl.inspection import Inspection, inspect
    from etl.read import RawTable, refuse_guesses
    from etl.reference.read import read_reference
    from maturity.errors import StrictlyUnreadable
    from maturity.settings import PROJECT

MOST_EDITS, LONGEST_EDIT = 8, 64
REFERENCE = read_reference(PROJECT / "data" / "reference")


def _workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(files.city_per_row(files.ANSWERS)):
            sheet.write_row(place, 0, row)
        sheet.write_formula(5, 0, "=1+1", None, "")
        sheet.merge_range(6, 0, 6, 1, "note")
        sheet.set_row(2, None, None, {"hidden": True})
    return target.getvalue()


TEXTS = (
    b"",
    files.write(files.long(files.ANSWERS)),
    files.write(files.city_per_row(files.ANSWERS), delimiter=",", encoding="cp1252"),
    files.write(files.template(files.ANSWERS[files.CITY]), encoding="utf-16"),
    files.write(files.limesurvey(files.ANSWERS, REFERENCE), all_quoted=True),
    files.write(files.microsoft_forms(files.ANSWERS, REFERENCE), delimiter="\t"),
)
WORKBOOK = _workbook()
with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as _archive:
    MEMBERS = {name: _archive.read(name) for name in _archive.namelist()}


def fuzz_text(content: bytes) -> None:
    """Inspect an edited text, and judge it strictly."""
    data = atheris.FuzzedDataProvider(content)
    text = _edited(data.PickValueInList(list(TEXTS)), data)
    _refuse_guesses(_inspect(text, "x.csv").raw)


def fuzz_workbook(content: bytes) -> None:
    """Inspect a workbook with edits in one of its members, or in the archive's own bytes."""
    data = atheris.FuzzedDataProvider(content)
    member = data.PickValueInList(["", *MEMBERS])
    _inspect(_with_member(member, _edited(MEMBERS[member], data)) if member else _edited(WORKBOOK, data), "x.xlsx")


def _edited(content: bytes, data: atheris.FuzzedDataProvider) -> bytes:
    """Replace up to eight pieces by others."""
    for _ in range(data.ConsumeIntInRange(1, MOST_EDITS)):
        start = data.ConsumeIntInRange(0, len(content))
        dropped = data.ConsumeIntInRange(0, LONGEST_EDIT)
        content = (
            content[:start] + data.ConsumeBytes(data.ConsumeIntInRange(0, LONGEST_EDIT)) + content[start + dropped :]
        )
    return content


def _with_member(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member, kept in MEMBERS.items():
            archive.writestr(member, content if member == name else kept)
    return target.getvalue()


def _inspect(content: bytes, name: str) -> Inspection:
    """Nothing but answers and findings comes of a file, and each finding has its words."""
    found = inspect(content, name=name, reference=REFERENCE)
    assert found.findings or len(found.table)
    assert all(str(finding) for finding in found.findings)
    return found


def _refuse_guesses(table: RawTable | None) -> None:
    """The strict reading, which is the tolerant one less what needed a guess, refuses with findings or not at all."""
    if table is None:
        return
    assert all(len(row) >= len(table.header) for row in table.rows)
    try:
        refuse_guesses(table)
    except StrictlyUnreadable as error:
        assert error.details["findings"] and str(error)


if __name__ == "__main__":
    logging.disable()
    gc.freeze()  # the reference data need not be searched for garbage again and again
    target = {"text": fuzz_text, "workbook": fuzz_workbook}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
