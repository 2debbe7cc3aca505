"""What the map page says and shows besides its chart, and the boundaries it may draw."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from maturity.analysis.scores import LEVEL_WIDTH
from maturity.analysis.scores.contrasts import find_contrasts
from maturity.charts.map import Ring, city_map, describe_place
from maturity.errors import InvalidInput
from maturity.language import N_, _, number
from maturity.rows import rows_of
from maturity.settings import load
from web.services import naming, snapshot
from web.services.naming import MOST_NAMES, listed
from web.shared import markup

BOUNDARIES = "boundaries.geojson"


def places(wave_id: str, topic_id: str) -> pd.DataFrame:
    """One row per member: its place, population and level in a topic."""
    scores = snapshot.topic_scores(wave_id)
    scores = scores.loc[scores["topic_id"] == topic_id, ["city_id", "level", "score"]]
    return snapshot.table("city_places", wave_id=wave_id).merge(scores, on="city_id", how="left")


def map_figure(shown: pd.DataFrame, *, is_sample: bool) -> go.Figure | None:
    """The map of the cities whose place is known, None if no place is."""
    known = shown.dropna(subset=["lat", "lon"])
    if known.empty:
        return None
    return city_map(known, levels=snapshot.levels(), boundaries=boundaries(), is_sample=is_sample)


class Content(NamedTuple):
    """What the page says about one topic, made once per snapshot."""

    answer: str
    pattern: str
    figure: go.Figure | None
    map_alt: str
    missing: str
    table: str


def content(wave_id: str, topic_id: str, is_sample: bool) -> Content:
    """Make what the page says about a topic."""
    shown, missing = places(wave_id, topic_id), ""
    if nowhere := list(shown.loc[shown[["lat", "lon"]].isna().any(axis=1), "city_name"]):
        text = _("Without a place in the reference data: {names}.")
        missing = markup.note(text.format(names=listed(nowhere)))
    return Content(
        answer=strong_sentence(shown, wave_id, naming.names(wave_id).topics[topic_id]),
        pattern=pattern_words(find_contrasts(shown)),
        figure=map_figure(shown, is_sample=is_sample),
        map_alt="; ".join(describe_place(row, snapshot.levels()) for row in rows_of(shown)),
        missing=missing,
        table=table_html(shown, wave_id=wave_id, topic_id=topic_id),
    )


def strong_sentence(shown: pd.DataFrame, wave_id: str, topic_name: str) -> str:
    """Say how many cities have reached the strong level, and where."""
    strong_level = int(snapshot.parameter("strong_level", wave_id))
    scored = shown.dropna(subset="level")
    if scored.empty:
        return _("No city has given enough answers on this topic.")
    strong = list(scored.loc[scored["level"] >= strong_level, "city_name"])
    text = _("{topic}: {strong} of {scored} cities with enough answers have reached level {level}").format(
        topic=topic_name, strong=len(strong), scored=len(scored), level=strong_level
    )
    return f"{text}: {listed(strong)}." if 0 < len(strong) <= MOST_NAMES else f"{text}."


CONTRASTS = {
    "north": N_("The northern cities are further along than the southern ones"),
    "south": N_("The southern cities are further along than the northern ones"),
    "east": N_("The eastern cities are further along than the western ones"),
    "west": N_("The western cities are further along than the eastern ones"),
    "large": N_("The larger cities are further along than the smaller ones"),
    "small": N_("The smaller cities are further along than the larger ones"),
}


def pattern_words(contrasts: pd.DataFrame) -> str:
    """Say whether place or size goes along with how far the cities are; nothing where too few can be compared.

    Args:
        contrasts: as `find_contrasts` returns it, the widest difference first.
    """
    if contrasts.empty:
        return ""
    widest, *others = rows_of(contrasts)
    if widest.difference < LEVEL_WIDTH / 2:
        return _("No pattern: north and south, east and west, large and small are less than half a level apart.")
    text = _("{contrast}: {ahead} against {behind} points, each the mean of {count} cities.").format(
        contrast=_(CONTRASTS[widest.ahead]),
        ahead=number(widest.ahead_mean, 1),
        behind=number(widest.behind_mean, 1),
        count=widest.city_count,
    )
    if others and others[0].difference >= LEVEL_WIDTH / 2:
        text += " " + _("{contrast}, too ({ahead} against {behind} points).").format(
            contrast=_(CONTRASTS[others[0].ahead]),
            ahead=number(others[0].ahead_mean, 1),
            behind=number(others[0].behind_mean, 1),
        )
    return text + " " + _("A few cities make no rule.")


def table_html(shown: pd.DataFrame, *, wave_id: str, topic_id: str) -> str:
    """The map's numbers as a table; each city leads to its answers, as its mark does."""
    levels, city = snapshot.levels(), _("City")
    rows = pd.DataFrame(
        {
            city: [
                markup.link(row.city_name, "topics", wave=wave_id, topic=topic_id, city=row.city_id)
                for row in rows_of(shown)
            ],
            _("Inhabitants"): [markup.or_dash(value) for value in shown["population"]],
            _("Level"): [_level(value, levels) for value in shown["level"]],
            _("Points"): [markup.or_dash(value, 1) for value in shown["score"]],
        }
    )
    return markup.html_table(
        rows, caption=_("Level 0 to 4 per city."), numbers=[_("Inhabitants"), _("Points")], as_html=[city]
    )


def _level(value: float, levels: dict[int, str]) -> str:
    return markup.DASH if pd.isna(value) else f"{int(value)} {levels.get(int(value), '')}".rstrip()


def boundaries() -> dict[str, list[Ring]]:
    """The rings of each city's boundary from `reference/boundaries.geojson`; none without the file.

    Raises:
        InvalidInput: the file is no GeoJSON of areas with a city_id.
    """
    path = load().reference / BOUNDARIES
    return read_boundaries(path) if path.exists() else {}


def read_boundaries(path: Path) -> dict[str, list[Ring]]:
    """Read a GeoJSON file of Polygon or MultiPolygon features with the property `city_id`.

    Raises:
        InvalidInput: it is something else.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return {str(feature["properties"]["city_id"]): _rings(feature["geometry"]) for feature in features}
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        expected = "GeoJSON, areas with the property city_id"
        raise InvalidInput(what=path.name, value=error, expected=expected) from error


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    polygons: Sequence[Sequence[Ring]]
    if geometry["type"] == "Polygon":
        polygons = [geometry["coordinates"]]
    elif geometry["type"] == "MultiPolygon":
        polygons = geometry["coordinates"]
    else:
        raise ValueError(geometry["type"])
    return [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]
