"""The lead plan in sentences: why this city, how firm, what another choice costs, what moved."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from maturity.analysis.leads.compare import compare_plans
from maturity.analysis.leads.plan import Plan
from maturity.analysis.leads.proposal import ProposedPlan
from maturity.language import N_, _, current, ngettext, number
from maturity.reports.meeting_words import certainty_words
from maturity.rows import rows_of
from web.services.naming import Names, listed, quoted
from web.services.plans import Certainty

# A price below this shows as 0,0 points.
LEAST_PRICE = 0.05
# More open topics are counted, not named.
MOST_OPEN = 5


def coverage_sentence(proposed: ProposedPlan, names: Names) -> str:
    """Say how many topics have a lead, how many cities lead something, what is decided, and which topics are open."""
    leads = proposed.plan.leads["city_id"]
    known = leads.dropna()
    covered = ngettext(
        "{covered} of {topics} topic has a lead", "{covered} of {topics} topics have a lead", len(leads)
    ).format(covered=len(known), topics=len(leads))
    leading = ngettext(
        "{leading} of {cities} city leads at least one.",
        "{leading} of {cities} cities lead at least one.",
        len(proposed.plan.loads),
    ).format(leading=known.nunique(), cities=len(proposed.plan.loads))
    return " ".join([f"{covered}; {leading}", *_decided(proposed, len(known)), *_open(proposed, names)])


def _decided(proposed: ProposedPlan, led: int) -> Iterator[str]:
    if proposed.decided:
        text = ngettext(
            "{count} lead is decided, {proposed} proposed.",
            "{count} leads are decided, {proposed} proposed.",
            len(proposed.decided),
        )
        yield text.format(count=len(proposed.decided), proposed=led - len(proposed.decided))


def _open(proposed: ProposedPlan, names: Names) -> Iterator[str]:
    rows = proposed.plan.leads
    without = [names.topics[topic_id] for topic_id in rows.loc[rows["city_id"].isna(), "topic_id"]]
    if 0 < len(without) <= MOST_OPEN:
        yield _("Open: {topics}.").format(topics=listed(quoted(without)))


def basis(proposed: ProposedPlan, *, has_planning: bool) -> str:
    """Say what the proposal rests on where answers are missing; empty if all is known."""
    able = proposed.fits.loc[proposed.fits["excluded"] == ""]
    if not has_planning:
        return _(
            "No city has answered the planning questions. The proposal rests on maturity alone and assumes that every "
            "city can lead two topics; it cannot say who wants to lead, who has staff, or who would follow out of "
            "interest."
        )
    silent = int(able["willingness"].isna().sum())
    if not silent:
        return ""
    return _(
        "In {silent} of {pairs} possible pairs of city and topic nobody has said whether the city wants to lead; there "
        "the proposal rests on the other answers."
    ).format(silent=number(silent), pairs=number(len(able)))


# Why


def reason(proposed: ProposedPlan, names: Names, topic_id: str) -> str:
    """Say in one sentence why this city leads the topic, or why nobody does."""
    if topic_id in proposed.decided:
        return _("Decided by the meeting: {reason}").format(reason=proposed.decided[topic_id].reason_in(current()))
    lead_id = proposed.lead(topic_id)
    if lead_id is None:
        return _why_nobody(proposed, names, topic_id)
    for rule in proposed.rules.pins:
        if rule.pair == (lead_id, topic_id):
            return _("Set manually: {reason}").format(reason=rule.reason)
    return " ".join([_why_this(proposed, names, topic_id), *_wish(proposed, names, lead_id, topic_id)])


def _why_nobody(proposed: ProposedPlan, names: Names, topic_id: str) -> str:
    [row] = rows_of(proposed.plan.uncovered.loc[proposed.plan.uncovered["topic_id"] == topic_id])
    if row.reason == "nobody_able":
        return _("No city may lead it: none has answered enough, or all have said no.")
    text = ngettext(
        "{count} city could lead it but has no capacity left.",
        "{count} cities could lead it, but none has capacity left.",
        row.able_count,
    ).format(count=row.able_count)
    remedies = proposed.plan.remedies
    best = remedies.loc[(remedies["topic_id"] == topic_id) & (remedies["remedy"] == "capacity")]
    if best.empty:
        return text
    helps = _("One more lead for {city} would help.").format(city=names.city(best["city_id"].iloc[0]))
    return f"{text} {helps}"


def _why_this(proposed: ProposedPlan, names: Names, topic_id: str) -> str:
    row, own = proposed.runner_up_rows.get(topic_id), proposed.lead_rows[topic_id].fit
    if row is None or pd.isna(row.rival_id):
        text = _("{city} is the only city that can lead it ({fit} points).")
        return text.format(city=names.city(proposed.lead(topic_id)), fit=number(own))
    # Two fits that look alike as whole numbers would not explain anything.
    digits = 1 if round(own) == round(row.rival_fit) else 0
    said = {
        "city": names.city(proposed.lead(topic_id)),
        "rival": names.city(row.rival_id),
        "rival_fit": number(row.rival_fit, digits),
        "fit": number(own, digits),
    }
    if row.local_margin >= 0:
        return _("{city} is the best fit ({fit} points; {rival} {rival_fit}).").format(**said)
    better = _why_not_better(row, names).format(**said)
    return f"{better} {_loss(proposed, topic_id, row.rival_id)}"


def _why_not_better(row: Any, names: Names) -> str:
    """Say where the better rival is needed; `{rival}`, `{rival_fit}` and `{fit}` are left to fill in."""
    if pd.isna(row.needed_for):
        return _("{rival} suits better ({rival_fit} to {fit} points) but carries other topics already.")
    text = _("{rival} suits better ({rival_fit} to {fit} points) but is needed for “{topic}”.")
    return text.replace("{topic}", names.topics[row.needed_for])


def _loss(proposed: ProposedPlan, topic_id: str, rival_id: str) -> str:
    """Say what the whole plan would lose with the rival here."""
    prices = proposed.prices
    [row] = rows_of(prices.loc[(prices["topic_id"] == topic_id) & (prices["city_id"] == rival_id)])
    if row.price_uncovered >= 1:
        count = round(row.price_uncovered)
        text = ngettext(
            "Otherwise {count} topic more would have no lead.",
            "Otherwise {count} topics more would have no lead.",
            count,
        )
        return text.format(count=count)
    return _("In all, the plan would lose {points} points.").format(points=number(row.price_fit, 1))


# Lower bounds of the willingness part, the first that holds.
WISHES = {
    100: N_("{city} wants to lead."),
    60: N_("{city} would lead if relieved elsewhere."),
    0: N_("{city} has only offered to take part."),
}


def _wish(proposed: ProposedPlan, names: Names, city_id: str, topic_id: str) -> list[str]:
    """Say whether the city wants to lead; where no city said anything, that stands above the board once."""
    if proposed.fits["willingness"].isna().all():
        return []
    willingness = proposed.willingness[city_id, topic_id]
    if pd.isna(willingness):
        return [_("It is not known whether {city} wants to lead.").format(city=names.city(city_id))]
    text = _(next(text for bound, text in WISHES.items() if willingness >= bound))
    return [text.format(city=names.city(city_id))]


# How firm


def firmness(proposed: ProposedPlan, names: Names, certainty: Certainty) -> str:
    """Say how firm a topic's lead is, with the rivals' names."""
    if certainty.topic_id in proposed.decided:
        return _("decided")
    if certainty.state == "firm" and proposed.lead_rows[certainty.topic_id].is_pinned:
        return _("set manually")
    said = certainty_words(certainty.state, certainty.missing)
    if certainty.state not in ("narrow", "open") or not certainty.rivals:
        return said
    return _("{state} (also possible: {rivals})").format(state=said, rivals=names.of_cities(certainty.rivals))


# What else


# Objectives that stand above the total fit in some variants.
EARLIER_PRICES = {
    "price_without_lead": N_("cities that want to lead and do: {loss} fewer"),
    "price_minimum": N_("the weakest fit would be {loss} points lower"),
    "price_leading": N_("cities that lead something: {loss} fewer"),
}


def price_words(row: Any) -> str:
    """Say what another choice costs; `row` is one of `price_matrix`."""
    if row.is_lead:
        return _("as proposed")
    if row.price_uncovered >= 1:
        count = round(row.price_uncovered)
        text = ngettext("{count} topic more would have no lead", "{count} topics more would have no lead", count)
        return text.format(count=count)
    for name, text in EARLIER_PRICES.items():
        loss = getattr(row, name, 0.0)  # only where this objective is in force
        if loss >= LEAST_PRICE:
            return _(text).format(loss=number(loss, 1 if name == "price_minimum" else 0))
    if row.price_fit < LEAST_PRICE:
        return _("costs nothing")
    return _("lowers total fit by {points} points").format(points=number(row.price_fit, 1))


CHANGES = {
    "other_lead": N_("{topic}: {after} instead of {before}"),
    "now_covered": N_("{topic}: now {after}"),
    "now_uncovered": N_("{topic}: no lead any more, was {before}"),
}


def moved(before: Plan, after: Plan, names: Names, *, is_choice: bool = False) -> str:
    """Say which leads differ between two plans: `E-Payment: Ettlingen statt Bruchsal; ...`."""
    changes = [
        _(CHANGES[row.change]).format(
            topic=names.topics[row.topic_id],
            before=names.city(row.lead_before),
            after=names.city(row.lead_after),
        )
        for row in rows_of(compare_plans(before, after))
        if row.change in CHANGES
    ]
    if changes:
        return "; ".join(changes) + "."
    return _("No other lead changes.") if is_choice else _("No lead changes.")


def why_no_lead(proposed: ProposedPlan, names: Names, city_id: str, *, capacity: float) -> str:
    """Say why a city leads nothing."""
    own = proposed.fits.loc[proposed.fits["city_id"] == city_id]
    may = own.loc[own["excluded"] == ""]
    if may.empty and (own["excluded"] == "unknown").all():
        return _("has not answered enough for any topic")
    if may.empty:
        return _("has said no to every topic or excluded it")
    if city_id in proposed.rules.closed_cities:
        return _("takes no further lead: {reason}").format(reason=proposed.rules.closed_cities[city_id])
    if capacity < 1:
        return _("offers no capacity for a lead")
    best = may.sort_values(["fit", "topic_id"], ascending=[False, True]).iloc[0]
    topic_id = str(best["topic_id"])
    if (city_id, topic_id) in proposed.rules.vetoed_pairs and len(may) == 1:
        return _("is excluded from the only topic it could lead, {topic}").format(topic=names.topics[topic_id])
    lead_id = proposed.lead(topic_id)
    return _("suits best for {topic}, which {lead} leads").format(
        topic=names.topics[topic_id], lead=_("nobody") if lead_id is None else names.city(lead_id)
    )


def topics_of(roles: pd.DataFrame, names: Names, city_id: str) -> str:
    """The topics in which a city holds a role, in their order; `roles` has topic_id, city_id."""
    own = set(roles.loc[roles["city_id"] == city_id, "topic_id"])
    # Names of topics often hold an “and” of their own, so these are only separated by commas.
    return ", ".join(name for topic_id, name in names.topics.items() if topic_id in own)
