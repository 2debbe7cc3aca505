"""Cities from a list: a table of one's own, or the official list of municipalities of Germany's statistical offices."""

import re
from collections.abc import Callable, Sequence

import pandas as pd

from etl.read import read_bytes
from etl.reference.tables import TABLES
from etl.vocabulary.items import squash
from maturity.errors import InvalidInput
from maturity.language import _

COLUMNS = list(TABLES["cities"].columns)
# What a table of one's own may call a column, besides its name in cities.csv.
HEADINGS = {
    "city_id": ("id", "key", "ags", "schluessel", "amtlicher gemeindeschluessel", "gemeindeschluessel", "fips"),
    "name": ("stadt", "gemeinde", "gemeindename", "city", "municipality"),
    "status": ("bezeichnung", "art"),
    "county": ("landkreis", "kreis"),
    "population": ("einwohner", "bevoelkerung", "inhabitants"),
    "area_km2": ("flaeche", "flaeche km2", "area"),
    "lat": ("breitengrad", "latitude", "breite"),
    "lon": ("laengengrad", "longitude", "laenge"),
}
# The official list (Gemeindeverzeichnis, GV-ISys) has no single header: a municipality is a row of kind 60, its key
# stands in columns C, D, E and G, the name in H, then area, inhabitants, and further on post code and place.
MUNICIPALITY, KEY, NAME, AREA, POPULATION, LONGITUDE, LATITUDE = "60", (2, 3, 4, 6), 7, 8, 9, 14, 15
COUNTY = "40"


def read_municipalities(content: bytes, *, name: str) -> pd.DataFrame:
    """Read a list of cities.

    Args:
        content: the bytes of a CSV or XLSX file.
        name: the file's name.

    Returns:
        One row per city in the order of the list, texts, with the columns of cities.csv; what the list does not say
        is empty.

    Raises:
        NotATable: the file cannot be read.
        InvalidInput: neither the official list nor a table with columns for key and name.
    """
    table = read_bytes(content, name=name)
    rows = [table.header, *table.rows]
    official = [_official(row) for row in rows if len(row) > LATITUDE and row[0].strip() == MUNICIPALITY]
    if official:
        counties = {row[2] + row[3] + row[4]: row[NAME] for row in rows if row[0].strip() == COUNTY and len(row) > NAME}
        return pd.DataFrame(
            [{**city, "county": counties.get(city["city_id"][:5], "")} for city in official], columns=COLUMNS
        )
    return _own(table.header, table.rows)


def _official(row: Sequence[str]) -> dict[str, str]:
    name, _comma, status = row[NAME].partition(",")
    return {
        "city_id": "".join(row[place].strip() for place in KEY),
        "name": name.strip(),
        "status": status.strip(),
        "population": _count(row[POPULATION]),
        "area_km2": _number(row[AREA]),
        "lat": _number(row[LATITUDE]),
        "lon": _number(row[LONGITUDE]),
    }


def _number(text: str) -> str:
    """Write a number as the reference files do: `1.234,5` and `1 234` become 1234.5 and 1234."""
    text = text.strip().replace(" ", "").replace("\u00a0", "")
    return text.replace(".", "").replace(",", ".") if "," in text else text


def _count(text: str) -> str:
    """Write a count of people, in which a point or comma before three digits only groups them."""
    return re.sub(r"[.,](?=\d{3}(\D|$))", "", _number(text) if "," not in text else text.strip())


def _own(header: Sequence[str], rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    places = {column: _place(column, header) for column in COLUMNS}
    if places["city_id"] is None or places["name"] is None:
        raise InvalidInput(
            what=_("The list"), value=", ".join(header), expected=_("a table with the columns city_id and name")
        )
    numbers = [column for column, rule in TABLES["cities"].columns.items() if rule.kind == "number"]
    writers: dict[str, Callable[[str], str]] = {column: _number for column in numbers}
    writers["population"] = _count
    found = [
        {
            column: "" if place is None else writers.get(column, str.strip)(row[place])
            for column, place in places.items()
        }
        for row in rows
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def _place(column: str, header: Sequence[str]) -> int | None:
    wanted = {squash(heading) for heading in (column, *HEADINGS[column])}
    return next((place for place, heading in enumerate(header) if squash(heading) in wanted), None)
