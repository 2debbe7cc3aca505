"""A meeting in words, the same in minutes and on slides."""

from collections import Counter

from maturity.language import N_, _, ngettext, number, version
from maturity.reports.meeting import Meeting, Resolution, TopicLevel

KINDS = {
    "accepted": N_("as proposed"),
    "other_city": N_("another city"),
    "deferred": N_("deferred"),
    "vetoed": N_("lead excluded"),
}

# How firm a proposal is: one scale on all pages and in all papers.
CERTAINTY = {
    "firm": N_("robust"),
    "narrow": N_("narrow"),
    "open": N_("open"),
    "unknown": N_("unknown"),
    "uncovered": N_("without a lead"),
}
MISSING = {
    "willingness": N_("unknown: willingness missing"),
    "parts": N_("unknown: too few parts of the fit"),
    "rules": N_("narrow: another rule names another lead"),
}


def certainty_words(state: str, missing: str = "") -> str:
    """Return how firm a proposal is; where it could be firmer, what is missing."""
    return _(MISSING[missing]) if missing else _(CERTAINTY[state])


def proposal(decision: Resolution) -> str:
    """Return the motion: what the meeting was asked to decide."""
    if not decision.proposed_lead:
        return _("No proposal.").format(topic=decision.topic_name)
    return _("{city} takes the lead for “{topic}”.").format(city=decision.proposed_lead, topic=decision.topic_name)


def outcome(decision: Resolution) -> str:
    """Return the decision: what the meeting resolved, with all roles."""
    return " ".join(sentence for sentence in (_resolved(decision), _lead(decision), *_others(decision)) if sentence)


def kind(decision: Resolution) -> str:
    """Return the decision in a word or two, for tables."""
    return _(KINDS[decision.kind])


def _resolved(decision: Resolution) -> str:
    if decision.kind == "accepted":
        return _("Adopted as proposed.")
    if decision.kind == "deferred":
        return _("Deferred.")
    if decision.kind == "vetoed" and decision.excluded:
        text = _("{city} takes no further lead.") if decision.is_for_all else _("{city} is excluded from the lead.")
        return text.format(city=decision.excluded)
    return ""


def _lead(decision: Resolution) -> str:
    if decision.kind == "other_city" and decision.proposed_lead:
        text = _("Other than proposed, {city} takes the lead instead of {proposed}.")
        return text.format(city=decision.lead, proposed=decision.proposed_lead)
    if decision.kind in ("other_city", "vetoed") and decision.lead:
        return _("{city} takes the lead.").format(city=decision.lead)
    return _("No lead has been decided yet.") if decision.kind == "vetoed" else ""


def _others(decision: Resolution) -> list[str]:
    sentences = []
    if decision.co_lead:
        sentences.append(_("Co-lead: {city}.").format(city=decision.co_lead))
    if decision.followers:
        offered = _("Reuse is offered to: {cities}. Their consent is pending.")
        sentences.append(offered.format(cities=", ".join(decision.followers)))
    return sentences


def summary(meeting: Meeting) -> str:
    """Return how many topics were decided how, as one sentence."""
    counts = Counter(decision.kind for decision in meeting.decisions)
    decided = counts["accepted"] + counts["other_city"]
    parts = [
        (counts["accepted"], ngettext("{count} as proposed", "{count} as proposed", counts["accepted"])),
        (
            counts["other_city"],
            ngettext("{count} with another city", "{count} with other cities", counts["other_city"]),
        ),
    ]
    how = ", ".join(text.format(count=count) for count, text in parts if count)
    sentences = [ngettext("{count} lead was decided", "{count} leads were decided", decided).format(count=decided)]
    sentences[0] += f" ({how})." if how else "."
    if counts["deferred"]:
        text = ngettext("{count} topic was deferred.", "{count} topics were deferred.", counts["deferred"])
        sentences.append(text.format(count=counts["deferred"]))
    if counts["vetoed"]:
        text = ngettext(
            "In {count} topic the proposed lead was excluded.",
            "In {count} topics the proposed lead was excluded.",
            counts["vetoed"],
        )
        sentences.append(text.format(count=counts["vetoed"]))
    return " ".join(sentences)


def level(topic: TopicLevel) -> str:
    """Return a topic's median level, or that too few cities have a score."""
    if topic.median_level is None:
        return _("too few answers")
    return number(topic.median_level, 0 if topic.median_level == int(topic.median_level) else 1)


def answered(topic: TopicLevel) -> str:
    """Return how many cities have a score, `7 von 9`."""
    return _("{count} of {total}").format(count=topic.city_count, total=topic.city_total)


def sample_notice() -> str:
    """Return the sentence that every document made from invented answers carries."""
    return _("Sample data: all answers and decisions are freely invented.")


def basis(*, wave_id: str, snapshot: str) -> str:
    """Return the wave and the data version that a document rests on."""
    return _("Basis: answers of wave {wave_id}, data version {snapshot}.").format(
        wave_id=wave_id, snapshot=version(snapshot)
    )
