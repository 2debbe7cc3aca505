"""The transfer graph of the network of four cities."""

from maturity.analysis.transfer import find_pairs, read_network
from maturity.charts import theme
from maturity.charts.transfer_graph import transfer_graph
from tests.analysis.four_cities import PLANNING, SCORES, WAVE

CITIES = {"aue": "Aue", "bach": "Bach", "cis": "Cis", "dorn": "Dorn"}
PAIRS = find_pairs(read_network(SCORES, PLANNING, wave_id=WAVE), top=1)


def test_an_arrow_ends_at_the_learner_in_words_width_and_colour() -> None:
    """bach learns 18.75 from aue, dorn 25 from aue: the widest arrow."""
    figure = transfer_graph(PAIRS, CITIES, focus="bach", is_sample=False).to_dict()
    arrows = {trace["hovertext"]: trace for trace in figure["data"] if isinstance(trace["hovertext"], str)}

    of_bach = arrows["Bach könnte von Aue 18,8 Punkte lernen"]
    widest = max(arrows.values(), key=lambda trace: trace["line"]["width"])
    assert of_bach["line"]["color"] == theme.ACCENT
    assert widest["hovertext"] == "Dorn könnte von Aue 25,0 Punkte lernen"
    assert abs(of_bach["x"][-1] - 1) < 0.2, "the second of four cities stands on the right"


def test_every_city_is_named_and_can_be_chosen_even_without_an_arrow() -> None:
    figure = transfer_graph(PAIRS.iloc[:0], CITIES, focus="aue", is_sample=True).to_dict()

    assert figure["data"][-1]["customdata"] == [["aue"], ["bach"], ["cis"], ["dorn"]]
    assert {note["text"] for note in figure["layout"]["annotations"]} == {"<b>Aue</b>", "Bach", "Cis", "Dorn"}
    assert figure["layout"]["title"]["text"] == "Beispieldaten"
