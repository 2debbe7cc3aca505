"""What was recognised in a file: each point is shown with its alternatives, so that it can be overruled."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from etl.inspection import Inspection
from etl.printing import LAYOUTS
from etl.read import DELIMITER_NAMES
from etl.recognising.layouts import Kind
from etl.recognising.tools import title_of
from maturity.language import N_, _, number
from web.services import naming, snapshot
from web.services.survey import FileChoices
from web.shared import filters, markup, messages

AS_RECOGNISED = ""
POINTS = ("city_id", "wave_id", "layout", "encoding", "delimiter", "header_row", "sheet", "first_code")
ENCODINGS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "mac_roman": "Mac OS Roman", "utf-16": "UTF-16"}
LAYOUT_KINDS: tuple[Kind, ...] = ("question_per_row", "city_per_row", "long", "city_per_column")
LAST_HEADER_ROW = 30
SOURCES = {
    "argument": N_("chosen here"),
    "file_name": N_("from the file’s name"),
    "sheet": N_("from the sheet’s name"),
    "head": N_("stated above the table"),
    "column": N_("stated in a column"),
    "only_wave": N_("the only wave"),
}


def decisions_for(file_id: str) -> FileChoices:
    """Collect what was chosen for this file so far; what was chosen for another one does not count."""
    chosen = {point: st.session_state.get(f"upload_{point}:{file_id}", AS_RECOGNISED) for point in POINTS}
    decided = {point: choice for point, choice in chosen.items() if choice != AS_RECOGNISED}
    return FileChoices(meanings=tuple(meanings_of(file_id).items()), **decided)


def meanings_of(file_id: str) -> dict[str, str]:
    """Return the meanings given by hand to headings of this file; the page may change them."""
    meanings: dict[str, str] = st.session_state.setdefault(f"upload_meanings:{file_id}", {})
    return meanings


def show_recognised(inspection: Inspection, *, file_id: str) -> None:
    """Show how the file was read, and a choice for each point that may be wrong.

    Args:
        inspection: the file; one that is no table has nothing to show.
        file_id: tells this upload from others.
    """
    summary = inspection.summary
    if not summary["layout"]:
        return
    st.html(recognised_tags(summary))
    messages.note(
        _("Numbers are read the German way, with a decimal comma. What could be read in two ways is asked below.")
    )
    is_text = summary["kind"] == "csv"
    first, second, third, fourth = st.columns(4)
    with first:
        _choose("city_id", file_id, _("City"), naming.all_cities())
        _choose("encoding", file_id, _("Encoding"), ENCODINGS if is_text else {})
    with second:
        _choose("wave_id", file_id, _("Wave"), {wave_id: wave_id for wave_id in snapshot.waves()["wave_id"]})
        _choose("delimiter", file_id, _("Separator"), _delimiters() if is_text else {})
    with third:
        _choose("layout", file_id, _("Layout"), {kind: _(LAYOUTS[kind]) for kind in LAYOUT_KINDS})
        _choose("sheet", file_id, _("Sheet"), {name: name for name in _sheets(inspection)})
    with fourth:
        rows = {row: _("Row {row}").format(row=row) for row in range(1, LAST_HEADER_ROW + 1)}
        _choose("header_row", file_id, _("Header in row"), rows)
        if any(finding.code == "survey_codes" for finding in inspection.findings):
            starts = {0: _("A1 is answer 0"), 1: _("A1 is answer 1")}
            _choose("first_code", file_id, _("Codes of the survey tool"), starts)


def _choose(point: str, file_id: str, label: str, options: Mapping[Any, str]) -> None:
    """Offer the alternatives of a point; without a choice it stays as recognised, also for points that do not apply."""
    # The texts never change with the file: Streamlit tells choices apart by them.
    choices = {AS_RECOGNISED: _("as recognised"), **options}
    filters.pick(label, choices, key=f"upload_{point}:{file_id}", is_disabled=not options)


def recognised_tags(summary: Mapping[str, Any]) -> str:
    """Write what was recognised, point by point, with the places where the file names its city and its wave."""
    kind = summary["layout"]
    layout = _(LAYOUTS[kind])
    tool = title_of(summary["tool"])
    points = [
        (_("City"), _named_in_file(summary["cities"], naming.all_cities())),
        (_("Wave"), _named_in_file(summary["waves"], {})),
        (_("Layout"), f"{tool}, {layout}" if tool else layout),
        (_("File type"), summary["kind"].upper()),
        (_("Encoding"), ENCODINGS.get(summary["encoding"].removesuffix("-sig"), summary["encoding"])),
        (_("Separator"), _delimiters().get(summary["delimiter"], "")),
        (_("Sheet"), summary["sheet"]),
        (_("Header in row"), str(summary["header_row"])),
        (_("Rows"), number(summary["row_count"])),
    ]
    texts = [f"{label}: {text}" for label, text in points if text]
    return f"<p>{markup.tags(texts)}</p>"


def _named_in_file(found: Mapping[str, Iterable[str]], names: Mapping[str, str]) -> str:
    """Say which cities or waves the file names, and where."""
    if not found:
        return _("not stated: please choose")
    if len(found) > 1:
        return _("{count} in the file").format(count=len(found))
    [(key, sources)] = found.items()
    said = [_(SOURCES[source]) for source in SOURCES if source in sources]
    name = names.get(key, key)
    return f"{name} ({', '.join(said)})" if said else name


def _delimiters() -> dict[str, str]:
    return {character: _(name) for character, name in DELIMITER_NAMES.items() if character}


def _sheets(inspection: Inspection) -> list[str]:
    """The workbook's filled sheets, as far as the reader told of others than the one it took."""
    own = str(inspection.summary["sheet"])
    taken = inspection.summary.get("sheets")
    if isinstance(taken, list):  # all of them, one city each
        return [str(name) for name in taken]
    for finding in inspection.findings:
        if finding.code in ("sheet_chosen", "sheet_assumed"):
            return [own, *(finding.expected or "").split(", ")]
    return [own] if own else []
