"""Handing in a file: recognised, found, changed, confirmed, each step below the one before."""

from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from maturity.errors import UnknownId
from maturity.language import _, current
from maturity.ledger import Part
from maturity.rights import Actor
from web.services import naming, opened, survey
from web.services.survey import Check, FileChoices
from web.shared import messages
from web.shared.markup import plain
from web.upload.changes import show_changes
from web.upload.findings import show_findings
from web.upload.mapping import show_mapping
from web.upload.receipt import last_receipt, show_confirm, show_receipt
from web.upload.recognised import decisions_for, show_recognised

MOST_MEGABYTES = 20
MOST_NAMED = 10


def show_upload(actor: Actor, *, city_id: str, wave_id: str) -> None:
    """Take a file and show all that becomes of it.

    Args:
        actor: who hands it in.
        city_id: the city chosen on the page; a file of another one is pointed out.
        wave_id: the wave chosen on the page, likewise.
    """
    # Any kind may be chosen: the check names the kind of an unfit file and says how to save it.
    file = st.file_uploader(
        _("CSV, XLSX or ODS, from Excel or a survey tool, up to {count} MB").format(count=MOST_MEGABYTES),
        key="upload_file",
        max_upload_size=MOST_MEGABYTES,
    )
    if file is None:
        messages.note(_("First the file is only checked. Nothing is stored before you confirm."))
        return
    content = file.getvalue()
    checked = _check_or_say(actor, file, decisions_for(file.file_id))
    st.subheader(_("What was recognised"), anchor=False)
    show_recognised(checked.inspection, file_id=file.file_id)
    show_mapping(checked.inspection, file_id=file.file_id)
    _point_out(checked.inspection.parts, city_id, wave_id)
    st.subheader(_("What was found"), anchor=False)
    show_findings(checked.inspection)
    if checked.inspection.errors:
        return
    receipt = last_receipt("file", checked.inspection.content_sha256)
    if receipt is not None:
        show_receipt(receipt, actor)
        return
    st.subheader(_("What changes"), anchor=False)
    show_changes(checked)
    st.subheader(_("Hand in"), anchor=False)
    show_confirm(checked, actor, content=content, place="file")


def _check_or_say(actor: Actor, file: UploadedFile, decisions: FileChoices) -> Check:
    """Check a file. A choice that does not fit it is said and left out, so that another one can be made."""
    try:
        return check(actor, file.getvalue(), name=file.name, file_id=file.file_id, decisions=decisions)
    except UnknownId as error:
        st.error(plain(str(error)))
    fitting = replace(decisions, sheet=None)
    return check(actor, file.getvalue(), name=file.name, file_id=file.file_id, decisions=fitting)


def _point_out(parts: list[Part], city_id: str, wave_id: str) -> None:
    """Say so when the file is not about the city and wave that the page shows: nobody shall overlook it."""
    names = naming.all_cities()
    # A city or wave that could not be recognised has a finding of its own.
    known = [part for part in parts if part.city_id in names and part.wave_id]
    if known and (city_id, wave_id) not in [(part.city_id, part.wave_id) for part in known]:
        listed = naming.listed([f"{names[part.city_id]} ({part.wave_id})" for part in known[:MOST_NAMED]])
        text = _("Please note: this file holds answers of {names}, not of the city and wave chosen above.")
        st.warning(plain(text.format(names=listed)))


def check(actor: Actor, content: bytes, *, name: str, file_id: str, decisions: FileChoices) -> Check:
    """Check a file, once for each combination of file, decisions and state of the ledger."""
    key = (actor, file_id, decisions, opened.version(), opened.reference().hash, current())
    kept: tuple[Any, Check] | None = st.session_state.get("upload_checked")
    if kept is None or kept[0] != key:
        kept = (key, survey.check(actor, content, name=name, decisions=decisions))
        st.session_state["upload_checked"] = kept
    return kept[1]
