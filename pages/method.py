"""Method page: how firm the statements are, weights to try out, all numbers in force, all formulas with source."""

import streamlit as st

from maturity.language import _
from maturity.rights import may
from web.method import firmness, fitting, formulas, numbers, order, sources
from web.method import weights as weighting
from web.services import snapshot
from web.shared import filters, frame, messages

PARTS = ("firmness", "weights", "numbers", "formulas")


def _show_firmness(view: frame.View) -> None:
    answer = st.container()
    content = snapshot.remember(firmness.content, wave_id=view.wave_id, is_sample=view.is_sample)
    band = st.slider(
        _("Weights of the topics, up to per cent more or less"), 0, 75, 25, key="band", bind="query-params"
    )
    sure = snapshot.remember(order.content, wave_id=view.wave_id, band_percent=band, is_sample=view.is_sample)
    with answer:
        messages.answer(" ".join(text for text in (content.answer, sure.answer if sure else "") if text))
    if sure is not None:
        _show_order(sure)
    if not content.table:
        return
    picture, words = st.container(key="stack_method").columns([1.6, 1], gap="medium")
    with picture:
        st.header(_("How often each city has which rank"), anchor=False)
        if content.bars is not None:
            frame.chart(content.bars, alt=content.bars_alt, key="method_ranks")
        with st.expander(_("The same as a table"), expanded=content.bars is None):
            st.html(content.table)
            messages.note(content.explanation)
    with words:
        st.header(_("Who is ahead of whom"), anchor=False)
        st.html(content.pairs)
        messages.note(content.dominance)
    _show_details(view.wave_id, content)


def _show_details(wave_id: str, content: firmness.Content) -> None:
    """Show what an analyst asks next, each behind its question."""
    with st.expander(_("What if one thing alone were decided differently?")):
        st.html(content.changes)
    with st.expander(_("What drives the changes?")):
        _show_sobol(wave_id)
    with st.expander(_("Do the questions fit their topics?")):
        messages.note(content.checks)
        _show_fitting(wave_id)
    st.expander(_("Who is ahead question by question?")).html(content.outranking)
    st.expander(_("What does each topic decide, beside what it was meant to count?")).html(content.importance)


def _show_order(sure: order.Content) -> None:
    """Show who is surely ahead of whom."""
    if sure.diagram is not None:
        st.header(_("Who is surely ahead of whom"), anchor=False)
        frame.chart(sure.diagram, alt=sure.diagram_alt, key="method_order")
    messages.note(
        _(
            "A line leads down from a city to those surely behind it: for every distance of the levels, for every "
            "weight of the topics within the band, missing answers at their worst. Cities without a line between them "
            "have no sure order."
        )
    )
    with st.expander(_("The sure order as a table"), expanded=sure.diagram is None):
        st.html(sure.table)


def _show_fitting(wave_id: str) -> None:
    """Show how each question goes along with its topic."""
    found = snapshot.remember(fitting.content, wave_id=wave_id)
    if found is None:
        return
    if found.note:
        messages.note(found.note)
    st.html(found.table)


def _show_sobol(wave_id: str) -> None:
    if st.session_state.get("method_sobol_wave") == wave_id:
        st.html(snapshot.remember(firmness.sobol_table, wave_id=wave_id))
        return
    messages.note(_("Computed on request; that takes a few seconds."))
    st.button(_("Compute now"), key="method_sobol", on_click=_ask_for_sobol, args=(wave_id,))


def _ask_for_sobol(wave_id: str) -> None:
    st.session_state["method_sobol_wave"] = wave_id


def _show_weights(view: frame.View) -> None:
    messages.answer(_("Move the weights and see which statements would turn. Nothing is stored."))
    weights = weighting.choose_weights()
    st.header(_("What changes"), anchor=False)
    st.html(snapshot.remember(weighting.effects, wave_id=view.wave_id, weights=weights))
    with st.expander(_("What each topic counts")):
        st.html(snapshot.remember(weighting.weight_table, wave_id=view.wave_id, weights=weights))
    with st.expander(_("Each city in its most favourable light")):
        st.html(snapshot.remember(weighting.best_light, wave_id=view.wave_id))


def _show_numbers(view: frame.View) -> None:
    messages.answer(_("These values are decided, not computed; each can be changed with a reason."))
    st.html(snapshot.remember(numbers.parameter_table, wave_id=view.wave_id))
    if not may(view.actor, "read_network"):
        return
    st.header(_("Changes so far"), anchor=False)
    if changes := snapshot.remember(numbers.change_table):
        st.html(changes)
    else:
        messages.note(_("None yet: all numbers are as delivered."))
    if may(view.actor, "set_parameter"):
        label = _("Change a value or a weight: page “Administration”")
        st.page_link("pages/admin.py", label=label, query_params={"task": "numbers"})


def _show_formulas() -> None:
    messages.answer(_("Each number can be recomputed by hand from the answers."))
    st.header(_("Formulas"), anchor=False)
    st.html(snapshot.remember(formulas.formula_table))
    st.header(_("Words"), anchor=False)
    st.html(snapshot.remember(formulas.glossary_table))
    st.header(_("Where the data come from"), anchor=False)
    st.html(snapshot.remember(sources.source_table))


with frame.page("method", needs_answers=False) as view:
    names = {
        "firmness": _("Reliability"),
        "weights": _("Try other weights"),
        "numbers": _("Values in force"),
        "formulas": _("Formulas, words, sources"),
    }
    has_answers = bool(view.wave_id)
    parts = [part for part in PARTS if has_answers or part in ("numbers", "formulas")]
    part = filters.strip(_("Section"), {part: names[part] for part in parts}, key="method")
    if part == "firmness":
        _show_firmness(view)
    elif part == "weights":
        _show_weights(view)
    elif part == "numbers":
        _show_numbers(view)
    else:
        _show_formulas()
