"""Cities from a list: a table of one's own, or the official list of municipalities."""

import pytest

from etl.reference.municipalities import read_municipalities
from maturity.errors import InvalidInput

OFFICIAL = """\
Satzart;Text;Land;RB;Kreis;VB;Gem;Gemeindename;km2;insgesamt;m;w;je km2;PLZ;Laenge;Breite
40;43;08;2;15;;;Karlsruhe, Landkreis;1084,95;450000;;;;;;
60;64;08;2;15;0007;007;Bretten, Stadt;71,10;30 073;1;1;1;75015;8,70270;49,04378
60;66;08;2;15;9999;999;Gutsbezirk, gemeindefrei;1,00;;;;;;8,7;49,0
"""


def test_the_official_list_gives_key_name_county_and_place() -> None:
    (row,) = read_municipalities(OFFICIAL.encode(), name="gv.csv").to_dict("records")

    assert row == {
        "city_id": "08215007", "name": "Bretten", "status": "Stadt", "county": "Karlsruhe, Landkreis",
        "population": "30073", "area_km2": "71.10", "lat": "49.04378", "lon": "8.70270",
    }  # fmt: skip


def test_a_table_of_ones_own_may_be_called_in_german_and_needs_key_and_name() -> None:
    content = b"AGS;Gemeinde;Einwohner\n08215007;Bretten;30.073\n"
    (row,) = read_municipalities(content, name="x.csv").to_dict("records")

    assert (row["city_id"], row["name"], row["population"]) == ("08215007", "Bretten", "30073")
    with pytest.raises(InvalidInput):
        read_municipalities(b"a;b\n1;2\n", name="x.csv")


def _record(kind: str, key: str, *, name: str, text_kind: str, hectares: int = 0, population: int = 0) -> str:
    """A line as the record description of GV100AD has it: kind, day, key, association, name, place of the seat, ..."""
    line = f"{kind}20251231{key:<8}{'':4}{name:<50}{'':50}{text_kind:2}{'':4}{hectares:011d}{population:011d}"
    return f"{line}{population // 2:011d}{'':4}75015{'':50}"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_official_list_for_programs_has_its_fields_at_fixed_places(encoding: str) -> None:
    """The area is in hectares; a forest that belongs to no municipality is none."""
    lines = [
        _record("10", "08", name="Baden-Württemberg", text_kind=""),
        _record("40", "08216", name="Rastatt, Landkreis", text_kind="43"),
        _record("60", "08216007", name="Bühl, Stadt", text_kind="67", hectares=7324, population=29374),
        _record("60", "08216999", name="Wald, gemeindefreies Gebiet", text_kind="66", hectares=10),
    ]
    (row,) = read_municipalities("\r\n".join(lines).encode(encoding), name="GV100AD.txt").to_dict("records")

    assert row == {
        "city_id": "08216007", "name": "Bühl", "status": "Stadt", "county": "Rastatt, Landkreis",
        "population": "29374", "area_km2": "73.24", "lat": "", "lon": "",
    }  # fmt: skip
