"""The coordination office hands in the export of the Förderdatenbank, and takes candidates over."""

from typing import Any

import streamlit as st

from etl.programmes.candidates import Candidate
from etl.programmes.catalogue import LICENCE, Catalogue, Change
from maturity.errors import MaturityError
from maturity.language import N_, _, current, ngettext
from maturity.rights import Actor
from web.funding.edit import ask_office, attempt
from web.funding.words import value
from web.services import catalogue, programmes
from web.shared import filters, markup, messages
from web.shared.markup import plain

MOST_MEGABYTES = 200
MOST_LINES = 20
CHANGES = {"added": N_("new"), "removed": N_("gone"), "changed": N_("changed")}


def show_import(actor: Actor) -> None:
    """Take an export, show what it holds and what changed, and keep it when confirmed."""
    label = _("Export of the Förderdatenbank (ZIP), or the CSV derived from it, up to {count} MB")
    file = st.file_uploader(label.format(count=MOST_MEGABYTES), key="funding_file", max_upload_size=MOST_MEGABYTES)
    if file is not None:
        try:
            read = _read(file.file_id, file.getvalue())
        except MaturityError as error:
            st.error(plain(str(error)))
            return
        _show_read(read)
        if st.button(_("Keep this catalogue"), key="funding_import_submit", type="primary"):
            attempt(lambda: catalogue.take_in(actor, read, name=file.name), _("The catalogue is kept."))
    _show_candidates(actor)


def _read(file_id: str, content: bytes) -> Catalogue:
    """Read a file once for each visit."""
    kept: tuple[Any, Catalogue] | None = st.session_state.get("funding_read")
    if kept is None or kept[0] != (file_id, current()):
        kept = ((file_id, current()), catalogue.read_export(content))
        st.session_state["funding_read"] = kept
    return kept[1]


def _show_read(read: Catalogue) -> None:
    text = _(
        "{documents} documents, {programmes} of them readable, {own} for municipalities, "
        "{near} worth a look for this network."
    )
    own = catalogue.for_municipalities(read)
    near = catalogue.candidates(own)
    messages.note(
        text.format(documents=read.document_count, programmes=len(read.programmes), own=len(own), near=len(near))
    )
    if read.findings:
        found = len(read.findings)
        said = ngettext("{count} finding, nothing else is lost:", "{count} findings, nothing else is lost:", found)
        st.html(markup.paragraph(said.format(count=found)) + _shortened([str(finding) for finding in read.findings]))
    changes = catalogue.changes_of(read)
    if changes:
        said = ngettext("{count} change since the last import:", "{count} changes since the last import:", len(changes))
        st.html(markup.paragraph(said.format(count=len(changes))) + _shortened([_change(change) for change in changes]))


def _change(change: Change) -> str:
    return f"{change.programme.title}: {_(CHANGES[change.kind])}"


def _shortened(lines: list[str]) -> str:
    rest = [_("{count} more").format(count=len(lines) - MOST_LINES)] if len(lines) > MOST_LINES else []
    return markup.bullets(lines[:MOST_LINES] + rest)


def _show_candidates(actor: Actor) -> None:
    """Offer what the last catalogue holds for this network and is not among the programmes yet."""
    imported = programmes.known().imported
    if imported is None:
        messages.note(_("No export has been taken in yet. It can be downloaded from the Förderdatenbank’s site."))
        return
    found = {catalogue.candidate_id(candidate): candidate for candidate in catalogue.candidates(imported.programmes)}
    messages.note(
        _(
            "Kept: {file}, {count} programmes for municipalities. Texts: {licence}; they are shown, never passed on."
        ).format(file=imported.file_name, count=len(imported.programmes), licence=LICENCE)
    )
    if not found:
        return
    with st.form(key="funding_adopt", border=False):
        chosen = filters.pick(
            _("Worth a look, not yet among the programmes"),
            {key: _label(one) for key, one in found.items()},
            key="funding_candidate",
        )
        office = ask_office(actor, key="funding_adopt_office")
        is_sent = st.form_submit_button(_("Take over as a programme to be checked"), key="funding_adopt_submit")
    st.html(markup.bullets(_details(found[chosen])))
    if is_sent:
        text = _("Taken over. Its status is unknown until somebody finds a sentence that says so.")
        attempt(lambda: catalogue.adopt(actor, found[chosen], office=office), text)


def _label(candidate: Candidate) -> str:
    return _("{title} (closed)").format(title=candidate.listed.title) if candidate.closed_by else candidate.listed.title


def _details(candidate: Candidate) -> list[str]:
    topics = value("topics", frozenset(candidate.topics))
    said = [candidate.listed.summary, _("Topics: {topics}").format(topics=topics)]
    if candidate.closed_by:
        said.append(_("Closed by its own words: {words}").format(words=candidate.closed_by))
    return [text for text in [*said, candidate.listed.url] if text]
