"""The log for readers: every entry of the ledger in a line of words, no key of the program in it."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from maturity.language import N_, _, text_of
from maturity.ledger import Entry
from maturity.rights import ROLE_NAMES, Actor
from maturity.rows import rows_of
from maturity.waves import STATE_NAMES
from web.services import naming
from web.services.opened import ledger, reference
from web.services.parameters import name_of

LONGEST_LINE = 200
MOST_LISTED = 5

# What an entry says, in the order in which a line says it; everything else in it is for programs.
FIELDS: dict[str, str] = {
    "name": N_("name"),
    "event": N_("event"),
    "account_city": N_("city"),
    "city_id": N_("city"),
    "co_city_id": N_("shared by"),
    "topic_id": N_("topic"),
    "wave_id": N_("wave"),
    "state": N_("state"),
    "kind": N_("kind"),
    "role": N_("role"),
    "is_lifted": N_("taken back"),
    "parameter_id": N_("number"),
    "value": N_("value"),
    "alias": N_("spelling"),
    "target_id": N_("stands for"),
    "programme_id": N_("programme"),
    "office": N_("office"),
    "file_name": N_("file"),
    "layout": N_("layout"),
    "answer_count": N_("answers"),
    "parts": N_("for"),
    "submission_id": N_("receipt"),
    "meeting_id": N_("meeting"),
    "present": N_("present"),
    "agenda": N_("agenda"),
    "partners": N_("partners"),
    "answers": N_("what the cities said"),
    "goal": N_("goal"),
    "next_step": N_("next step"),
    "snapshot": N_("data version"),
    "document_count": N_("documents"),
    "finding_count": N_("findings"),
    "files": N_("tables"),
}
WORDS: dict[str, str] = {
    # events of accounts
    "invited": N_("invited"),
    "accepted": N_("accepted"),
    "renewed": N_("renewed"),
    "locked": N_("locked"),
    "unlocked": N_("unlocked"),
    "changed": N_("changed"),
    "erased": N_("erased"),
    # kinds of decisions
    "other_city": N_("another city"),
    "deferred": N_("deferred"),
    "vetoed": N_("refused"),
    # states of projects
    "agreed": N_("agreed"),
    "running": N_("running"),
    "paused": N_("paused"),
    "finished": N_("finished"),
    "stopped": N_("stopped"),
    # layouts of files
    "question_per_row": N_("one question per row"),
    "city_per_row": N_("one city per row"),
    "city_per_column": N_("one city per column"),
    "long": N_("one answer per row, several cities"),
    # what cities say in a meeting
    "join": N_("takes part"),
    "reuse": N_("reuses"),
    "none": N_("not in"),
    "lead": N_("lead"),
    "co_lead": N_("co-lead"),
    # what a spelling stands for
    "city": N_("city"),
    "question": N_("question"),
    "field": N_("planning field"),
    "option": N_("answer"),
}


def history(actor: Actor) -> pd.DataFrame:
    """List what was recorded, newest first; needs the right to see the log.

    Returns:
        number, at (text, UTC), actor, role, kind, what (the entry's content in one line of words), reason.
    """
    ledger().require(actor, "read_log")
    write = _writers()
    rows = [
        [
            one.sequence,
            one.at,
            one.actor,
            one.role,
            one.kind,
            _in_a_line(one, write),
            str(one.payload.get("reason", "")),
        ]
        for one in ledger().entries()[::-1]
    ]
    return pd.DataFrame(rows, columns=["number", "at", "actor", "role", "kind", "what", "reason"])


Writers = Mapping[str, Callable[[Any], str]]


def _writers() -> Writers:
    """Return how each field's value is written, looked up once for all lines."""
    cities = naming.all_cities()
    topics = {str(row.topic_id): text_of(row, "name") for row in rows_of(reference().topics)}

    def city(value: Any) -> str:
        return cities.get(value, str(value))

    def topic(value: Any) -> str:
        return topics.get(value, str(value))

    return {
        "city_id": city,
        "co_city_id": city,
        "account_city": city,
        "topic_id": topic,
        "answers": lambda value: _some([f"{city(one)}: {_word(said)}" for one, said in value.items()]),
        "state": lambda value: _(STATE_NAMES[value]) if value in STATE_NAMES else _word(value),
        "role": lambda value: _(ROLE_NAMES[value]) if value in ROLE_NAMES else _word(value),
        "is_lifted": lambda value: _("yes") if value else "",
        "parameter_id": name_of,
        "submission_id": "R-{:06d}".format,
        "present": lambda value: _some([city(one) for one in value]),
        "partners": lambda value: _some([city(one) for one in value]),
        "agenda": lambda value: _some([topic(one) for one in value]),
        "parts": lambda value: _some([f"{city(part['city_id'])} {part['wave_id']}" for part in value]),
        "files": lambda value: str(len(value)),
        "target_id": city,
    }


def _some(names: list[str]) -> str:
    return naming.listed(names, most=MOST_LISTED)


def _in_a_line(entry: Entry, write: Writers) -> str:
    parts = []
    for field, name in FIELDS.items():
        value = entry.payload.get(field)
        text = "" if value in (None, "", [], {}) else write.get(field, _word)(value)
        if text:
            parts.append(f"{_(name)}: {text}")
    line = "; ".join(parts)
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"


def _word(value: Any) -> str:
    return _(WORDS[str(value)]) if str(value) in WORDS else str(value)
