"""What the page of overlaps and gaps says first: who works on what, how mature it is, where nobody can help."""

from html import escape
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from maturity.analysis.overlaps.activity import BUSY_SHARE, MATURE_POINTS
from maturity.charts.quadrant import KIND_NAMES, describe_topic, quadrant
from maturity.language import _, ngettext, percent
from maturity.rows import rows_of
from web.overlaps.together import effort_sentence
from web.services import naming
from web.services.naming import listed, quoted
from web.services.overlaps import overlaps
from web.shared import markup

MOST_TOPICS = 3


def quadrant_figure(wave_id: str, is_sample: bool) -> go.Figure | None:
    """The quadrants of all topics whose activity and maturity are known, None if there is no such topic."""
    found = overlaps(wave_id).dropna(subset="kind")
    if found.empty:
        return None
    return quadrant(found, busy_share=BUSY_SHARE, mature_points=MATURE_POINTS, is_sample=is_sample)


class Content(NamedTuple):
    """What the view says about a wave, made once per snapshot."""

    answer: str
    quadrant_alt: str
    kinds: str
    table: str
    effort: str


def content(wave_id: str) -> Content:
    """Write what the view says about a wave."""
    return Content(
        answer=busiest_sentence(overlaps(wave_id)),
        quadrant_alt=quadrant_alt(wave_id),
        kinds=kinds_html(wave_id),
        table=overlaps_html(wave_id),
        effort=effort_sentence(wave_id),
    )


def busiest_sentence(found: pd.DataFrame) -> str:
    """Say in how many topics two or more cities have a project, and where most do."""
    busy = found.loc[found["active_count"] > 1]
    if not found["known_count"].any():
        return _("No city has said which projects it has: what the cities do at the same time is unknown.")
    if busy.empty:
        return _("In no topic do two or more cities say that they have a project.")
    most = busy.loc[busy["active_count"] == busy["active_count"].iloc[0]]
    text = ngettext(
        "In {count} topic two or more cities have a project: {topics} ({cities} cities).",
        "In {count} topics two or more cities have a project, most often: {topics} ({cities} cities each).",
        len(busy),
    )
    return text.format(
        count=len(busy),
        topics=listed(quoted(sorted(most["topic_name"])), most=MOST_TOPICS),
        cities=int(most["active_count"].iloc[0]),
    )


def quadrant_alt(wave_id: str) -> str:
    """The quadrants in words: each topic with its denominators."""
    found = overlaps(wave_id)
    return ". ".join(describe_topic(row) for row in rows_of(found.dropna(subset="kind"))) or _("No topic to show.")


def kinds_html(wave_id: str) -> str:
    """What lies in each quadrant, and what an open mark means."""
    found = overlaps(wave_id)
    parts = []
    for kind, name in KIND_NAMES.items():
        topics = list(found.loc[found["kind"] == kind, "topic_name"])
        if topics:
            parts.append(
                f'<p class="dk-note"><strong>{escape(_(name))}</strong><br>{escape(listed(quoted(topics)))}</p>'
            )
    unknown = list(found.loc[found["kind"].isna(), "topic_name"])
    if unknown:
        text = _("Not shown, because projects or levels are unknown: {topics}.")
        parts.append(markup.note(text.format(topics=listed(quoted(unknown)))))
    open_marks = _("An open mark: the cities that have not said anything could move the topic to the other side.")
    return "".join([*parts, markup.note(open_marks)])


def overlaps_html(wave_id: str) -> str:
    """The quadrants' numbers as a table."""
    found, names = overlaps(wave_id), naming.names(wave_id)
    rows = pd.DataFrame(
        {
            _("Topic"): found["topic_name"],
            _("With a project"): [_of_known(row) for row in rows_of(found)],
            _("Of them planned"): [str(count) for count in found["planned_count"]],
            _("Unknown"): [str(count) for count in found["unknown_count"]],
            _("Median points"): [markup.or_dash(score, 1) for score in found["median_score"]],
            _("Cities with a project"): [names.of_cities(city_ids) for city_ids in found["city_ids"]],
        }
    )
    caption = _("Projects planned, in pilot, in operation or changing systems, of the cities that answered.")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:5]))


def _of_known(row: Any) -> str:
    if not row.known_count:
        return _("unknown")
    text = _("{active} of {known} ({share})")
    return text.format(active=row.active_count, known=row.known_count, share=percent(row.active_share))
