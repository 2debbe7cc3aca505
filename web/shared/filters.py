"""Filters that pages share, each kept in the address by its id: a link shows the same view in any language."""

from collections.abc import Mapping
from typing import NoReturn

import pandas as pd
import streamlit as st

from maturity.language import _
from maturity.rows import rows_of

# Filters that go along when the reader moves to another page.
SHARED = ("lang", "wave", "city", "topic")


def choice(
    label: str, options: Mapping[str, str], *, key: str, default: str | None = None, shows_label: bool = True
) -> str:
    """Offer one of several options and return the chosen id.

    Args:
        label: what is chosen, in the reader's language.
        options: id -> text, in the order of the list; not empty.
        key: name of the widget and of the address parameter.
        default: the id without an address; the first if None.
        shows_label: whether the label is drawn; screen readers always have it.
    """
    ids = list(options)
    asked = st.query_params.get(key)
    if asked in options:
        st.session_state[key] = asked  # the address wins: a link shows what it says
    elif st.session_state.get(key) not in options:
        st.session_state[key] = default if default in options else ids[0]
    return str(
        st.selectbox(
            label,
            ids,
            format_func=lambda id_: options[id_],
            key=key,
            on_change=_keep_in_address,
            args=(key,),
            label_visibility="visible" if shows_label else "collapsed",
        )
    )


def _keep_in_address(key: str) -> None:
    st.query_params[key] = st.session_state[key]


def go_to(file: str, **address: str) -> NoReturn:
    """Leave for another page with these filters, keeping the shared ones."""
    st.switch_page(file, query_params={**shared_address(), **address})


def shared_address() -> dict[str, str]:
    """Return the address parameters that other pages understand too."""
    return {name: st.query_params[name] for name in SHARED if name in st.query_params}


def wave(waves: pd.DataFrame) -> str:
    """Offer the waves that have answers, the newest by default.

    Args:
        waves: one row per wave in their order; wave_id, label, submitted_count.
    """
    answered = waves.loc[waves["submitted_count"] > 0]
    options = {row.wave_id: f"{row.wave_id} · {row.label}" if row.label else row.wave_id for row in rows_of(answered)}
    return choice(_("Wave"), options, key="wave", default=list(options)[-1], shows_label=False)


def topic(topics: pd.DataFrame) -> str:
    """Offer the topics in their order; `topics` has topic_id, topic_name."""
    return choice(_("Topic"), dict(zip(topics["topic_id"], topics["topic_name"], strict=True)), key="topic")


def city(cities: pd.DataFrame, *, label: str | None = None) -> str:
    """Offer the cities by name; `cities` has city_id, city_name."""
    return choice(label or _("City"), dict(zip(cities["city_id"], cities["city_name"], strict=True)), key="city")


def choose(label: str, options: Mapping[str, str], *, key: str) -> str:
    """Offer options by their text and return the id chosen; not kept in the address."""
    return str(st.selectbox(label, list(options), format_func=lambda id_: options[id_], key=key))
