"""The quadrant of the network of four cities."""

from maturity.analysis.overlaps.activity import find_overlaps
from maturity.charts.quadrant import MARKS, quadrant
from tests.analysis.four_cities import PLANNING, SCORES, WAVE

OVERLAPS = find_overlaps(SCORES, PLANNING, wave_id=WAVE).assign(topic_name=lambda rows: rows["topic_id"].str.title())


def test_each_topic_stands_where_its_numbers_say() -> None:
    """payment: 3 of 3 active, median 50."""
    joint = quadrant(OVERLAPS, busy_share=0.5, mature_points=50, is_sample=False).data[0]

    place = [row[0] for row in joint.customdata].index("payment")
    assert (joint.x[place], joint.y[place]) == (1.0, 50.0)
    assert joint.hovertext[place].startswith("Payment: 3 von 3 Städten sind aktiv, 1 unbekannt")


def test_kinds_differ_in_mark_and_colour_and_what_is_not_firm_is_open() -> None:
    symbols = [symbol for symbol, _colour in MARKS.values()]
    figure = quadrant(OVERLAPS.assign(is_firm=False), busy_share=0.5, mature_points=50, is_sample=False).to_dict()

    assert len(set(symbols)) == len(symbols)
    assert all(symbol.endswith("-open") for trace in figure["data"] for symbol in trace["marker"]["symbol"])


def test_every_topic_is_named_in_the_picture_even_where_two_lie_on_each_other() -> None:
    same = OVERLAPS.assign(active_share=1.0, median_score=50.0, kind="joint_project")
    figure = quadrant(same, busy_share=0.5, mature_points=50, is_sample=True).to_dict()

    assert "Parking, Payment, Records, Sensors" in {note["text"] for note in figure["layout"]["annotations"]}
    assert figure["layout"]["title"]["text"] == "Beispieldaten"
