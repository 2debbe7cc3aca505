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
# Areas that belong to no municipality stand among them, as kinds of text of their own.
TEXT_KIND, UNINCORPORATED = 1, ("65", "66")
# The same list for programs (GV100AD): one line a record, each field at its place (from, to), the area in hectares.
RECORD = re.compile(r"(10|20|30|40|50|60)\d{8}\d{2}")
FIELDS = {"key": (10, 18), "name": (22, 72), "kind": (122, 124), "hectares": (128, 139), "population": (139, 150)}


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
    lines = _records(content)
    if lines:
        return _from_records(lines)
    table = read_bytes(content, name=name)
    rows = [table.header, *table.rows]
    official = [_official(row) for row in rows if len(row) > LATITUDE and _is_municipality(row)]
    if official:
        counties = {row[2] + row[3] + row[4]: row[NAME] for row in rows if row[0].strip() == COUNTY and len(row) > NAME}
        return pd.DataFrame(
            [{**city, "county": counties.get(city["city_id"][:5], "")} for city in official], columns=COLUMNS
        )
    return _own(table.header, table.rows)


def _records(content: bytes) -> list[str]:
    """Return the lines of a list in fixed places; none where it is something else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    return lines if lines and all(RECORD.match(line) for line in lines) else []


def _from_records(lines: Sequence[str]) -> pd.DataFrame:
    counties = {_field(line, "key")[:5]: _field(line, "name") for line in lines if line.startswith(COUNTY)}
    found = [
        _city(
            key=_field(line, "key"),
            text=_field(line, "name"),
            population=str(int(_field(line, "population") or 0)),
            area_km2=f"{int(_field(line, 'hectares') or 0) / 100:.2f}",
            county=counties.get(_field(line, "key")[:5], ""),
        )
        for line in lines
        if line.startswith(MUNICIPALITY) and _field(line, "kind") not in UNINCORPORATED
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def _field(line: str, name: str) -> str:
    first, end = FIELDS[name]
    return line[first:end].strip()


def _city(*, key: str, text: str, **cells: str) -> dict[str, str]:
    """Return a city of the official list, whose names are followed by what the place is: `Bretten, Stadt`."""
    name, _comma, status = text.partition(",")
    return {"lat": "", "lon": "", **cells, "city_id": key, "name": name.strip(), "status": status.strip()}


def _is_municipality(row: Sequence[str]) -> bool:
    return row[0].strip() == MUNICIPALITY and row[TEXT_KIND].strip() not in UNINCORPORATED


def _official(row: Sequence[str]) -> dict[str, str]:
    return _city(
        key="".join(row[place].strip() for place in KEY),
        text=row[NAME],
        population=_count(row[POPULATION]),
        area_km2=_number(row[AREA]),
        lat=_number(row[LATITUDE]),
        lon=_number(row[LONGITUDE]),
    )


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
