"""What the page of overlaps says about acting together: starts, contracts, products, effort and savings."""

from typing import NamedTuple

import pandas as pd

from maturity.analysis.overlaps.activity import sum_effort
from maturity.analysis.overlaps.occasions import find_shared_products, find_windows
from maturity.analysis.overlaps.savings import estimate_savings
from maturity.language import _, ngettext, number, percent
from maturity.rows import rows_of
from web.services import naming, snapshot
from web.shared import markup

Leads = tuple[tuple[str, str], ...]  # topic and city, as decided


class Content(NamedTuple):
    """What the view says about a wave, made once per snapshot."""

    answer: str
    starts: str
    products: str


def content(wave_id: str) -> Content:
    """Write what the view says about a wave."""
    return Content(answer=starts_sentence(wave_id), starts=starts_html(wave_id), products=products_html(wave_id))


def starts_sentence(wave_id: str) -> str:
    """Say how many joint starts there are, and who could begin first with what."""
    found, names = snapshot.remember(starts, wave_id=wave_id), naming.names(wave_id)
    if found.empty:
        return _("No two cities have named a start in the same or the next quarter.")
    first = rows_of(found.sort_values(["city_count", "first", "topic_id"], ascending=[False, True, True]))[0]
    text = ngettext(
        "In {count} topic cities could begin together; most of them with {topic}: {cities} ({when}).",
        "In {count} topics cities could begin together; most of them with {topic}: {cities} ({when}).",
        found["topic_id"].nunique(),
    )
    return text.format(
        count=found["topic_id"].nunique(),
        topic=names.topics[first.topic_id],
        cities=names.of_cities(first.city_ids),
        when=span(first.first, first.last),
    )


def starts(wave_id: str) -> pd.DataFrame:
    """Planned starts in the same or the next quarter."""
    return find_windows(snapshot.table("planning", wave_id=wave_id), wave_id=wave_id, event="start")


def starts_html(wave_id: str) -> str:
    """Planned starts in the same or the next quarter."""
    return _windows(
        snapshot.remember(starts, wave_id=wave_id),
        wave_id,
        nothing=_("No two cities have named a start in the same or the next quarter."),
        caption=_("Planned starts in the same or the next quarter; unknown: active cities without a date."),
    )


def contracts_html(wave_id: str, months: int) -> str:
    """Contracts that end within so many months."""
    planning = snapshot.table("planning", wave_id=wave_id)
    return _windows(
        find_windows(planning, wave_id=wave_id, event="contract_end", width=months),
        wave_id,
        nothing=_("No two cities have named contracts that end so close together."),
        caption=ngettext(
            "Contracts that end within {months} month; unknown: active cities without a date.",
            "Contracts that end within {months} months; unknown: active cities without a date.",
            months,
        ).format(months=months),
    )


def _windows(found: pd.DataFrame, wave_id: str, *, nothing: str, caption: str) -> str:
    """Groups of cities that meet the same moment."""
    if found.empty:
        return markup.note(nothing)
    names = naming.names(wave_id)
    rows = pd.DataFrame(
        {
            _("Topic"): found["topic_id"].map(names.topics),
            _("When"): [span(row.first, row.last) for row in rows_of(found)],
            _("Cities"): [str(count) for count in found["city_count"]],
            _("Who"): [names.of_cities(city_ids) for city_ids in found["city_ids"]],
            _("Unknown"): [str(count) for count in found["unknown_count"]],
        }
    )
    return markup.html_table(rows, caption=caption, numbers=[_("Cities"), _("Unknown")])


def span(first: str, last: str) -> str:
    """Write a span of quarters or months: `1. Quartal 2027 – 2. Quartal 2027`."""
    return _moment(first) if first == last else f"{_moment(first)} – {_moment(last)}"


def _moment(text: str) -> str:
    """`2027-06` as 06/2027, `2027-Q1` as the first quarter of 2027."""
    year, part = text.split("-")
    if part.startswith("Q"):
        return _("Q{quarter}/{year}").format(quarter=part[1:], year=year)
    return f"{part}/{year}"


def products_html(wave_id: str) -> str:
    """Products and vendors that cities have in common."""
    planning, products = snapshot.table("planning", wave_id=wave_id), snapshot.table("products")
    found = find_shared_products(planning, products, wave_id=wave_id)
    if found.empty:
        return markup.note(_("No two cities have named the same product or vendor."))
    names = naming.names(wave_id)
    bases = {"product": _("the same product"), "vendor": _("products of one vendor")}
    rows = pd.DataFrame(
        {
            _("Product or vendor"): found["name"],
            _("In common"): found["basis"].map(bases),
            _("Topics"): [names.of_topics(topic_ids) for topic_ids in found["topic_ids"]],
            _("Cities"): [str(count) for count in found["city_count"]],
            _("Who"): [names.of_cities(city_ids) for city_ids in found["city_ids"]],
        }
    )
    return markup.html_table(rows, caption=_("Of the products that cities have named."), numbers=[_("Cities")])


def effort(wave_id: str) -> pd.DataFrame:
    """What active cities put in per topic, and what of it is done more than once."""
    return sum_effort(snapshot.table("planning", wave_id=wave_id), wave_id=wave_id)


def savings(wave_id: str, reuse_percent: int, leads: Leads) -> pd.DataFrame:
    """Everyone alone against lead and reuse."""
    planning = snapshot.table("planning", wave_id=wave_id)
    return estimate_savings(planning, wave_id=wave_id, reuse_share=reuse_percent / 100, leads=dict(leads))


def effort_sentence(wave_id: str) -> str:
    """Say how much is done more than once, what is known of it, and how it spreads over the topics."""
    found = snapshot.remember(effort, wave_id=wave_id)
    several = found.loc[found["active_count"] > 1]
    if several["budget_duplicated_eur"].notna().sum() == 0:
        return _("What is done several times cannot be put in figures: budgets are unknown.")
    text = _(
        "Where several cities are active, {euros} euros and {fte} full-time equivalents are planned beside the largest "
        "single effort of each topic ({known} of {active} budgets are known)."
    )
    return text.format(
        euros=number(several["budget_duplicated_eur"].sum()),
        fte=number(several["fte_duplicated"].sum(), 1),
        known=int(several["budget_known_count"].sum()),
        active=int(several["active_count"].sum()),
    )


def savings_sentence(wave_id: str, reuse_percent: int, leads: Leads) -> str:
    """Say the estimate together with its assumption and what is unknown."""
    found = snapshot.remember(savings, wave_id=wave_id, reuse_percent=reuse_percent, leads=leads)
    known = found.dropna(subset="saved_eur")
    if known.empty:
        return _("A saving cannot be estimated: no two cities with work ahead have named their budgets.")
    unknown = int((found["city_count"] - found["known_count"]).sum())
    text = _(
        "Estimate: everyone alone {alone} euros, together {together} euros, {saved} euros less. Assumption: in each "
        "topic one city pays in full, the decided lead where there is one, the others reuse its work for {share} of "
        "their own budget."
    )
    sentence = text.format(
        alone=number(known["alone_eur"].sum()),
        together=number(known["together_eur"].sum()),
        saved=number(known["saved_eur"].sum()),
        share=percent(reuse_percent / 100),
    )
    missing = ngettext("{count} budget is unknown and left out.", "{count} budgets are unknown and left out.", unknown)
    return f"{sentence} {missing.format(count=unknown)}" if unknown else sentence


def money(wave_id: str, reuse_percent: int, leads: Leads = ()) -> tuple[str, str]:
    """The estimate in a sentence, and its table per topic as HTML."""
    return savings_sentence(wave_id, reuse_percent, leads), money_html(wave_id, reuse_percent, leads)


def money_html(wave_id: str, reuse_percent: int, leads: Leads) -> str:
    """Duplicated effort and estimated savings per topic."""
    efforts, names = snapshot.remember(effort, wave_id=wave_id), naming.names(wave_id)
    saved = snapshot.remember(savings, wave_id=wave_id, reuse_percent=reuse_percent, leads=leads)
    table = efforts.loc[efforts["active_count"] > 1].merge(saved, on="topic_id", how="outer", suffixes=("", "_saving"))
    table = table.sort_values(["saved_eur", "budget_duplicated_eur", "topic_id"], ascending=[False, False, True])
    rows = pd.DataFrame(
        {
            _("Topic"): table["topic_id"].map(names.topics),
            _("Active cities"): [markup.or_dash(count) for count in table["active_count"]],
            _("Budgets known"): [markup.or_dash(count) for count in table["budget_known_count"]],
            _("All budgets, euros"): [markup.or_dash(euros) for euros in table["budget_eur"]],
            _("Beside the largest, euros"): [markup.or_dash(euros) for euros in table["budget_duplicated_eur"]],
            _("Cities with work ahead"): [markup.or_dash(count) for count in table["city_count"]],
            _("Alone, euros"): [markup.or_dash(euros) for euros in table["alone_eur"]],
            _("Together, euros"): [markup.or_dash(euros) for euros in table["together_eur"]],
            _("Saving, euros"): [markup.or_dash(euros) for euros in table["saved_eur"]],
        }
    )
    caption = _(
        "Work ahead: planned, in pilot or changing systems. Where no lead is decided, the largest known budget counts "
        "as the lead's."
    )
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))
