"""What a city has handed in for a wave: each file with what became of it, to withdraw or to restore."""

import pandas as pd
import streamlit as st

from maturity.clock import moment
from maturity.language import _, number
from maturity.rights import Actor
from maturity.rows import rows_of
from web.services import survey, waves
from web.shared import filters, markup, messages, reasons
from web.shared.downloads import ANY, offer
from web.shared.markup import plain


def show_history(actor: Actor, *, city_id: str, wave_id: str) -> None:
    """List the submissions of a city in a wave, newest first, and offer to withdraw or restore one."""
    own = survey.history(actor, city_id, wave_id)
    if own.empty:
        messages.note(_("This city has not handed in anything in this wave."))
        return
    st.html(history_table(own, survey.reasons()))
    _move(actor, own)


def history_table(rows: pd.DataFrame, reasons: dict[int, str]) -> str:
    """Write the submissions with their state; `rows` as `Ledger.submissions` gives them."""
    texts = [
        (
            receipt_number(row),
            moment(row.at),
            row.file_name,
            number(row.answer_count),
            row.actor,
            state(row),
            reasons.get(int(row.submission_id), ""),
        )
        for row in rows_of(rows)
    ]
    headings = [_("Receipt"), _("Received on"), _("File"), _("Answers"), _("By"), _("State"), _("Reason")]
    caption = _("Every file stays stored. The newest one that was not withdrawn is in force.")
    return markup.html_table(pd.DataFrame(texts, columns=headings), caption=caption, numbers=[headings[3]])


def receipt_number(row: object) -> str:
    """Return the number that a person can quote."""
    return f"R-{int(getattr(row, 'submission_id', 0)):06d}"


def state(row: object) -> str:
    """Say what became of a submission."""
    if getattr(row, "is_in_force", False):
        return _("in force")
    return _("withdrawn") if getattr(row, "is_withdrawn", False) else _("replaced")


def _move(actor: Actor, rows: pd.DataFrame) -> None:
    """Offer the one step that a submission's state allows; a reason is required."""
    by_id = {int(row.submission_id): row for row in rows_of(rows)}
    left, middle, right = st.columns([2, 4, 2], vertical_alignment="bottom")
    with left:
        numbers = {submission_id: receipt_number(row) for submission_id, row in by_id.items()}
        chosen = filters.pick(_("Submission"), numbers, key=f"upload_submission_{max(by_id)}")
    is_in_force = bool(by_id[chosen].is_in_force)
    reason = reasons.ask(key=f"upload_reason_{chosen}_{is_in_force}", place=middle)
    label = _("Withdraw") if is_in_force else _("Put in force again")
    is_late = not is_in_force and waves.states().get(str(by_id[chosen].wave_id)) != "open"
    key = f"upload_move_{chosen}_{is_in_force}"
    is_asked = right.button(plain(label), key=key, width="stretch", disabled=is_late)
    if is_late:
        messages.note(_("The wave is not open: answers can be withdrawn, but not put in force again."))
    _say_others(chosen)
    if is_asked and reasons.is_given(reason):
        move = survey.withdraw if is_in_force else survey.restore
        move(actor, chosen, reason)
        st.rerun()
    if chosen in survey.erased():
        messages.note(_("The file itself was erased, for data protection."))
        return
    offer(
        _("The file of {receipt} as it was handed in").format(receipt=receipt_number(by_id[chosen])),
        lambda: survey.file_of(actor, chosen),
        name=f"{receipt_number(by_id[chosen])}-{by_id[chosen].file_name[-60:]}",
        mime=ANY,
        key=f"upload_original_{chosen}",
    )


def _say_others(submission_id: int) -> None:
    """A file of several cities moves as a whole: say so before somebody withdraws it."""
    rows = survey.submissions()
    count = int((rows["submission_id"] == submission_id).sum())
    if count > 1:
        text = _("This file holds the answers of {count} cities or waves. They are withdrawn and restored together.")
        messages.note(text.format(count=count))
