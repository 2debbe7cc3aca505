"""The minutes of a meeting for the council papers: DOCX to go on working with, PDF to file."""

from collections.abc import Iterable, Iterator

from maturity.language import _, version
from maturity.reports import meeting_words as words
from maturity.reports.docx import document_docx
from maturity.reports.meeting import Meeting, Resolution
from maturity.reports.outline import Block, Bullets, Document, Facts, Heading, Paragraph, Table, bullets_or
from maturity.reports.pdf import document_pdf

# What the network does not know is left to be filled in by hand.
FILL_IN = "_" * 20
# The leads' place on the agenda, where nothing comes before where we stand.
LEADS_ITEM = 4


def minutes_docx(meeting: Meeting) -> bytes:
    """Make the minutes as a Word document."""
    return document_docx(minutes(meeting))


def minutes_pdf(meeting: Meeting) -> bytes:
    """Make the minutes as a tagged PDF (PDF/UA-1), A4."""
    return document_pdf(minutes(meeting))


def minutes(meeting: Meeting) -> Document:
    """Lay out the minutes: who met, the agenda, each item with motion and decision, what remains open, annexes."""
    return Document(
        title=_("Minutes of the network meeting"),
        subtitle=_("{network}, {date}").format(network=meeting.network_name, date=meeting.held_on),
        author=meeting.network_name,
        notice=words.sample_notice() if meeting.is_sample else "",
        footer=_("{network} · data version {snapshot}").format(
            network=meeting.network_name, snapshot=version(meeting.snapshot)
        ),
        blocks=tuple(_blocks(meeting)),
    )


def _blocks(meeting: Meeting) -> Iterator[Block]:
    yield Facts(tuple(_facts(meeting)))
    since = [_("What has become of the last decisions")] if meeting.follow_up else []
    items = [
        *since,
        _("Where we stand"),
        _("Common gaps"),
        _("Overlaps"),
        _("Leads of the topics"),
        _("Open points and next meeting"),
    ]
    titles = [_("Item {number}: {title}").format(number=number, title=title) for number, title in enumerate(items, 1)]
    yield Heading(_("Agenda"))
    yield Bullets(tuple(items), is_numbered=True)
    before: list[Iterable[Block]] = [[Bullets(meeting.follow_up)]] if meeting.follow_up else []
    bodies = [*before, _levels(meeting), _gaps(meeting), _overlaps(meeting), _leads(meeting), _end(meeting)]
    for title, body in zip(titles, bodies, strict=True):
        yield Heading(title)
        yield from body
    yield Heading(_("Annexes"))
    yield Bullets((_("Project plan (XLSX)"), _("Slides of the meeting (PPTX)")), is_numbered=True)
    yield Heading(_("Data basis"))
    yield Paragraph(words.basis(wave_id=meeting.wave_id, snapshot=meeting.snapshot))
    yield Paragraph(_("Levels and proposals follow from the answers of the cities and the rules of the page “Method”."))
    yield Heading(_("Signatures"))
    roles = _("Chair: place, date, signature"), _("Minute-taker: place, date, signature")
    yield Facts(tuple((role, FILL_IN * 2) for role in roles))


def _facts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    present = [participant.city_name for participant in meeting.participants if participant.is_present]
    absent = [participant.city_name for participant in meeting.participants if not participant.is_present]
    yield _("Network"), meeting.network_name
    yield _("Date"), meeting.held_on
    yield _("Begin"), meeting.begins or FILL_IN
    yield _("End"), meeting.ends or FILL_IN
    yield _("Place"), FILL_IN
    yield _("Chair"), FILL_IN
    yield _("Minute-taker"), FILL_IN
    yield _("Survey wave"), meeting.wave_id
    yield _("Data version"), version(meeting.snapshot)
    count = _("{count} of {total}").format(count=len(present), total=len(meeting.participants))
    yield _("Present ({count})").format(count=count), ", ".join(present) or "–"
    yield _("Absent"), ", ".join(absent) or "–"


def _levels(meeting: Meeting) -> Iterator[Block]:
    if not meeting.levels:
        yield Paragraph(_("No topic has enough answers yet."))
        return
    yield Paragraph(_("Median level of the cities, from 0 (no activity) to 4 (optimised and reusable)."))
    yield Table(
        (_("Topic"), _("Median level"), _("Cities with a score")),
        tuple((topic.topic_name, words.level(topic), words.answered(topic)) for topic in meeting.levels),
        (52, 26, 22),
    )


def _gaps(meeting: Meeting) -> Iterator[Block]:
    return bullets_or(meeting.gaps, _("No common gap was found."))


def _overlaps(meeting: Meeting) -> Iterator[Block]:
    return bullets_or(meeting.overlaps, _("No overlap was found."))


def _leads(meeting: Meeting) -> Iterator[Block]:
    if not meeting.decisions:
        yield Paragraph(_("Nothing was decided."))
        return
    yield Paragraph(words.summary(meeting))
    yield Table(
        (_("Topic"), _("Lead"), _("Co-lead"), _("Decision")),
        tuple(
            (decision.topic_name, decision.lead or "–", decision.co_lead or "–", words.kind(decision))
            for decision in meeting.decisions
        ),
        (34, 22, 22, 22),
    )
    for number, decision in enumerate(meeting.decisions, 1):
        yield Heading(f"{LEADS_ITEM + bool(meeting.follow_up)}.{number} {decision.topic_name}", level=2)
        yield from _decision(decision)


def _decision(decision: Resolution) -> Iterator[Block]:
    yield Paragraph(words.proposal(decision), label=_("Motion:"))
    yield Paragraph(words.outcome(decision), label=_("Decision:"))
    yield Paragraph(_("yes {line}, no {line}, abstentions {line}").format(line="_" * 5), label=_("Vote:"))
    for label, text in (
        (_("What the cities said:"), decision.consents),
        (_("Reason:"), decision.reason),
        (_("Price of the choice:"), decision.price),
        (_("Reliability of the proposal:"), decision.firmness),
    ):
        if text:
            yield Paragraph(text, label=label)


def _end(meeting: Meeting) -> Iterator[Block]:
    yield from bullets_or(meeting.open_points, _("There are no open points."))
    yield Paragraph(meeting.next_meeting or _("not yet fixed"), label=_("Next meeting:"))
