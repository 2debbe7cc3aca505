"""The online questionnaire: topic by topic, a draft kept at each change, handed in by the same door as a file."""

import streamlit as st

from etl.ingest import Receipt
from etl.reference.questionnaire import asked_in
from etl.reference.read import Reference
from maturity.language import _, number
from maturity.rights import Actor
from web.services import opened, survey
from web.services.survey import FileChoices
from web.shared import filters, messages
from web.shared.markup import plain
from web.upload.changes import show_changes
from web.upload.file import check
from web.upload.findings import finding_table, verdict
from web.upload.form_fields import PROBLEM, Form, ask
from web.upload.form_sections import Progress, Section, form_file, progress, sections, start_from
from web.upload.item_names import item_names
from web.upload.receipt import show_confirm, show_receipt

REVIEW = "review"


def show_questionnaire(actor: Actor, *, city_id: str, wave_id: str) -> None:
    """Show the form of a city in a wave, or offer to begin it."""
    draft = survey.load_draft(actor, city_id, wave_id)
    if draft is None:
        _show_receipt(actor, city_id, wave_id)
        _offer_start(actor, city_id, wave_id)
        return
    problem = st.session_state.pop(PROBLEM, None)
    if problem is not None:
        st.error(plain(str(problem)))
    form = Form(actor, city_id, wave_id, draft["answers"])
    reference = asked_in(opened.reference(), wave_id)
    _show_form(form, reference)


def _show_receipt(actor: Actor, city_id: str, wave_id: str) -> None:
    """Show the receipt of what was just handed in for this city and wave."""
    receipt: Receipt | None = st.session_state.get("upload_receipt_form")
    if receipt and (city_id, wave_id) in [(part.city_id, part.wave_id) for part in receipt.parts]:
        show_receipt(receipt, actor)


def _offer_start(actor: Actor, city_id: str, wave_id: str) -> None:
    last = survey.last_answers(actor, city_id, wave_id)
    messages.note(_("Every change is kept at once as a draft; nothing counts before you hand it in."))
    empty, filled = st.columns(2)
    answers: dict[str, str] | None = None
    if empty.button(_("Begin with an empty questionnaire"), key="form_begin", width="stretch"):
        answers = {}
    if last is not None and filled.button(_("Begin with the last answers"), key="form_begin_filled", width="stretch"):
        answers = start_from(asked_in(opened.reference(), wave_id), last)
    if answers is not None:
        survey.save_draft(actor, city_id, wave_id, {"answers": answers})
        st.rerun()


def _show_form(form: Form, reference: Reference) -> None:
    parts = sections(reference)
    core_only = st.toggle(_("Core questions only"), key="form_core_only")
    done = progress(parts, form.answers, core_only=core_only)
    st.progress(done.answered / done.asked if done.asked else 0.0, text=_count(done))
    by_id = {section.section_id: section for section in parts}
    order = [*by_id, REVIEW]
    where, onward = st.columns([3, 1], vertical_alignment="bottom")
    with where:
        chosen = _choose_section(by_id)
    with onward:
        _offer_next(order, chosen, key="form_next_above")
    if chosen == REVIEW:
        _review(form, reference)
    else:
        _ask_section(by_id[chosen], form, core_only=core_only)
    _steps(order, chosen)


def _count(done: Progress) -> str:
    return _("{answered} of {asked} questions answered").format(answered=done.answered, asked=done.asked)


def _choose_section(by_id: dict[str, Section]) -> str:
    titles = {section_id: section.title for section_id, section in by_id.items()} | {REVIEW: _("Check and hand in")}
    return filters.pick(_("Section"), titles, key="form_section")


def _ask_section(section: Section, form: Form, *, core_only: bool) -> None:
    done = progress([section], form.answers, core_only=core_only)
    st.subheader(plain(section.title), anchor=False)
    if done.asked:
        messages.note(_count(done))
    for line in section.core:
        ask(line, form)
    if section.others and not core_only:
        if section.core:
            messages.note(_("Further questions"))
        for line in section.others:
            ask(line, form)
    if not section.core + section.others:
        _ask_fields(section, form)
    elif section.fields:
        with st.expander(_("Planning for this topic (optional)"), key=f"form_planning_{section.section_id}"):
            _ask_fields(section, form)


def _ask_fields(section: Section, form: Form) -> None:
    left, right = st.columns(2)
    for place, line in enumerate(section.fields):
        with left if place % 2 == 0 else right:
            ask(line, form)


def _steps(order: list[str], chosen: str) -> None:
    """Lead to the section before and behind."""
    place = order.index(chosen)
    back, forward = st.columns(2)
    if place > 0:
        back.button(_("Back"), key="form_back", on_click=_go, args=(order[place - 1],), width="stretch")
    with forward:
        _offer_next(order, chosen, key="form_next")


def _offer_next(order: list[str], chosen: str, *, key: str) -> None:
    """Lead on; also above the questions, for who only looks for a section."""
    place = order.index(chosen)
    if place + 1 < len(order):
        st.button(_("Next"), key=key, on_click=_go, args=(order[place + 1],), type="primary", width="stretch")


def _go(section_id: str) -> None:
    st.session_state["form_section"] = section_id


def _review(form: Form, reference: Reference) -> None:
    """Check the form as the file it becomes, show what it changes, and offer to hand it in."""
    content, keys = form_file(reference, form.answers, city_id=form.city_id, wave_id=form.wave_id)
    name = f"online-{form.city_id}-{form.wave_id}.csv"
    checked = check(form.actor, content, name=name, file_id=f"form:{hash(content)}", decisions=FileChoices())
    inspection, names = checked.inspection, item_names(reference)
    st.subheader(_("Check and hand in"), anchor=False)
    done = progress(sections(reference), form.answers, core_only=False)
    if done.answered < done.asked:
        text = _("Still open: {count} of all {asked} questions. They count as unknown, not as zero.")
        messages.note(text.format(count=number(done.asked - done.answered), asked=number(done.asked)))
    verdict(inspection)
    if inspection.findings:
        places = {row: names.get(key, key) for row, key in keys.items()}
        st.html(finding_table(inspection.findings, places=places))
    if not inspection.errors:
        show_changes(checked)
        show_confirm(
            checked,
            form.actor,
            content=content,
            place="form",
            on_taken=lambda: survey.drop_draft(form.actor, form.city_id, form.wave_id),
        )
    _offer_to_drop(form)


def _offer_to_drop(form: Form) -> None:
    with st.expander(_("Throw the draft away"), key="form_throw_away"):
        messages.note(_("What was handed in stays; only this draft is lost."))
        if st.button(_("Throw away now"), key="form_drop"):
            survey.drop_draft(form.actor, form.city_id, form.wave_id)
            st.rerun()
