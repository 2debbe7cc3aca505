"""The frame of every page: language, title, menu, wave, the mark of sample data, and errors in plain words."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import plotly.graph_objects as go
import streamlit as st

from maturity import language, metrics
from maturity.errors import MaturityError
from maturity.language import _
from maturity.rights import ROLE_NAMES, Actor, may
from web.services import accounts, naming, opened, snapshot
from web.shared import filters, markup, messages
from web.shared.markup import plain
from web.shared.menu import MENU, Page

STATIC = Path(__file__).parent.parent / "static"
LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}
CHART_CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class View:
    """What a page shows: the wave in view, whether its answers are invented, and who is looking."""

    wave_id: str
    is_sample: bool
    actor: Actor


@contextmanager
def page(name: str, *, needs_answers: bool = True, has_wave: bool = True, has_open_menu: bool = True) -> Iterator[View]:
    """Open a page: everything around its content, and the last resort for every error.

    Args:
        name: key of MENU.
        needs_answers: whether the page ends with an explanation while no wave has answers.
        has_wave: whether the page shows one wave's answers; else it has neither the filter nor the mark of sample data.
        has_open_menu: whether the menu stands open at first; a page for a projector uses the whole width.
    """
    language.use(st.query_params.get("lang") or snapshot.languages()[0])
    entry, actor = MENU[name], _find_reader()
    st.set_page_config(
        page_title=_tab_title(name),
        page_icon=str(STATIC / "icon.png"),
        layout="wide",
        initial_sidebar_state=230 if has_open_menu else "collapsed",
    )
    with metrics.runs.labels(name).time():
        with _plain_words(name):
            view = _open(entry, actor, needs_answers=needs_answers, has_wave=has_wave)
        with _plain_words(name):
            yield view


def _find_reader() -> Actor | MaturityError:
    """Find out for whom this run is, before anything is read for it; who nobody knows is shown what is public."""
    found: Actor | MaturityError
    try:
        found = accounts.current_actor()
    except MaturityError as error:  # said once the page has its language and title
        found = error
    snapshot.show_to(found if isinstance(found, Actor) else None)
    return found


def _tab_title(name: str) -> str:
    """Name what is in view first, then page and network: `E-Payment – Themen – Regional.Digital`."""
    try:
        return _title_in_view(name)
    except MaturityError:  # the page itself says what is wrong with the store
        return _(MENU[name].name)


def _title_in_view(name: str) -> str:
    waves, address = snapshot.waves()["wave_id"], st.query_params
    names = naming.names(address.get("wave") or waves.max()) if len(waves) else naming.Names({}, {})
    subject = {
        "topics": names.topics.get(address.get("topic", "")),
        "map": names.topics.get(address.get("topic", "")),
        "transfer": names.topics.get(address.get("topic", "")),
        "cities": names.cities.get(address.get("city", "")),
    }.get(name)
    return " – ".join(filter(None, (subject, _(MENU[name].name), str(snapshot.network()["name"]))))


@contextmanager
def _plain_words(name: str) -> Iterator[None]:
    """Show every error in words and end the page; the reader of an unexpected one gets a number to quote."""
    try:
        yield
    except MaturityError as error:
        text = str(error)
    except Exception:
        number = secrets.token_hex(2).upper()
        metrics.errors.inc()
        log.exception("unexpected error %s on page %s", number, name)
        text = _("Unexpected error, no. {number}. Please tell the coordination office this number.").format(
            number=number
        )
    else:
        return
    st.error(plain(text))
    st.stop()


def _open(entry: Page, actor: Actor | MaturityError, *, needs_answers: bool, has_wave: bool) -> View:
    if isinstance(actor, MaturityError):
        raise actor
    _draw_menu(actor)
    accounts.require(actor, entry.right)
    fault = opened.alarm()
    if fault is not None:
        st.error(markup.plain(str(fault)))
    waves = snapshot.waves()
    has_answers = bool((waves["submitted_count"] > 0).any())
    title, choice = st.columns([3, 1], vertical_alignment="bottom")
    title.title(_(entry.question), anchor=False)
    asked = st.query_params.get("lang") or language.current()
    if asked not in language.LANGUAGES:
        filters.say_unknown(_("Language"), asked, shown=LANGUAGE_NAMES[language.current()])
    if not has_answers and needs_answers:
        _say_audience(None)
        messages.stop_empty()
    if not has_answers or not has_wave:
        return View(wave_id="", is_sample=False, actor=actor)
    with choice:
        wave_id = filters.wave(waves)
    is_sample = bool(waves.set_index("wave_id").loc[wave_id, "is_sample"])
    if is_sample:
        messages.sample_mark()
    _say_audience(wave_id)
    return View(wave_id=wave_id, is_sample=is_sample, actor=actor)


def _say_audience(wave_id: str | None) -> None:
    """Say for whom these figures are made, and what they leave out; nothing to members, who see everything."""
    if snapshot.audience() != "network":
        messages.note(snapshot.remember(snapshot.audience_words, wave_id=wave_id))


def _draw_menu(actor: Actor) -> None:
    with st.sidebar:
        st.html(f'<p class="dk-network">{escape(str(snapshot.network()["name"]))}</p>')
        for entry in MENU.values():
            if not may(actor, entry.right):
                continue
            st.page_link(entry.file, label=_(entry.name), query_params=filters.shared_address())
        version = _("Data version {snapshot}").format(snapshot=naming.data_version())
        statement = markup.link(_("Accessibility statement"), "/accessibility")
        st.html(f'{_language_link()}<p class="dk-foot">{_who(actor)}<br>{escape(version)}<br>{statement}</p>')


def _language_link() -> str:
    """Lead to the same view in the network's other language, if it offers one."""
    other = "en" if language.current() == "de" else "de"
    if other not in snapshot.languages():
        return ""
    address = urlencode({**st.query_params.to_dict(), "lang": other})
    label = LANGUAGE_NAMES[other]
    return f'<p class="dk-foot"><a href="?{escape(address)}" target="_self" lang="{other}">{label}</a></p>'


def _who(actor: Actor) -> str:
    """Say who is signed in, with the way out."""
    if not accounts.has_sign_in():
        return escape(_("Local operation without sign-in"))
    names = dict.fromkeys([actor.name, _(ROLE_NAMES[actor.role])])  # once where the office is called like its role
    word = escape(_("Sign out"))
    leave = f'<a href="/sign-out?lang={language.current()}" target="_self">{word}</a>'
    return "<br>".join([*(escape(name) for name in names), leave])


def chart(figure: go.Figure, *, alt: str, key: str, select: bool = False) -> list[list[str]]:
    """Show a figure with its text alternative.

    Args:
        figure: read-only: it may come from the cache.
        alt: what the figure says, for readers who cannot see it.
        key: name of the widget.
        select: whether a click on a point counts as a choice.

    Returns:
        The `customdata` of the points clicked on, empty without a choice.
    """
    if not select:
        st.plotly_chart(figure, theme=None, config=CHART_CONFIG, alt=alt, key=key)
        return []
    event = st.plotly_chart(
        figure, theme=None, config=CHART_CONFIG, alt=alt, key=key, on_select="rerun", selection_mode="points"
    )
    return [point["customdata"] for point in event["selection"]["points"] if "customdata" in point]
