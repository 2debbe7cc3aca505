"""What each city said at the table about a topic: to lead, to take part, to reuse, or not to be in. Newest counts."""

from collections.abc import Iterable, Mapping
from typing import Literal

from maturity.ledger import Entry
from maturity.rights import Actor
from web.services import plans, snapshot
from web.services.opened import ledger

Answer = Literal["lead", "join", "reuse", "none"]
ANSWERS: tuple[Answer, ...] = ("lead", "join", "reuse", "none")
YES: frozenset[Answer] = frozenset({"lead", "join", "reuse"})

Consents = Mapping[str, Mapping[str, Answer]]


def consents(wave_id: str) -> Consents:
    """Return what each city said, by topic and city; read again when the ledger has grown."""
    return snapshot.remember_entries(_consents, wave_id=wave_id)


def _consents(wave_id: str) -> Consents:
    return consents_from(ledger().entries("consent"), wave_id)


def consents_from(entries: Iterable[Entry], wave_id: str) -> dict[str, dict[str, Answer]]:
    """Read the newest answer of each city about each topic of a wave; one that was taken back is left out."""
    said: dict[str, dict[str, Answer]] = {}
    for entry in entries:
        if entry.payload["wave_id"] == wave_id:
            topic = said.setdefault(str(entry.payload["topic_id"]), {})
            topic.update(entry.payload["answers"])
    return {
        topic_id: {city: answer for city, answer in by_city.items() if answer} for topic_id, by_city in said.items()
    }


def of_topic(wave_id: str, topic_id: str) -> Mapping[str, Answer]:
    """Return what each city said about a topic."""
    return consents(wave_id).get(topic_id, {})


def record(actor: Actor, *, wave_id: str, meeting_id: str, topic_id: str, answers: Mapping[str, str]) -> None:
    """Record what cities said in a meeting.

    Args:
        actor: needs the right to decide.
        wave_id: the wave of the meeting.
        meeting_id: the meeting; a closed one takes no more answers.
        topic_id: the topic.
        answers: by city; an empty text takes an answer back.

    Raises:
        InvalidInput: the meeting is closed.
        NotPermitted, LedgerUnwritable: nothing was recorded.
    """
    ledger().require(actor, "decide")
    plans.require_open(meeting_id)
    said = {"wave_id": wave_id, "meeting_id": meeting_id, "topic_id": topic_id, "answers": dict(answers)}
    ledger().record(actor, "consent", said)
