"""The documents of a meeting: of an open one as things stand, of a closed one from what was kept when it closed.

The council papers are public: what is known of sensitive topics stays out; that a lead was decided is said.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from maturity.analysis.leads.proposal import ProposedPlan
from maturity.analysis.leads.rules import FIXING, Decision, Rules
from maturity.clock import local, moment
from maturity.language import LANGUAGES, _, current, day, speaking, version
from maturity.reports import meeting_words
from maturity.reports.frozen import freeze, thaw_meeting, thaw_plan
from maturity.reports.meeting import Meeting, Participant, Resolution, TopicLevel
from maturity.reports.workbook import PlanTables, plan_xlsx
from maturity.rights import Actor
from maturity.rows import rows_of
from web.leads import words as lead_words
from web.leads.downloads import plan_tables
from web.meeting import picture as meeting_state
from web.meeting.consent import consent_words
from web.meeting.picture import MOST_GAPS, Point
from web.meeting.since import follow_up
from web.services import consents, naming, plans, snapshot
from web.services.meetings import MeetingLog, close_meeting, is_fixed
from web.services.naming import listed, quoted
from web.shared import downloads

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def show_downloads(log: MeetingLog, *, is_sample: bool) -> None:
    """Offer minutes, slides and plan; each is made after the click."""

    # The libraries of each format load when somebody asks for one, not with the page.
    def docx() -> bytes:
        from maturity.reports.minutes import minutes_docx

        return minutes_docx(report_of(log, is_sample=is_sample))

    def pdf() -> bytes:
        from maturity.reports.minutes import minutes_pdf

        return minutes_pdf(report_of(log, is_sample=is_sample))

    def pptx() -> bytes:
        from maturity.reports.slides import slides_pptx

        return slides_pptx(report_of(log, is_sample=is_sample))

    def xlsx() -> bytes:
        return plan_xlsx(plan_of(log, is_sample=is_sample))

    kinds = [
        (_("Minutes (Word)"), docx, "docx", downloads.DOCX),
        (_("Minutes (PDF)"), pdf, "pdf", downloads.PDF),
        (_("Slides (PowerPoint)"), pptx, "pptx", PPTX),
        (_("Plan (Excel)"), xlsx, "xlsx", downloads.XLSX),
    ]
    for place, (label, make, ending, mime) in zip(st.columns(len(kinds)), kinds, strict=True):
        with place:
            name = _("meeting-{meeting}").format(meeting=log.meeting_id)
            downloads.offer(label, make, name=f"{name}.{ending}", mime=mime, key=f"meeting_{ending}")


def report_of(log: MeetingLog, *, is_sample: bool) -> Meeting:
    """Put together what the documents say about a meeting: for a closed one, what was kept when it closed."""
    if log.closed_at:
        return replace(thaw_meeting(log.document["papers"][current()]), ends=moment(log.closed_at))
    return snapshot.remember_entries(_report, log=log, rules=plans.rules(log.wave_id), is_sample=is_sample)


def plan_of(log: MeetingLog, *, is_sample: bool) -> PlanTables:
    """Return the plan that goes with the minutes; for a closed meeting the one that was kept."""
    if log.closed_at:
        return thaw_plan(log.document["papers"][current()])
    return plan_tables(log.wave_id, plans.solve(log.wave_id), plans.certainty(log.wave_id), is_sample=is_sample)


def close(actor: Actor, log: MeetingLog, *, is_sample: bool) -> None:
    """Close a meeting with all that its papers need, in each language, and the numbers in force."""
    papers = {}
    for language in LANGUAGES:
        with speaking(language):
            papers[language] = freeze(report_of(log, is_sample=is_sample), plan_of(log, is_sample=is_sample))
    parameters = snapshot.parameters(log.wave_id).set_index("parameter_id")["value"].to_dict()
    document = {"snapshot": snapshot.snapshot().name, "parameters": parameters, "papers": papers}
    close_meeting(actor, log, document)


def _report(log: MeetingLog, rules: Rules, is_sample: bool) -> Meeting:
    # `rules` only tell `remember` when the plan is another one.
    names, proposed = naming.names(log.wave_id), plans.solve(log.wave_id)
    return Meeting(
        network_name=str(snapshot.network()["name"]),
        wave_id=log.wave_id,
        snapshot=snapshot.snapshot().name,
        held_on=day(local(log.opened_at)),
        begins=moment(log.opened_at),
        is_sample=is_sample,
        participants=tuple(
            Participant(city_name, is_present=city_id in log.present) for city_id, city_name in names.cities.items()
        ),
        follow_up=follow_up(log, without=snapshot.sensitive_topics()),
        levels=tuple(_levels(log.wave_id, names)),
        gaps=tuple(_sentences(meeting_state.gap_points(log.wave_id)))[:MOST_GAPS],
        overlaps=tuple(_sentences(meeting_state.overlap_points(log.wave_id, without=snapshot.sensitive_topics()))),
        decisions=tuple(
            _decision(log, proposed, names, topic_id) for topic_id in names.topics if topic_id in log.decisions
        ),
        open_points=tuple(open_points(log, names)),
        next_meeting=log.next_meeting,
    )


def _levels(wave_id: str, names: naming.Names) -> Iterator[TopicLevel]:
    for row in rows_of(meeting_state.median_levels(wave_id)):
        if row.topic_id not in snapshot.sensitive_topics():
            yield TopicLevel(
                topic_name=names.topics[row.topic_id],
                median_level=float(row.median_level) if row.scored_count else None,
                city_count=int(row.scored_count),
                city_total=int(row.member_count),
            )


def _sentences(points: list[Point]) -> Iterator[str]:
    closed = snapshot.sensitive_topics()
    return (f"{point.topic_name}: {point.sentence}" for point in points if point.topic_id not in closed)


class _Price(NamedTuple):
    """A price as it stood when the meeting decided."""

    is_lead: bool
    price_uncovered: float
    price_fit: float


def _decision(log: MeetingLog, proposed: ProposedPlan, names: naming.Names, topic_id: str) -> Resolution:
    decision = log.decisions[topic_id]
    is_closed, is_led = topic_id in snapshot.sensitive_topics(), decision.kind in FIXING
    said = consents.of_topic(log.wave_id, topic_id)
    # Where the meeting itself excluded what had been proposed, its first proposal is the motion.
    proposed_id = decision.basis.proposed_city_id or decision.basis.original_city_id
    if decision.kind == "vetoed" and proposed_id is None:
        proposed_id = decision.city_id
    return Resolution(
        topic_name=names.topics[topic_id],
        kind=decision.kind,
        proposed_lead=_name(names, proposed_id),
        lead=_name(names, decision.city_id if is_led else None),
        co_lead=_name(names, decision.co_city_id if is_led else None),
        followers=tuple(_name(names, city_id) for city_id in proposed.followers_of(topic_id) if city_id not in said)
        if is_led
        else (),
        consents="" if is_closed else consent_words(said, names),
        # The program's own reason tells the points of the cities.
        reason="" if is_closed and decision.kind == "accepted" else _reason(log, names, decision),
        price="" if is_closed else _price(decision),
        firmness="" if is_closed or proposed_id is None else _firmness(decision),
        excluded=_name(names, decision.city_id if decision.kind == "vetoed" else None),
        is_for_all=decision.city_id in proposed.rules.closed_cities,
    )


def _name(names: naming.Names, city_id: str | None) -> str:
    return "" if city_id is None else names.city(city_id)


def _reason(log: MeetingLog, names: naming.Names, decision: Decision) -> str:
    """The reason, which cities this meeting had excluded before, and the data version if it was another one."""
    earlier = [
        known for known in log.history
        if known.topic_id == decision.topic_id and known.kind == "vetoed" and known.sequence < decision.sequence
    ]  # fmt: skip
    sentences = [decision.reason_in(current())]
    if earlier:
        said = listed([f"{_name(names, known.city_id)} ({known.reason})" for known in earlier])
        sentences.append(_("Excluded before: {cities}.").format(cities=said))
    if decision.snapshot != snapshot.snapshot().name:
        sentences.append(_("Decided on data version {snapshot}.").format(snapshot=version(decision.snapshot)))
    return " ".join(sentences)


def _firmness(decision: Decision) -> str:
    basis = decision.basis
    return "" if basis.firmness is None else meeting_words.certainty_words(basis.firmness, basis.missing)


def _price(decision: Decision) -> str:
    """What the choice cost; nothing is said of a price where the proposal was accepted or none is known."""
    basis = decision.basis
    if decision.kind != "other_city" or basis.price_fit is None or basis.price_uncovered is None:
        return ""
    price = _Price(is_lead=False, price_uncovered=basis.price_uncovered, price_fit=basis.price_fit)
    return lead_words.price_words(price)


def open_points(log: MeetingLog, names: naming.Names) -> list[str]:
    """List what the meeting left open, then what was written down."""
    texts = {"deferred": _("{topic}: deferred."), "vetoed": _("{topic}: find another lead.")}
    points = [
        texts[decision.kind].format(topic=names.topics[topic_id])
        for topic_id, decision in log.decisions.items()
        if not is_fixed(decision) and topic_id in names.topics
    ]
    untouched = [names.topics[topic_id] for topic_id in log.agenda if topic_id not in log.decisions]
    if untouched:
        points.append(_("Not discussed: {topics}.").format(topics=listed(quoted(untouched))))
    return points + [line.strip() for line in log.open_points.splitlines() if line.strip()]
