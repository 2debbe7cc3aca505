"""Which column or row of a file was taken for which question, and how to correct it by hand."""

import pandas as pd
import streamlit as st

from etl.inspection import Inspection
from maturity.language import N_, _, ngettext, number
from maturity.rows import rows_of
from web.services import opened
from web.shared import filters, markup, messages
from web.upload.item_names import item_names
from web.upload.recognised import meanings_of

ROLES = {
    "id": N_("question ID"),
    "answer": N_("answer"),
    "city": N_("city"),
    "wave": N_("wave"),
    "submitted": N_("time of completion"),
    "personal": N_("personal, is not taken over"),
    "meta": N_("of the survey tool, is not taken over"),
    "ignored": N_("is not taken over"),
    "conflict": N_("ambiguous"),
    "unknown": N_("unknown, is not taken over"),
    "row": N_("unknown, is not taken over"),
}
HOW = {
    "id": N_("by its ID"),
    "id_spelling": N_("by its ID in another spelling"),
    "text": N_("by its text"),
    "alias": N_("by a spelling learned before"),
    "chosen": N_("chosen here"),
}
# What a column can be besides a question or a field.
COLUMN_TARGETS = {
    "": N_("do not take over"),
    "city": N_("city"),
    "wave": N_("wave"),
    "id": N_("question ID"),
    "answer": N_("answer"),
}
MOST_ROWS = 1000


def show_mapping(inspection: Inspection, *, file_id: str) -> None:
    """Say how many headings were recognised, list them, and offer to correct one."""
    mapping = inspection.mapping
    if mapping.empty:
        return
    names = item_names(opened.reference())
    messages.note(mapping_sentence(mapping))
    with st.expander(_("Which column or row belongs to which question")):
        # What was not recognised comes first: it is what a person looks for.
        st.html(mapping_table(pd.concat([mapping.loc[is_unknown(mapping)], mapping.loc[~is_unknown(mapping)]]), names))
    _correct(mapping, names, file_id)


def is_unknown(mapping: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which headings and ids mean nothing that the survey knows."""
    return (mapping["item"] == "") & mapping["role"].isin(["row", "unknown", "conflict"])


def mapping_sentence(mapping: pd.DataFrame) -> str:
    """Say how many questions and fields were recognised and how many headings were not."""
    known, unknown = int((mapping["item"] != "").sum()), int(is_unknown(mapping).sum())
    text = ngettext("{count} question or field recognised.", "{count} questions and fields recognised.", known).format(
        count=number(known)
    )
    if unknown:
        text += " " + ngettext("{count} heading is unknown.", "{count} headings are unknown.", unknown).format(
            count=number(unknown)
        )
    return text


def mapping_table(mapping: pd.DataFrame, names: dict[str, str]) -> str:
    """Write the mapping as a table, each heading as it stands in the file."""
    rows = [(row.heading, _meaning(row, names), _(HOW[row.how]) if row.how in HOW else "") for row in rows_of(mapping)]
    headings = [_("In the file"), _("Question or field"), _("Recognised")]
    caption = _("Each heading of the file and what it was taken for.")
    if len(rows) > MOST_ROWS:
        caption = _("The first {shown} of {total} headings.").format(shown=number(MOST_ROWS), total=number(len(rows)))
    return markup.html_table(pd.DataFrame(rows[:MOST_ROWS], columns=headings), caption=caption)


def _meaning(row: object, names: dict[str, str]) -> str:
    item, role, option = (str(getattr(row, name)) for name in ("item", "role", "option"))
    if item:
        return f"{names.get(item, item)} [{option}]" if option else names.get(item, item)
    return _(ROLES.get(role, ROLES["unknown"]))


def _correct(mapping: pd.DataFrame, names: dict[str, str], file_id: str) -> None:
    """Offer to give one heading another meaning; what was given so far can be taken back."""
    meanings = meanings_of(file_id)
    unknown = mapping.loc[is_unknown(mapping), "heading"]
    headings = list(dict.fromkeys([*unknown, *mapping["heading"]]))
    is_row = dict(zip(mapping["heading"], mapping["role"] == "row", strict=True))
    left, right, button = st.columns([2, 3, 1], vertical_alignment="bottom")
    with left:
        known = {heading: heading for heading in headings}
        heading = filters.pick(_("Heading or ID in the file"), known, key=f"upload_heading:{file_id}")
    columns = {} if is_row[heading] else {key: _(text) for key, text in COLUMN_TARGETS.items()}
    targets = columns | names
    with right:
        key = f"upload_target:{file_id}:{heading}"
        target = filters.pick_if_any(_("means"), targets, key=key, placeholder=_("Question or field"))
    if button.button(_("Apply"), key=f"upload_apply:{file_id}", disabled=target is None, width="stretch"):
        meanings[heading] = str(target)
        st.rerun()
    for given, meaning in list(meanings.items()):
        _take_back(given, targets.get(meaning) or names.get(meaning) or _(COLUMN_TARGETS.get(meaning, "")), file_id)


def _take_back(heading: str, meaning: str, file_id: str) -> None:
    text, button = st.columns([5, 1], vertical_alignment="center")
    with text:
        said = _("“{heading}” means: {meaning}").format(heading=heading, meaning=meaning)
        messages.note(f"{said}. " + _("It is kept for the next files when you hand this one in."))
    if button.button(_("Undo"), key=f"upload_take_back:{file_id}:{heading}", width="stretch"):
        del meanings_of(file_id)[heading]
        st.rerun()
