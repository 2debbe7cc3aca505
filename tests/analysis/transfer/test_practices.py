"""Good practices: which cards there are, and how they are searched."""

import pandas as pd

from maturity.analysis.transfer.practices import list_practices, search_practices
from tests.analysis.four_cities import PLANNING, SCORES, WAVE


def cards() -> pd.DataFrame:
    """The card of aue, and one of dorn, which says nothing about its budget."""
    texts = PLANNING["bp_text"].mask((PLANNING["city_id"] == "dorn") & (PLANNING["topic_id"] == "payment"), "Stickers")
    return list_practices(PLANNING.assign(bp_text=texts), SCORES, wave_id=WAVE)


def test_only_a_described_practice_is_a_card_the_furthest_city_first() -> None:
    found = cards()

    assert list(zip(found["city_id"], found["topic_id"], found["score"], strict=True)) == [
        ("aue", "records", 100.0), ("dorn", "payment", 25.0),
    ]  # fmt: skip


def test_the_cost_band_of_40000_euros_is_the_one_up_to_50000() -> None:
    assert cards()["cost_band"].fillna(-1).to_list() == [2, -1], "bands end at 10, 25, 50 and 100 thousand"


def test_a_blank_text_is_no_practice() -> None:
    assert list_practices(PLANNING.assign(bp_text="  "), SCORES, wave_id=WAVE).empty


def test_every_word_must_occur_in_any_case() -> None:
    found = cards()

    assert list(search_practices(found, words="WARD enaio")["city_id"]) == ["aue"]
    assert search_practices(found, words="ward stickers").empty
    assert len(search_practices(found, words="  ")) == 2


def test_a_word_is_taken_literally() -> None:
    assert search_practices(cards(), words="w.rd").empty


def test_filters_work_together() -> None:
    found = cards()

    assert list(search_practices(found, topic_id="payment")["city_id"]) == ["dorn"]
    assert list(search_practices(found, asset="LASTENHEFT")["city_id"]) == ["aue"]
    assert search_practices(found, asset="LASTENHEFT", city_id="dorn").empty
    assert search_practices(found, asset="LASTEN").empty, "a code is not found by a part of it"
