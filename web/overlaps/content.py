"""All texts of the page of overlaps that depend on the wave alone, in one step: a look into the cache costs time."""

from typing import NamedTuple

from web.overlaps import activity, gaps, together
from web.shared import markup


class Content(NamedTuple):
    """What the page says about one wave, made once per snapshot."""

    answer: str
    quadrant_alt: str
    kinds: str
    overlaps: str
    scarce: str
    supply: str
    coverage: str
    starts: str
    products: str
    challenges: str
    support: str
    topic_challenges: str
    effort: str


def content(wave_id: str) -> Content:
    """Write what the page says about a wave."""
    return Content(
        answer=activity.activity_sentence(wave_id),
        quadrant_alt=activity.quadrant_alt(wave_id),
        kinds=activity.kinds_html(wave_id),
        overlaps=activity.overlaps_html(wave_id),
        scarce=gaps.supply_html(wave_id, scarce_only=True),
        supply=gaps.supply_html(wave_id, scarce_only=False),
        coverage=gaps.coverage_html(wave_id),
        starts=together.starts_html(wave_id),
        products=together.products_html(wave_id),
        challenges=gaps.clusters_html(wave_id, "challenges"),
        support=gaps.clusters_html(wave_id, "support"),
        topic_challenges=gaps.topic_clusters_html(wave_id),
        effort=markup.note(together.effort_sentence(wave_id)),
    )
