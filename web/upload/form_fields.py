"""One widget per question or planning field; each change goes into the city's draft at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from etl.templates.rows import Line
from etl.vocabulary.fields import read_field
from etl.vocabulary.options import Place, Problem
from etl.vocabulary.spellings import build_vocabulary
from maturity.clock import today
from maturity.errors import MaturityError
from maturity.language import N_, _
from maturity.rights import Actor
from web.services import opened, survey
from web.shared.markup import plain

# What a type's text looks like; shown in the empty field.
EXAMPLES = {
    "number": N_("for example 18500"),
    "integer": N_("for example 2"),
    "percent": N_("for example 30 %"),
    "month": N_("for example 2027-06"),
    "date": N_("for example 23.11.2026"),
    "url": "https://",
    "mailbox": N_("for example digital@city.de"),
}
YEARS_AHEAD = 6
LONGEST_TEXT = 4000
PROBLEM = "form_problem"


@dataclass(frozen=True)
class Form:
    """The draft of one city in one wave, and who fills it in."""

    actor: Actor
    city_id: str
    wave_id: str
    answers: dict[str, str]

    def key(self, line: Line) -> str:
        """The widget's name."""
        return f"form:{self.wave_id}:{self.city_id}:{line.key}"


def ask(line: Line, form: Form) -> None:
    """Show the widget of a line with its answer so far."""
    widget = WIDGETS.get(line.kind, _text)
    widget(line, form)


def _question(line: Line, form: Form) -> None:
    labels = {choice.code: f"{choice.code} – {choice.label}" for choice in line.choices}
    _fill(form, line, form.answers.get(line.key, ""), permitted=["", *labels])
    st.radio(
        plain(f"{line.key} · {line.text}"),
        ["", *labels],
        format_func=lambda code: plain(labels[code]) if code else _("still open"),
        key=form.key(line),
        on_change=_keep,
        args=(form, line),
    )


def _choice(line: Line, form: Form) -> None:
    _select(line, form, {choice.code: choice.label for choice in line.choices})


def _quarter(line: Line, form: Form) -> None:
    """Offer the quarters from the wave's year on; for a wave without dates from this year."""
    waves = opened.reference().waves.set_index("wave_id")
    opens_on = str(waves.loc[form.wave_id, "opens_on"])
    first = date.fromisoformat(opens_on).year if opens_on else today().year
    quarters = [f"{year}-Q{number}" for year in range(first, first + YEARS_AHEAD) for number in range(1, 5)]
    _select(line, form, {quarter: quarter for quarter in quarters})


def _select(line: Line, form: Form, labels: dict[str, str]) -> None:
    given = form.answers.get(line.key, "")
    options = {"": _("still open")} | labels | ({given: given} if given and given not in labels else {})
    _fill(form, line, given, permitted=list(options))
    st.selectbox(
        plain(line.text),
        list(options),
        format_func=lambda code: options.get(code, code),
        key=form.key(line),
        on_change=_keep,
        args=(form, line),
    )


def _product(line: Line, form: Form) -> None:
    """Offer the known products of the topic; any other name can be typed."""
    products = opened.reference().products
    known = list(products.loc[products["topic_id"] == line.key.partition(".")[0], "name"])
    given = form.answers.get(line.key) or None
    _fill(form, line, given)
    st.selectbox(
        plain(line.text),
        known if given is None or given in known else [*known, given],
        index=None,
        accept_new_options=True,
        placeholder=_("choose or type a name"),
        key=form.key(line),
        on_change=_keep,
        args=(form, line),
    )


def _choices(line: Line, form: Form) -> None:
    labels = {choice.code: choice.label for choice in line.choices}
    _fill(form, line, [code for code in form.answers.get(line.key, "").split(";") if code in labels])
    st.multiselect(
        plain(line.text),
        list(labels),
        format_func=lambda code: labels[code],
        placeholder=_("several are possible"),
        key=form.key(line),
        on_change=_keep,
        args=(form, line),
    )


def _long_text(line: Line, form: Form) -> None:
    _fill(form, line, form.answers.get(line.key, ""))
    st.text_area(
        plain(line.text), max_chars=LONGEST_TEXT, height=90, key=form.key(line), on_change=_keep, args=(form, line)
    )


def _text(line: Line, form: Form) -> None:
    """Take a number, a date, a link: read at once as the check will read it, so that a slip shows where it was made."""
    given = form.answers.get(line.key, "")
    _fill(form, line, given)
    st.text_input(
        plain(line.text),
        placeholder=_(EXAMPLES[line.kind]) if line.kind in EXAMPLES else "",
        max_chars=LONGEST_TEXT,
        key=form.key(line),
        on_change=_keep,
        args=(form, line),
    )
    vocabulary = build_vocabulary(opened.reference())
    found = read_field(vocabulary.items.by_key[line.key], given, vocabulary) if given.strip() else None
    if isinstance(found, Problem):
        st.error(plain(found.at(Place(), given).problem))


WIDGETS: dict[str, Callable[[Line, Form], None]] = {
    "question": _question,
    "choice": _choice,
    "level": _choice,
    "band": _choice,
    "quarter": _quarter,
    "product": _product,
    "choices": _choices,
    "topics": _choices,
    "text": _long_text,
}


def _fill(form: Form, line: Line, value: Any, *, permitted: list[str] | None = None) -> None:
    """Let the widget show the draft. Only where it differs: setting it again would undo what is being typed."""
    if permitted is not None and value not in permitted:
        value = ""
    if st.session_state.get(form.key(line), _NOTHING) != value:
        st.session_state[form.key(line)] = value


_NOTHING = object()


def _keep(form: Form, line: Line) -> None:
    """Put a changed answer into the draft as it is now: another tab may have changed other answers."""
    value = st.session_state[form.key(line)]
    text = ";".join(value) if isinstance(value, list) else str(value or "")
    try:
        draft = survey.load_draft(form.actor, form.city_id, form.wave_id) or {"answers": {}}
        draft["answers"] = {**draft["answers"], line.key: text}
        survey.save_draft(form.actor, form.city_id, form.wave_id, draft)
    except MaturityError as error:  # runs before the page, which would not show it
        st.session_state[PROBLEM] = error
