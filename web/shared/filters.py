"""The only ways to choose: `choice` keeps the id in the address, `pick` is for steps that an address cannot keep."""

from collections.abc import Mapping
from typing import NoReturn, TypeVar

import pandas as pd
import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from maturity.language import _
from web.services import naming
from web.services.waves import results_default
from web.shared.markup import plain

Key = TypeVar("Key", bound=str | int)

# Filters that go along when the reader moves to another page.
SHARED = ("lang", "wave", "city", "topic")


def choice(
    label: str, options: Mapping[str, str], *, key: str, default: str | None = None, shows_label: bool = True
) -> str:
    """Offer one of several options and return the chosen id: the one in the address, else the default.

    What the page before left in the session never counts, so address, widget and page always say the same.

    Args:
        label: what is chosen, in the reader's language.
        options: id -> text, in the order of the list; not empty.
        key: name of the widget and of the address parameter.
        default: the id without an address; the first if None.
        shows_label: whether the label is drawn; screen readers always have it.
    """
    usual = default if default is not None and default in options else next(iter(options))
    asked = st.query_params.get(key, usual)
    st.session_state[key] = asked if asked in options else usual
    chosen = st.selectbox(
        label,
        list(options),
        format_func=lambda id_: options[id_],
        key=key,
        on_change=_keep_in_address,
        args=(key,),
        label_visibility="visible" if shows_label else "collapsed",
    )
    if asked not in options:
        say_unknown(label, asked, shown=options[usual])
    return str(chosen)


def several(label: str, options: Mapping[str, str], *, key: str, placeholder: str = "") -> tuple[str, ...]:
    """Offer several of several options and return the chosen ids, in the address joined by commas.

    Args:
        label: what is chosen, in the reader's language.
        options: id -> text, in the order of the list.
        key: name of the widget and of the address parameter.
        placeholder: what stands in the empty box.
    """
    asked = [id_ for id_ in st.query_params.get(key, "").split(",") if id_]
    st.session_state[key] = [id_ for id_ in asked if id_ in options]
    chosen = st.multiselect(
        label, list(options), format_func=lambda id_: options[id_], key=key, on_change=_keep_in_address, args=(key,),
        placeholder=placeholder or _("all"),
    )  # fmt: skip
    for id_ in asked:
        if id_ not in options:
            say_unknown(label, id_, shown=", ".join(options[known] for known in chosen) or _("all"))
    return tuple(chosen)


def _keep_in_address(key: str) -> None:
    chosen = st.session_state[key]
    if chosen:
        st.query_params[key] = chosen if isinstance(chosen, str) else ",".join(chosen)
    else:  # no restriction needs no parameter, and other pages may not know one
        st.query_params.pop(key, None)


def say_unknown(label: str, asked: str, *, shown: str) -> None:
    """Say that the address names something that cannot be shown here, and what is shown instead."""
    text = _("{label}: the address names “{asked}”, which cannot be shown here. You see “{shown}”.")
    st.warning(plain(text.format(label=label, asked=asked, shown=shown)))


def strip(label: str, options: Mapping[str, str], *, key: str) -> str:
    """Offer a few tasks side by side and return the one chosen: the one in the address, else the first."""
    asked = st.query_params.get(key, "")
    st.session_state[key] = asked if asked in options else next(iter(options))
    chosen = st.segmented_control(
        label,
        list(options),
        format_func=lambda id_: plain(options[id_]),
        key=key,
        required=True,
        on_change=_keep_in_address,
        args=(key,),
        label_visibility="collapsed",
    )
    return str(chosen)


def panel(label: str, *, key: str) -> ExpanderContainer:
    """A folded part whose content is only made while it is open; the address keeps that."""
    return st.expander(plain(label), key=key, bind="query-params", on_change="rerun")


def pick(
    label: str, options: Mapping[Key, str], *, key: str, start: Key | None = None, is_disabled: bool = False
) -> Key:
    """Offer one of several options inside a form or a single step, and return the one chosen.

    Not kept in the address: a link must not repeat half of an entry that somebody else began.

    Args:
        label: what is chosen.
        options: id -> text, in the order of the list; not empty.
        key: name of the widget.
        start: the id chosen at first; the first if None.
        is_disabled: whether nothing else can be chosen.
    """
    ids = list(options)
    return st.selectbox(
        label,
        ids,
        index=ids.index(start) if start is not None and start in options else 0,
        format_func=lambda id_: options.get(id_, str(id_)),
        key=key,
        disabled=is_disabled,
    )


def pick_if_any(label: str, options: Mapping[Key, str], *, key: str, placeholder: str) -> Key | None:
    """Offer options of which none is chosen at first, so that nobody decides by a click too few; else as `pick`."""
    return st.selectbox(
        label, list(options), index=None, format_func=lambda id_: options.get(id_, str(id_)),
        key=key, placeholder=placeholder,
    )  # fmt: skip


def go_to(file: str, **address: str) -> NoReturn:
    """Leave for another page with these filters, keeping the shared ones."""
    st.switch_page(file, query_params={**shared_address(), **address})


def shared_address() -> dict[str, str]:
    """Return the address parameters that other pages understand too."""
    return {name: st.query_params[name] for name in SHARED if name in st.query_params}


def wave(waves: pd.DataFrame) -> str:
    """Offer the waves that have answers; by default the newest with answers of enough members.

    Args:
        waves: one row per wave in their order; wave_id, label, member_count, submitted_count, min_share.
    """
    answered = waves.loc[waves["submitted_count"] > 0]
    return choice(
        _("Wave"), naming.of_waves(answered), key="wave", default=results_default(answered), shows_label=False
    )


def topic(topics: pd.DataFrame) -> str:
    """Offer the topics in their order; `topics` has topic_id, topic_name."""
    return choice(_("Topic"), dict(zip(topics["topic_id"], topics["topic_name"], strict=True)), key="topic")


def city(cities: pd.DataFrame, *, label: str | None = None) -> str:
    """Offer the cities by name; `cities` has city_id, city_name."""
    return choice(label or _("City"), dict(zip(cities["city_id"], cities["city_name"], strict=True)), key="city")
