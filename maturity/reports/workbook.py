"""The project plan as XLSX: who leads what, how much each city carries, what every other choice would cost."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from maturity.language import _, number
from maturity.reports import meeting_words as words
from maturity.reports import sheets
from maturity.reports.meeting import DecisionKind
from maturity.rows import rows_of


@dataclass(frozen=True, eq=False)
class PlanTables:
    """A plan as the analysis gives it, with the names of its ids.

    Args:
        network_name, wave_id, snapshot, is_sample: where the plan comes from.
        topic_names, city_names: id -> name.
        leads: topic_id, city_id (None = uncovered), fit.
        co_leads: topic_id, city_id.
        followers: topic_id, city_id, one row per follower.
        certainty: topic_id, state, missing: see `meeting_words.certainty_words`.
        loads: city_id, lead_count, co_lead_count, load, capacity.
        prices: topic_id, city_id, fit, is_lead, price_uncovered (topics), price_fit (points).
        decided: topic_id -> how it was decided; topics that are missing are proposals.
    """

    network_name: str
    wave_id: str
    snapshot: str
    is_sample: bool
    topic_names: Mapping[str, str]
    city_names: Mapping[str, str]
    leads: pd.DataFrame
    co_leads: pd.DataFrame
    followers: pd.DataFrame
    certainty: pd.DataFrame
    loads: pd.DataFrame
    prices: pd.DataFrame
    decided: Mapping[str, DecisionKind] = field(default_factory=dict)


class _Styles(NamedTuple):
    title: Any
    plain: Any
    warning: Any
    header: Any
    text: Any
    points: Any
    chosen: Any


def plan_xlsx(plan: PlanTables) -> bytes:
    """Make the plan as a workbook: the plan, the cities' load with a chart, the prices, where it comes from."""
    target = io.BytesIO()
    workbook = sheets.new_workbook(target, title=_("Project plan"), author=plan.network_name)
    styles = _styles(workbook)
    _write_plan(_sheet(workbook, _("Project plan"), plan, styles), plan, styles)
    _write_loads(workbook, _sheet(workbook, _("Load of the cities"), plan, styles), plan, styles)
    _write_prices(_sheet(workbook, _("Price of the choice"), plan, styles), plan, styles)
    workbook.close()
    return target.getvalue()


# Above each table: title, data basis, mark of sample data, a blank row.
TOP = 4
# Characters per column of the plan.
PLAN_WIDTHS = (40, 20, 20, 50, 14, 24, 32)


def _sheet(workbook: Any, name: str, plan: PlanTables, styles: _Styles) -> Any:
    sheet = workbook.add_worksheet(name)
    sheet.write_string(0, 0, f"{name} · {plan.network_name}", styles.title)
    sheet.write_string(1, 0, words.basis(wave_id=plan.wave_id, snapshot=plan.snapshot), styles.plain)
    if plan.is_sample:
        sheet.write_string(2, 0, words.sample_notice(), styles.warning)
    sheet.set_row(TOP, 32)
    sheet.freeze_panes(TOP + 1, 1)
    sheets.print_on_a4(sheet, header_row=TOP, page=_("Page {page} of {pages}"))
    return sheet


def _write_plan(sheet: Any, plan: PlanTables, styles: _Styles) -> None:
    headings = [_("Topic"), _("Lead"), _("Co-lead"), _("Reuse"), _("Fit (points)"), _("State"), _("Reliability")]
    sheets.write_row(sheet, TOP, headings, styles.header)
    firmness = {row.topic_id: words.certainty_words(row.state, row.missing) for row in rows_of(plan.certainty)}
    for row, lead in enumerate(rows_of(plan.leads[["topic_id", "city_id", "fit"]]), TOP + 1):
        decided = plan.decided.get(lead.topic_id)
        cells = [
            plan.topic_names[lead.topic_id],
            "–" if pd.isna(lead.city_id) else plan.city_names[lead.city_id],
            _cities(plan, plan.co_leads, lead.topic_id),
            _cities(plan, plan.followers, lead.topic_id),
        ]
        state = _("decided: {kind}").format(kind=_(words.KINDS[decided])) if decided else _("proposal")
        said = [state, firmness.get(lead.topic_id, "")]
        sheets.fit_height(sheet, row, [*cells, "", *said], PLAN_WIDTHS)
        sheets.write_row(sheet, row, cells, styles.text)
        sheets.write_cell(sheet, row, 4, lead.fit, styles.points)
        sheets.write_row(sheet, row, said, styles.text, column=5)
    _set_widths(sheet, PLAN_WIDTHS)


def _cities(plan: PlanTables, table: pd.DataFrame, topic_id: str) -> str:
    return ", ".join(plan.city_names[city_id] for city_id in table.loc[table["topic_id"] == topic_id, "city_id"])


def _write_loads(workbook: Any, sheet: Any, plan: PlanTables, styles: _Styles) -> None:
    headings = [_("City"), _("Leads (count)"), _("Co-leads (count)"), _("Load"), _("Capacity")]
    sheets.write_row(sheet, TOP, headings, styles.header)
    columns = ["lead_count", "co_lead_count", "load", "capacity"]
    for row, load in enumerate(plan.loads[["city_id", *columns]].to_dict("records"), TOP + 1):
        sheets.write_cell(sheet, row, 0, plan.city_names[load["city_id"]], styles.text)
        for place, column in enumerate(columns, 1):
            sheets.write_cell(sheet, row, place, float(load[column]), styles.points if place > 2 else styles.text)
    _set_widths(sheet, (30, 20, 22, 14, 18))
    if len(plan.loads):
        _add_chart(workbook, sheet, plan)


def _add_chart(workbook: Any, sheet: Any, plan: PlanTables) -> None:
    last, name = TOP + len(plan.loads), sheet.get_name()
    chart = workbook.add_chart({"type": "bar"})
    for column, colour in ((3, sheets.ACCENT), (4, "#bdd3ea")):
        chart.add_series(
            {
                "name": [name, TOP, column],
                "categories": [name, TOP + 1, 0, last, 0],
                "values": [name, TOP + 1, column, last, column],
                "fill": {"color": colour},
            }
        )
    chart.set_title({"name": _("Load against capacity")})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    said = "; ".join(
        f"{plan.city_names[load.city_id]}: {number(load.load, 1)}/{number(load.capacity, 1)}"
        for load in rows_of(plan.loads[["city_id", "load", "capacity"]])
    )
    text = _("Bar chart: load and capacity of each city. {cities}.").format(cities=said)
    sheet.insert_chart(TOP, 6, chart, {"description": text, "x_scale": 1.3, "y_scale": 1.4})


def _write_prices(sheet: Any, plan: PlanTables, styles: _Styles) -> None:
    headings = [
        _("Topic"),
        _("City"),
        _("Fit (points)"),
        _("Price (points of total fit)"),
        _("Topics without a lead more"),
    ]
    sheets.write_row(sheet, TOP, headings, styles.header)
    for row, price in enumerate(rows_of(plan.prices), TOP + 1):
        style = styles.chosen if price.is_lead else styles.text
        sheets.write_row(sheet, row, [plan.topic_names[price.topic_id], plan.city_names[price.city_id]], style)
        sheets.write_row(sheet, row, [price.fit, price.price_fit], styles.points, column=2)
        sheets.write_cell(sheet, row, 4, price.price_uncovered, styles.text)
    sheet.autofilter(TOP, 0, TOP + len(plan.prices), len(headings) - 1)
    _set_widths(sheet, (40, 20, 14, 28, 28))


def _set_widths(sheet: Any, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _styles(workbook: Any) -> _Styles:
    text = {"text_wrap": True, "valign": "top", "font_color": sheets.INK}
    header = {**text, "bold": True, "bg_color": sheets.HEADER_FILL, "font_color": "#ffffff"}
    return _Styles(
        title=workbook.add_format({"bold": True, "font_size": 14, "font_color": sheets.ACCENT}),
        plain=workbook.add_format({"font_color": sheets.INK}),
        warning=workbook.add_format({"bold": True, "font_color": "#8a4500"}),
        header=workbook.add_format(header),
        text=workbook.add_format(text),
        points=workbook.add_format({**text, "num_format": "#,##0.0"}),
        chosen=workbook.add_format({**text, "bold": True}),
    )
