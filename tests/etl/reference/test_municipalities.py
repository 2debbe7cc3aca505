"""Cities from a list: a table of one's own, or the official list of municipalities."""

import pytest

from etl.reference.municipalities import read_municipalities
from maturity.errors import InvalidInput

OFFICIAL = """\
Satzart;Text;Land;RB;Kreis;VB;Gem;Gemeindename;km2;insgesamt;m;w;je km2;PLZ;Laenge;Breite
40;43;08;2;15;;;Karlsruhe, Landkreis;1084,95;450000;;;;;;
60;64;08;2;15;0007;007;Bretten, Stadt;71,10;30 073;1;1;1;75015;8,70270;49,04378
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
