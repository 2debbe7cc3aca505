"""A meeting as the ledger holds it: who was there, what is on the agenda, what was decided. Kept nowhere else.

So an interrupted meeting goes on in any browser, and nothing that was decided can be lost or erased.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from maturity.analysis.leads.proposal import PlanInputs, ProposedPlan
from maturity.analysis.leads.rules import FIXING, Decision
from maturity.ledger import Entry
from maturity.rights import Actor
from web.services import plans, snapshot
from web.services.opened import ledger

# From "yes, if relieved elsewhere" on, a city wants the lead.
WANTS_LEAD = 2


@dataclass(frozen=True)
class MeetingLog:
    """One meeting.

    meeting_id: wave and number. opened_at: UTC in ISO form. present: city ids. agenda: the topics to talk about one
    by one. open_points, next_meeting: as written down. history: all its decisions, oldest first.
    """

    meeting_id: str
    wave_id: str
    opened_at: str
    present: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    open_points: str = ""
    next_meeting: str = ""
    history: tuple[Decision, ...] = ()

    @property
    def decisions(self) -> dict[str, Decision]:
        """The newest decision of this meeting per topic."""
        return {decision.topic_id: decision for decision in self.history}


def meetings(wave_id: str) -> tuple[MeetingLog, ...]:
    """Return the meetings about a wave, oldest first, read again when the ledger has grown."""
    return snapshot.remember_entries(_meetings, wave_id=wave_id)


def _meetings(wave_id: str) -> tuple[MeetingLog, ...]:
    return meetings_from(ledger().entries("meeting"), plans.rules(wave_id).history, wave_id)


def meetings_from(entries: Iterable[Entry], history: Iterable[Decision], wave_id: str) -> tuple[MeetingLog, ...]:
    """Work out the meetings about a wave.

    Args:
        entries: the ledger's notes of meetings, oldest first; the newest of a meeting counts, the first opened it.
        history: the decisions of the wave, oldest first.
        wave_id: the wave.
    """
    found: dict[str, MeetingLog] = {}
    for entry in entries:
        if entry.payload["wave_id"] == wave_id:
            meeting_id = str(entry.payload["meeting_id"])
            opened_at = found[meeting_id].opened_at if meeting_id in found else entry.at
            found[meeting_id] = _log(entry, opened_at)
    decisions = list(history)
    return tuple(
        replace(log, history=tuple(decision for decision in decisions if decision.meeting_id == log.meeting_id))
        for log in found.values()
    )


def _log(entry: Entry, opened_at: str) -> MeetingLog:
    said = entry.payload
    return MeetingLog(
        meeting_id=str(said["meeting_id"]),
        wave_id=str(said["wave_id"]),
        opened_at=opened_at,
        present=tuple(said["present"]),
        agenda=tuple(said["agenda"]),
        open_points=str(said["open_points"]),
        next_meeting=str(said["next_meeting"]),
    )


def open_meeting(actor: Actor, wave_id: str, *, present: Iterable[str]) -> str:
    """Open the next meeting about a wave, with the agenda as the plan stands now; return its id.

    Raises:
        NotPermitted, LedgerUnwritable: nothing was recorded.
    """
    number = len(meetings(wave_id)) + 1
    log = MeetingLog(
        meeting_id=f"{wave_id}-{number}",
        wave_id=wave_id,
        opened_at="",
        present=tuple(present),
        agenda=tuple(draw_agenda(plans.solve(wave_id), plans.inputs(wave_id))),
    )
    write_notes(actor, log)
    return log.meeting_id


def write_notes(actor: Actor, log: MeetingLog) -> None:
    """Record the notes of a meeting; those before stay in the ledger. Errors as in `open_meeting`."""
    payload = {
        "wave_id": log.wave_id,
        "meeting_id": log.meeting_id,
        "present": list(log.present),
        "agenda": list(log.agenda),
        "open_points": log.open_points.strip(),
        "next_meeting": log.next_meeting.strip(),
    }
    ledger().record(actor, "meeting", payload)


def draw_agenda(proposed: ProposedPlan, given: PlanInputs) -> list[str]:
    """Return the topics to talk about one by one: no lead, an unsure one, or several cities that want it.

    Topics that an earlier meeting decided are left out, as are those with a clear proposal.
    """
    unsure = set(proposed.settled.loc[proposed.settled["state"].isin(["uncovered", "open", "near_tie"]), "topic_id"])
    interest = given.planning
    if not interest.empty:
        wanted = interest.loc[interest["lead_interest"] >= WANTS_LEAD].groupby("topic_id")["city_id"].nunique()
        unsure |= set(wanted.index[wanted > 1])
    topics = proposed.plan.leads["topic_id"]
    return [str(topic_id) for topic_id in topics if topic_id in unsure and topic_id not in proposed.decided]


def is_fixed(decision: Decision | None) -> bool:
    """Tell whether a decision fixes a lead."""
    return decision is not None and decision.kind in FIXING
