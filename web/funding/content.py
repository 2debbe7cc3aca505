"""What the page of funding says about all programmes, in one step: a look into the cache costs less than each table."""

from datetime import date
from typing import NamedTuple

from maturity.clock import today
from maturity.language import _
from maturity.rows import rows_of
from web.funding import tables, words
from web.services import funding, opened, programmes, snapshot
from web.shared import markup


class Content(NamedTuple):
    """The answer, a remark, and as HTML: programmes ahead, what to check, closed ones, what changed."""

    answer: str
    remark: str
    ahead: str
    waiting: str
    closed: str
    changes: str


def content(wave_id: str) -> Content:
    """Return what the page says, made once per state of answers, ledger and day; without a wave nobody is judged."""
    return snapshot.remember(_content, wave_id=wave_id, version=opened.version(), day=today())


def _content(wave_id: str, version: int, day: date) -> Content:
    states = programmes.states(day)
    judged = funding.eligibility(wave_id) if wave_id else words.nothing_judged()
    members = len(snapshot.cities(wave_id)) if wave_id else 0
    ahead, closed = states.loc[states["state"] != "closed"], states.loc[states["state"] == "closed"]
    offers = _("Programmes that are not closed. Only what is open, checked and released is an offer.")
    kept = _("Closed, kept for what they teach.")
    waiting = [f"{row.programme_name}: {words.why_check(row)}" for row in rows_of(words.to_check(states))]
    changes = tables.changes()
    is_silent = bool(wave_id) and not words.has_funding_answers(wave_id)
    silent = _("No city has answered about funding in this wave: who may apply is unclear for all.")
    return Content(
        answer=words.answer(states, judged, members),
        remark=silent if is_silent else "",
        ahead="" if ahead.empty else tables.programme_table(ahead, judged, caption=offers),
        waiting=markup.bullets(waiting) if waiting else "",
        closed="" if closed.empty else tables.programme_table(closed, judged, caption=kept),
        changes=markup.bullets(changes) if changes else "",
    )
