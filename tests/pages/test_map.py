"""The map page, run as a visitor would see it."""

import json

import pytest

from etl.ingest import ingest
from etl.publish import publish
from etl.reference.read import read_reference
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.builders import change_reference
from tests.pages.harness import figure, run_page, texts

MAP = "pages/map.py"
# Made up: a square around Bruchsal with a hole.
BRUCHSAL = [
    [[8.5, 49.0], [8.7, 49.0], [8.7, 49.2], [8.5, 49.2], [8.5, 49.0]],
    [[8.55, 49.05], [8.55, 49.07], [8.57, 49.07], [8.57, 49.05], [8.55, 49.05]],
]


def level_of(page_figure: dict[str, object], city_id: str) -> str:
    marks = next(trace for trace in page_figure["data"] if trace.get("customdata"))  # type: ignore[attr-defined]
    return str(marks["text"][marks["customdata"].index([city_id])])


@pytest.mark.usefixtures("sample")
def test_it_shows_the_level_of_each_city_at_its_place() -> None:
    """Bruchsal, E-Akte: level 3 in the first wave, 4 in the second."""
    first, second = (run_page(MAP, wave=wave, topic="eakte") for wave in ("2026-1", "2026-2"))

    assert level_of(figure(first, "map_chart"), "08215009") == "3"
    assert level_of(figure(second, "map_chart"), "08215009") == "4"
    assert "E-Akte: 2 von 8 Städten mit genug Angaben haben Stufe 3 erreicht: Bruchsal und Ettlingen." in texts(second)


@pytest.mark.usefixtures("sample")
def test_a_city_without_enough_answers_has_a_mark_but_no_level() -> None:
    page = run_page(MAP, wave="2026-2", topic="eakte")

    assert level_of(figure(page, "map_chart"), "08216007") == "–"


@pytest.mark.usefixtures("empty")
def test_without_answers_it_says_what_to_do() -> None:
    page = run_page(MAP)

    assert "Noch hat keine Stadt Antworten eingereicht" in texts(page)
    assert not page.exception


def test_boundaries_from_the_data_directory_are_drawn_below_the_cities(sample: Settings) -> None:
    feature = {
        "type": "Feature", "properties": {"city_id": "08215009"},
        "geometry": {"type": "Polygon", "coordinates": BRUCHSAL},
    }  # fmt: skip
    geojson = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (sample.reference / "boundaries.geojson").write_text(geojson, encoding="utf-8")

    drawn = figure(run_page(MAP, wave="2026-2", topic="eakte"), "map_chart")["data"]

    assert [trace.get("fill") for trace in drawn] == ["toself", None]
    assert drawn[0]["y"][:3] == [49.0, 49.0, 49.2]


def test_a_boundary_file_that_is_none_is_named(sample: Settings) -> None:
    (sample.reference / "boundaries.geojson").write_text('{"features": [{}]}', encoding="utf-8")
    page = run_page(MAP, wave="2026-2", topic="eakte")

    assert "boundaries.geojson" in texts(page)
    assert not page.exception


def test_cities_without_a_place_are_named(sample: Settings) -> None:
    change_reference(sample, "cities.csv", {"49.11325;8.59236": ";"})
    publish(open_ledger(sample.ledger_url), sample)

    assert "Ohne Ort in den Referenzdaten: Bruchsal." in texts(run_page(MAP, wave="2026-2", topic="eakte"))


def test_new_answers_appear_without_a_restart(sample: Settings) -> None:
    page = run_page(MAP, wave="2026-2", topic="bauamt")
    before = level_of(figure(page, "map_chart"), "08216007")
    content = (sample.sample / "2026-1" / "08216007.csv").read_bytes().replace(b"Welle;2026-1", b"Welle;2026-2")
    ingest(
        content, name="buehl.csv", actor=LOCAL_COORDINATOR, ledger=open_ledger(sample.ledger_url),
        reference=read_reference(sample.reference), settings=sample,
    )  # fmt: skip

    after = level_of(figure(page.run(), "map_chart"), "08216007")

    assert (before, after) == ("–", "3")
