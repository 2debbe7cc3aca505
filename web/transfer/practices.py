"""The library of good practices on the transfer page: filter, search, cards."""

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from maturity.analysis.transfer.practices import COST_BANDS, list_practices, search_practices
from maturity.language import _, number
from maturity.rows import rows_of
from web.services import contacts, naming, snapshot
from web.shared import filters, messages
from web.transfer.topic import practice_anchor, willingness


def cards(wave_id: str) -> pd.DataFrame:
    """All cards of a wave with the names that the search looks in."""
    found = list_practices(snapshot.table("planning", wave_id=wave_id), snapshot.topic_scores(wave_id), wave_id=wave_id)
    names = naming.names(wave_id)
    return found.assign(city_name=found["city_id"].map(names.cities), topic_name=found["topic_id"].map(names.topics))


def show_library(wave_id: str, topic_id: str, *, with_mailbox: bool) -> None:
    """Show filter, search and the cards that match."""
    all_cards = snapshot.remember(cards, wave_id=wave_id)
    words, kind = st.columns(2)
    with words:
        text = st.text_input(_("Search"), key="practice_words", bind="query-params")
    with kind:
        asset = filters.choice(_("Can be shared"), {"": _("anything"), **naming.codes("assets")}, key="practice_asset")
    found = search_practices(
        all_cards, words=text, topic_id=topic_id or None, asset=asset or None,
        searched=("bp_text", "product", "city_name", "topic_name"),
    )  # fmt: skip
    shown = _("{count} of {total} examples").format(count=len(found), total=len(all_cards))
    messages.note(shown)
    written = snapshot.remember(_written, wave_id=wave_id, with_mailbox=with_mailbox)
    st.html(f'<ol class="dk-points">{"".join(written[row.city_id, row.topic_id] for row in rows_of(found))}</ol>')


def _written(wave_id: str, with_mailbox: bool) -> dict[tuple[str, str], str]:
    """Each card as HTML, by city and topic."""
    mailboxes = contacts.mailboxes(wave_id) if with_mailbox else {}
    rows = rows_of(snapshot.remember(cards, wave_id=wave_id))
    return {(row.city_id, row.topic_id): _card(row, mailboxes.get(row.city_id)) for row in rows}


def _card(row: Any, mailbox: str | None) -> str:
    head = f"{row.topic_name}: {row.city_name}"
    facts = [
        (_("Status"), naming.of_codes("status", _text(row.status))),
        (_("Level"), "" if pd.isna(row.level) else str(int(row.level))),
        (_("Begun or planned"), _text(row.start_planned)),
        (_("Cost in 12 months"), cost_band(row.cost_band)),
        (_("Target level"), "" if pd.isna(row.target) else str(int(row.target))),
        (_("Product"), _text(row.product)),
        (_("Challenges"), naming.of_codes("challenges", _text(row.challenges))),
        (_("Can be shared"), naming.of_codes("assets", _text(row.assets))),
        (_("Contact"), mailbox or ""),
    ]
    words = [f"{name}: {value}" for name, value in facts if value]
    known = escape("; ".join([*words, willingness(row.share)]))
    # Cities write in the network's own language, whatever the reader's is.
    text = f'<span lang="{escape(snapshot.languages()[0])}">{escape(row.bp_text)}</span>'
    return (
        f'<li id="{escape(practice_anchor(row.city_id, row.topic_id))}"><strong>{escape(head)}</strong>'
        f'{text}{_link(row)}<br><span class="dk-note">{known}</span></li>'
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _link(row: Any) -> str:
    """A link to the practice; anything but a web address is passed over."""
    if not isinstance(row.bp_url, str) or not row.bp_url.startswith(("https://", "http://")):
        return ""
    label = _("More about it from {city}").format(city=row.city_name)
    return f' <a href="{escape(row.bp_url)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def cost_band(band: float) -> str:
    """A band of costs in words, empty if unknown."""
    if pd.isna(band):
        return ""
    if band >= len(COST_BANDS):
        return _("more than {euros} euros").format(euros=number(COST_BANDS[-1]))
    return _("up to {euros} euros").format(euros=number(COST_BANDS[int(band)]))
