"""Network report: what a council or a ministry reads about all cities together, with figures, method and sources."""

from collections.abc import Iterator

import pandas as pd

from maturity.analysis.overlaps.gaps import common_gaps
from maturity.charts.heatmap import cell_text
from maturity.language import _, number
from maturity.reports.outline import Block, Bullets, Document, Heading, Levels, PageBreak, Paragraph, Table
from maturity.rows import rows_of
from web import start
from web.overlaps import together
from web.papers import roles, sheet
from web.services import naming, plans, snapshot
from web.services.overlaps import overlaps
from web.shared import trend

# More columns than this do not fit an upright page; then the report shows the spread of each topic instead.
MOST_CITIES = 14
WITHOUT_LEVEL = {"too_few": "·", "not_submitted": ""}


def network_report(wave_id: str, is_sample: bool) -> Document:
    """Make the report of a wave."""
    return sheet.document(
        _("Network report"),
        _("How far are our cities with digitalisation?"),
        _blocks(wave_id),
        wave_id=wave_id,
        is_sample=is_sample,
    )


def _blocks(wave_id: str) -> Iterator[Block]:
    names = naming.names(wave_id)
    scores = sheet.public(snapshot.topic_scores(wave_id))
    cells = scores.assign(topic_name=scores["topic_id"].map(names.topics))
    yield sheet.facts(wave_id)
    yield Heading(_("In short"))
    yield Bullets(tuple(_in_short(wave_id, cells)))
    if remark := sheet.left_out(snapshot.topics()["topic_id"]):
        yield Paragraph(remark)
    yield Heading(_("Where do we stand?"))
    yield _levels(cells)
    yield Paragraph(
        "; ".join(f"{level} {name}" for level, name in snapshot.levels().items() if name)
        + ". "
        + _("“·”: too few answers; empty: nothing handed in.")
    )
    yield PageBreak()
    yield Heading(_("Topic by topic"))
    yield _spread(cells)
    yield PageBreak()
    yield Heading(_("Largest common gaps"))
    yield _gaps(wave_id, scores, names)
    yield Heading(_("What has changed"))
    yield Paragraph(
        trend.network_words(wave_id, without=snapshot.sensitive_topics())
        or _("There is no earlier wave to compare with.")
    )
    yield PageBreak()
    yield Heading(_("Who works on the same"))
    yield _same(wave_id, names)
    yield Heading(_("What doubled work costs"))
    yield Paragraph(together.effort_sentence(wave_id))
    reuse_percent = round(100 * snapshot.parameter("reuse_share", wave_id))
    yield Paragraph(together.savings_sentence(wave_id, reuse_percent, plans.decided_leads(wave_id)))
    yield PageBreak()
    yield Heading(_("Who leads what"))
    yield Paragraph(start.plan_state(plans.solve(wave_id)))
    yield _plan(wave_id, names)
    yield PageBreak()
    yield from _method(wave_id)


def _in_short(wave_id: str, cells: pd.DataFrame) -> Iterator[str]:
    yield start.furthest_sentence(cells, target=snapshot.parameter("target", wave_id))
    yield start.who_answered(snapshot.cities(wave_id))
    if change := trend.network_words(wave_id, without=snapshot.sensitive_topics()):
        yield change
    yield start.plan_state(plans.solve(wave_id))


def _levels(cells: pd.DataFrame) -> Block:
    cities = list(cells["city_name"].unique())
    if len(cities) > MOST_CITIES:
        return _counts(cells)
    found = {(row.topic_name, row.city_name): row for row in rows_of(cells)}
    return Levels(
        (_("Topic"), *cities),
        tuple(
            (topic, tuple(_cell(found.get((topic, city))) for city in cities)) for topic in cells["topic_name"].unique()
        ),
    )


def _cell(row: object) -> tuple[str, int | None]:
    if row is None:
        return "", None
    status, level = row.status, row.level  # type: ignore[attr-defined]
    if pd.isna(level):
        return WITHOUT_LEVEL.get(status, cell_text(status, level)), None
    return str(int(level)), int(level)


def _counts(cells: pd.DataFrame) -> Table:
    """How many cities stand at each level, for networks of many cities."""
    counts = cells.dropna(subset="level").groupby(["topic_name", "level"]).size().unstack(fill_value=0)
    header = (_("Topic"), *(_("Level {level}").format(level=level) for level in range(5)))
    rows = tuple(
        (topic, *(number(counts.loc[topic].get(level, 0)) if topic in counts.index else "–" for level in range(5)))
        for topic in cells["topic_name"].unique()
    )
    return Table(header, rows, (40, 12, 12, 12, 12, 12))


def _spread(cells: pd.DataFrame) -> Table:
    rows = []
    for topic in cells["topic_name"].unique():
        points = cells.loc[cells["topic_name"] == topic, "score"].dropna()
        low, middle, high = (points.min(), points.median(), points.max()) if len(points) else (float("nan"),) * 3
        rows.append((topic, *(sheet.points(value) for value in (low, middle, high)), str(len(points))))
    header = (_("Topic"), _("Lowest"), _("Median"), _("Highest"), _("Cities with a score"))
    return Table(header, tuple(rows), (40, 14, 14, 14, 18))


def _gaps(wave_id: str, scores: pd.DataFrame, names: naming.Names) -> Block:
    found = common_gaps(scores, wave_id=wave_id, target=snapshot.parameter("target", wave_id))
    if found.empty:
        return Paragraph(_("No city with a score is below the target."))
    header = (_("Topic"), _("Points missing on average"), _("Cities below the target"))
    text = _("{below} of {scored}")
    rows = tuple(
        (
            names.topics[row.topic_id],
            sheet.points(row.mean_gap),
            text.format(below=int(row.below_count), scored=int(row.scored_count)),
        )
        for row in rows_of(found)
    )
    return Table(header, rows, (46, 27, 27))


def _same(wave_id: str, names: naming.Names) -> Block:
    found = sheet.public(overlaps(wave_id))
    found = found.loc[found["active_count"] > 1]
    if found.empty:
        return Paragraph(_("In no topic do two or more cities say that they have a project."))
    text = _("{active} of {known}")
    rows = tuple(
        (names.topics[row.topic_id], text.format(active=int(row.active_count), known=int(row.known_count)))
        for row in rows_of(found)
    )
    return Table((_("Topic"), _("Cities with a project, of those that answered")), rows, (55, 45))


def _plan(wave_id: str, names: naming.Names) -> Table:
    proposed = plans.solve(wave_id)
    closed = snapshot.sensitive_topics()
    rows = tuple(
        (
            names.topics[topic_id],
            names.city(lead) if (lead := proposed.lead(topic_id)) else "–",
            names.of_cities(";".join(proposed.followers_of(topic_id))) or "–",
            roles.state(proposed, topic_id) if lead else _("open"),
        )
        for topic_id in proposed.plan.leads["topic_id"]
        if topic_id not in closed
    )
    return Table((_("Topic"), _("Lead"), _("Reuse offered to"), _("State")), rows, (30, 20, 34, 16))


def _method(wave_id: str) -> Iterator[Block]:
    yield Heading(_("Method"))
    yield Paragraph(
        _(
            "Each answer is a level on a written scale and counts as points from 0 to 100. A topic’s score is the mean "
            "of its answered questions, shown from {share} of them on; a level is a quarter of the points. Unknown is "
            "never counted as zero; waves are not mixed. Every formula with an example: docs/method.md."
        ).format(share=f"{round(100 * snapshot.parameter('coverage_topic', wave_id))} %")
    )
    yield Heading(_("Sources"))
    sources = snapshot.table("wave_sources").set_index("wave_id").loc[wave_id]
    yield Paragraph(
        _("Answers of the cities themselves in wave {wave}: {answers} values from {files} submissions.").format(
            wave=wave_id, answers=number(float(str(sources["answer_count"]))), files=str(sources["submission_count"])
        )
    )
    yield Paragraph(_("Self-assessment: the answers were given by the administrations and not checked from outside."))
