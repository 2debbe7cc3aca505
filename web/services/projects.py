"""Projects: what became of each decided lead, as the ledger holds it. The newest entry about a project counts."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from maturity.analysis.leads.rules import Decision
from maturity.errors import InvalidInput
from maturity.language import _
from maturity.ledger import Entry
from maturity.rights import Actor
from web.services import consents, plans, snapshot
from web.services.consents import YES
from web.services.opened import ledger

State = Literal["agreed", "running", "paused", "finished", "stopped"]
STATES: tuple[State, ...] = ("agreed", "running", "paused", "finished", "stopped")
ENDED: frozenset[State] = frozenset({"finished", "stopped"})


@dataclass(frozen=True)
class Progress:
    """What is known of a project beside the decision.

    partners: the cities that agreed to take part. starts_on, next_step_on: ISO dates, empty = not fixed. budget_eur:
    None = unknown. owner: a function, never a person. checked: ids of the legal questions that are settled. seen_in:
    the wave in which it was last written about. sequence: number of the ledger's entry, 0 = nothing written yet.
    """

    state: State = "agreed"
    partners: tuple[str, ...] = ()
    starts_on: str = ""
    effort: float | None = None
    budget_eur: float | None = None
    goal: str = ""
    next_step: str = ""
    next_step_on: str = ""
    owner: str = ""
    checked: tuple[str, ...] = ()
    seen_in: str = ""
    sequence: int = 0


@dataclass(frozen=True)
class Project:
    """A decided topic with what became of it; wave_id is the wave in which it was decided."""

    wave_id: str
    topic_id: str
    lead_id: str
    co_lead_id: str | None
    decided_at: str
    meeting_id: str
    progress: Progress

    @property
    def project_id(self) -> str:
        """Wave and topic."""
        return project_id(self.wave_id, self.topic_id)

    @property
    def members(self) -> tuple[str, ...]:
        """The cities that take part: lead, co-lead and the partners who agreed."""
        return tuple(dict.fromkeys(city for city in (self.lead_id, self.co_lead_id, *self.progress.partners) if city))


def project_id(wave_id: str, topic_id: str) -> str:
    """Return the id of the project that a decision began."""
    return f"{wave_id}:{topic_id}"


def projects(wave_id: str) -> tuple[Project, ...]:
    """Return the projects decided up to a wave, the newest decision of each topic, in the order of the topics."""
    return snapshot.remember_entries(_projects, wave_id=wave_id)


def _projects(wave_id: str) -> tuple[Project, ...]:
    waves = [*plans.earlier_waves(wave_id), wave_id]
    decided = {decision.topic_id: decision for wave in waves for decision in plans.rules(wave).decided}
    progress = _progress()
    topics = [topic_id for topic_id in snapshot.topics()["topic_id"] if topic_id in decided]
    return tuple(_project(decided[topic_id], progress) for topic_id in topics)


def _project(decision: Decision, progress: dict[str, Progress]) -> Project:
    return Project(
        wave_id=decision.wave_id,
        topic_id=decision.topic_id,
        lead_id=str(decision.city_id),
        co_lead_id=decision.co_city_id,
        decided_at=decision.at,
        meeting_id=decision.meeting_id,
        progress=progress.get(project_id(decision.wave_id, decision.topic_id)) or _at_first(decision),
    )


def _at_first(decision: Decision) -> Progress:
    """Nothing is written about the project yet: its partners are the cities that said yes in the meeting."""
    said = consents.of_topic(decision.wave_id, decision.topic_id)
    leading = (decision.city_id, decision.co_city_id)
    return Progress(
        partners=tuple(sorted(city for city, answer in said.items() if answer in YES and city not in leading))
    )


def _progress() -> dict[str, Progress]:
    return progress_from(ledger().entries("project"))


def progress_from(entries: Iterable[Entry]) -> dict[str, Progress]:
    """Read the newest entry of each project, by its id."""
    return {str(entry.payload["project_id"]): _read(entry) for entry in entries}


def _read(entry: Entry) -> Progress:
    told = {**entry.payload, "sequence": entry.sequence}
    known: dict[str, Any] = {field.name: told[field.name] for field in fields(Progress) if field.name in told}
    known |= {name: tuple(known[name]) for name in ("partners", "checked") if name in known}
    return Progress(**known)


def finished_wave(wave_id: str, topic_id: str) -> str | None:
    """Return the wave in which the project of a decision was last seen and had ended; None while it runs."""
    found = snapshot.remember_entries(_progress).get(project_id(wave_id, topic_id))
    return found.seen_in if found is not None and found.state in ENDED else None


def record(actor: Actor, project: Project, progress: Progress) -> None:
    """Write down how a project stands; what was written before stays in the ledger.

    Raises:
        InvalidInput: the state is unknown, or a number is negative.
        NotPermitted, LedgerUnwritable: nothing was recorded.
    """
    ledger().require(actor, "decide")
    if progress.state not in STATES:
        raise InvalidInput(what=_("The state"), value=progress.state, expected=", ".join(STATES))
    for value in (progress.effort, progress.budget_eur):
        if value is not None and value < 0:
            raise InvalidInput(what=_("The project"), value=value, expected=_("a number of 0 or more"))
    said = {"project_id": project.project_id, "wave_id": project.wave_id, "topic_id": project.topic_id}
    told = asdict(progress)
    del told["sequence"]  # the ledger gives it
    ledger().record(actor, "project", {**said, **told})
