"""Consortia: the solver against every possible choice, and what each rule does."""

import itertools
import random
from collections.abc import Iterator

import pandas as pd
import pytest

from maturity.analysis.funding.consortia import partners_needed, propose_consortia
from maturity.analysis.funding.programmes import Programme
from maturity.rows import rows_of
from tests.analysis.funding.small_network import programme
from tests.builders import table

Given = dict[tuple[str, str], tuple[float, float]]


def _rows(found: pd.DataFrame) -> list[str]:
    return [f"{row.topic_id}:{row.city_id}{'*' if row.is_lead else ''}" for row in rows_of(found)]


PAIRS = table("""
    topic_id | city_id | interest | lead_score
    akte     | A       | 3        | 1
    akte     | B       | 2        | 4
    netz     | A       | 3        | .
    netz     | B       | 2        | 2
    netz     | C       | 1        | 3
""")


def test_with_one_bid_per_authority_each_city_takes_part_once() -> None:
    """Two partners each: A and B can only stay together, and C only joins them in netz: 3 + 2 + 1 = 6 against 5."""
    found = propose_consortia(programme(partners_min="2", one_bid="yes", lead_required="yes"), PAIRS)

    assert _rows(found.members) == ["netz:A", "netz:B", "netz:C*"]
    assert found.is_proven


def test_with_several_bids_every_able_city_joins_every_application() -> None:
    found = propose_consortia(programme(partners_min="2", one_bid="no"), PAIRS)

    assert _rows(found.members) == ["akte:A", "akte:B*", "netz:A", "netz:B", "netz:C*"]


def test_what_is_not_known_counts_as_the_stricter_rule() -> None:
    """One bid and a lead are taken for required; a partner alone is enough where no number is known.

    Interest is 6 and the leads' scores 7 with A in either topic: its first one decides.
    """
    assert _rows(propose_consortia(programme(), PAIRS).members) == ["akte:A", "akte:B*", "netz:C*"]


def test_nothing_is_proposed_without_enough_partners_or_a_lead() -> None:
    nobody_leads = PAIRS.assign(lead_score=float("nan"))

    assert propose_consortia(programme(partners_min="4"), PAIRS).members.empty
    assert propose_consortia(programme(partners_min="2"), nobody_leads).members.empty
    without = propose_consortia(programme(partners_min="2", one_bid="no", lead_required="no"), nobody_leads)
    assert not without.members["is_lead"].any()
    assert len(without.members) == 5
    assert propose_consortia(programme(), PAIRS.head(0)).members.empty


def test_partners_in_other_countries_are_none_of_the_network() -> None:
    assert partners_needed(programme(partners_min="3", countries_min="2")) == (2, 1)
    assert partners_needed(programme(partners_min="2", countries_min="3")) == (1, 2)
    assert partners_needed(programme()) == (1, 0)


@pytest.mark.parametrize("seed", range(200))
def test_the_solver_finds_what_trying_every_choice_finds(seed: int) -> None:
    chance = random.Random(seed)
    cities, topics = "ABCDE"[: chance.randint(1, 5)], "tuvw"[: chance.randint(1, 4)]
    rows = [
        (topic, city, chance.randint(1, 3), chance.choice([float("nan"), 0, 1, 2, 3, 4]))
        for topic in topics
        for city in cities
        if chance.random() < 0.75
    ]
    pairs = pd.DataFrame(rows, columns=["topic_id", "city_id", "interest", "lead_score"])
    asked = programme(
        partners_min=str(chance.randint(1, 3)),
        one_bid=chance.choice(["yes", "yes", "no"]),
        lead_required=chance.choice(["yes", "no"]),
    )

    found = propose_consortia(asked, pairs)

    assert _rows(found.members) == _best_of_all(asked, pairs)
    assert found.is_proven


def _best_of_all(asked: Programme, pairs: pd.DataFrame) -> list[str]:
    """Try every choice; the objectives in their order, then the first city in its first topic."""
    given: Given = {(row.topic_id, row.city_id): (row.interest, row.lead_score) for row in rows_of(pairs)}
    topics = sorted({topic for topic, _city in given})
    best: tuple[tuple[float, ...], list[str]] | None = None
    for chosen in _choices(given, topics, one_bid=asked.value("one_bid") is True):
        rows, merit = _judge(asked, given, topics, chosen)
        if rows is not None and (best is None or merit > best[0]):
            best = merit, rows
    return best[1] if best else []


def _choices(given: Given, topics: list[str], *, one_bid: bool) -> Iterator[set[tuple[str, str]]]:
    cities = sorted({city for _topic, city in given})
    if not one_bid:  # joining costs nothing, so only whole topics have to be tried
        for kept in itertools.product([True, False], repeat=len(topics)):
            yield {pair for pair in given if kept[topics.index(pair[0])]}
        return
    own = [[(topic, city) for topic in topics if (topic, city) in given] for city in cities]
    for picks in itertools.product(*([*pairs, None] for pairs in own)):
        yield {pick for pick in picks if pick is not None}


def _judge(
    asked: Programme, given: Given, topics: list[str], chosen: set[tuple[str, str]]
) -> tuple[list[str] | None, tuple[float, ...]]:
    rows, interest, leads, count = [], 0.0, 0.0, 0
    for topic in topics:
        members = sorted(city for known, city in chosen if known == topic)
        if not members:
            continue
        scores = [given[topic, city][1] for city in members]
        able = [score for score in scores if score == score]
        if len(members) < asked.value("partners_min") or (asked.value("lead_required") and not able):
            return None, ()
        count += 1
        interest += sum(given[topic, city][0] for city in members)
        lead = members[scores.index(max(able))] if asked.value("lead_required") else None
        leads += max(able) if lead is not None else 0
        rows += [f"{topic}:{city}{'*' if city == lead else ''}" for city in members]
    cities = sorted({city for _topic, city in given})
    order = [next((-topics.index(topic) for topic in topics if (topic, city) in chosen), -99) for city in cities]
    return rows, (interest, leads, -count, *order)
