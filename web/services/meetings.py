"""A meeting as the ledger holds it: who was there, what is on the agenda, what was decided. Kept nowhere else.

So an interrupted meeting goes on in any browser, and nothing that was decided can be lost or erased.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from maturity.analysis.leads.proposal import PlanInputs, ProposedPlan
from maturity.analysis.leads.rules import FIXING, Decision
from maturity.ledger import Entry
from maturity.ledger.chain import canonical, sha256
from maturity.rights import Actor
from web.services import plans, projects, snapshot
from web.services.opened import ledger
from web.services.plans import Certainties

# From "yes, if relieved elsewhere" on, a city wants the lead.
WANTS_LEAD = 2


@dataclass(frozen=True)
class MeetingLog:
    """One meeting.

    meeting_id: wave and number. opened_at: UTC in ISO form. present: city ids. agenda: the topics to talk about one
    by one. open_points, next_meeting: as written down. proposal: topic and city as proposed when it was opened.
    closed_at: UTC in ISO form, empty while it is open. document: what its papers are made from once it is closed, with
    its fingerprint. history: all its decisions, oldest first. projects: the topics decided before it was opened.
    """

    meeting_id: str
    wave_id: str
    opened_at: str
    present: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    open_points: str = ""
    next_meeting: str = ""
    proposal: tuple[tuple[str, str], ...] = ()
    closed_at: str = ""
    document_sha256: str = ""
    # Neither compared nor written out: the fingerprint tells documents apart.
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    history: tuple[Decision, ...] = ()
    projects: tuple[str, ...] = ()

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
        proposal=tuple(sorted(said.get("proposal", {}).items())),
        closed_at=entry.at if "document" in said else "",
        document_sha256=str(said.get("document_sha256", "")),
        document=said.get("document", {}),
        projects=tuple(said.get("projects", ())),
    )


def open_meeting(actor: Actor, wave_id: str, *, present: Iterable[str]) -> str:
    """Open the next meeting about a wave, with the agenda as the plan stands now; return its id.

    Raises:
        NotPermitted, LedgerUnwritable: nothing was recorded.
    """
    ledger().require(actor, "decide")
    number, proposed = len(meetings(wave_id)) + 1, plans.solve(wave_id)
    led = proposed.plan.leads.dropna(subset="city_id")
    log = MeetingLog(
        meeting_id=f"{wave_id}-{number}",
        wave_id=wave_id,
        opened_at="",
        present=tuple(present),
        agenda=tuple(agenda(wave_id)),
        projects=tuple(project.topic_id for project in projects.projects(wave_id)),
        proposal=tuple(zip(led["topic_id"], led["city_id"], strict=True)),
    )
    write_notes(actor, log)
    return log.meeting_id


def agenda(wave_id: str) -> list[str]:
    """Return what a meeting about a wave would talk about now, see `draw_agenda`."""
    panel = plans.rule_panel(wave_id)
    agreed = None if panel is None else panel.agreed_topics
    return draw_agenda(plans.solve(wave_id), plans.certainty(wave_id), plans.inputs(wave_id), agreed=agreed)


def write_notes(actor: Actor, log: MeetingLog) -> None:
    """Record the notes of a meeting; those before stay in the ledger. Errors as in `open_meeting`."""
    ledger().record(actor, "meeting", _payload(log))


def close_meeting(actor: Actor, log: MeetingLog, document: Mapping[str, Any]) -> None:
    """Close a meeting with what its papers are made from; the chain keeps the document and its fingerprint.

    Args:
        actor: needs the right to decide.
        log: the meeting; one that is closed stays as it is.
        document: what JSON can hold.

    Raises:
        NotPermitted, LedgerUnwritable: nothing was recorded.
    """
    ledger().require(actor, "decide")
    if not log.closed_at:
        fingerprint = sha256(canonical(document).encode())
        ledger().record(actor, "meeting", {**_payload(log), "document": document, "document_sha256": fingerprint})


def _payload(log: MeetingLog) -> dict[str, Any]:
    return {
        "wave_id": log.wave_id,
        "meeting_id": log.meeting_id,
        "present": list(log.present),
        "agenda": list(log.agenda),
        "open_points": log.open_points.strip(),
        "next_meeting": log.next_meeting.strip(),
        "proposal": dict(log.proposal),
        "projects": list(log.projects),
    }


def draw_agenda(
    proposed: ProposedPlan, certainty: Certainties, given: PlanInputs, *, agreed: Collection[object] | None
) -> list[str]:
    """Return the topics to talk about one by one: no lead, one that is not firm, or several cities that want it.

    Those whose lead depends on the rule come first. Topics that an earlier meeting decided are left out, as are those
    with a firm proposal.

    Args:
        proposed: the plan.
        certainty: how firm each lead is.
        given: what the plan was made from.
        agreed: the topics in which all rules give the same answer; None where the rules are not asked.
    """
    unsure = {topic_id for topic_id, row in certainty.items() if row.state != "firm"}
    interest = given.planning
    if not interest.empty:
        wanted = interest.loc[interest["lead_interest"] >= WANTS_LEAD].groupby("topic_id")["city_id"].nunique()
        unsure |= set(wanted.index[wanted > 1])
    topics = proposed.plan.leads["topic_id"]
    agenda = [str(topic_id) for topic_id in topics if topic_id in unsure and topic_id not in proposed.decided]
    return sorted(agenda, key=lambda topic_id: agreed is not None and topic_id in agreed)


def is_fixed(decision: Decision | None) -> bool:
    """Tell whether a decision fixes a lead."""
    return decision is not None and decision.kind in FIXING
