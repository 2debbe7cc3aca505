"""Lead roles: what co-leads add and who follows."""

import pandas as pd

from maturity.analysis.leads.plan import propose_co_leads, propose_leads
from maturity.analysis.leads.roles import co_lead_gains, find_followers
from tests.builders import table

FIT = table("""
city_id  | DOK | EAK
Bretten  |  80 |  10
Bruchsal |  60 |   .
Bühl     |  50 |   .
""").set_index("city_id")
PLAN = propose_leads(FIT, vetoes=[("Bretten", "EAK")])
ANSWERS = table("""
city_id  | topic_id | question_id | answer_points | weight
Bretten  | DOK      | D1          |           100 |      1
Bretten  | DOK      | D2          |            25 |      1
Bretten  | DOK      | D3          |             . |      2
Bruchsal | DOK      | D1          |             0 |      1
Bruchsal | DOK      | D2          |            75 |      1
Bruchsal | DOK      | D3          |           100 |      2
Bühl     | DOK      | D1          |            75 |      1
Bühl     | DOK      | D2          |            25 |      1
Bühl     | DOK      | D3          |             . |      2
""")
FITS = table("""
city_id  | topic_id | willingness | excluded_id
Bretten  | DOK      |         100 |
Bruchsal | DOK      |          60 |
Bühl     | DOK      |         100 |
""").rename(columns={"excluded_id": "excluded"})


def test_a_co_lead_adds_what_the_lead_lacks_and_its_willingness() -> None:
    """Bruchsal is 50 above Bretten on one of four weights: 12.5, plus 60. D3, which Bretten left open, adds nothing.

    Bühl is nowhere above Bretten, so its willingness does not count either. EAK has no lead.
    """
    gains = co_lead_gains(PLAN, ANSWERS, FITS)

    assert gains.stack().dropna().to_dict() == {("Bruchsal", "DOK"): 72.5}
    assert co_lead_gains(PLAN, ANSWERS, FITS, willingness_weight=0).loc["Bruchsal", "DOK"] == 12.5


def test_where_no_topic_has_a_lead_nobody_shares_one() -> None:
    """The first answers of a wave: nobody is fit to lead yet."""
    nobody = propose_leads(FIT, vetoes=[(city, topic) for city in FIT.index for topic in FIT.columns])

    assert co_lead_gains(nobody, ANSWERS, FITS).isna().all(axis=None)


def test_an_excluded_city_is_no_candidate() -> None:
    unwilling = FITS.assign(excluded=["", "unwilling", ""])

    assert co_lead_gains(PLAN, ANSWERS, unwilling).notna().sum().sum() == 0


def test_followers_stand_by_gap_and_the_silent_last() -> None:
    """Rastatt: own target 75 - 50 = 25. Ettlingen: lead's 80 - 70 = 10. Stutensee is silent: 80 - 10 = 70, but last.

    Gaggenau said no twice, Bruchsal co-leads, Rheinstetten is above its target, Waghäusel has no score.
    """
    scores = table("""
    city_id      | topic_id | score
    Bretten      | DOK      |    80
    Bruchsal     | DOK      |    60
    Rastatt      | DOK      |    50
    Ettlingen    | DOK      |    70
    Stutensee    | DOK      |    10
    Gaggenau     | DOK      |     5
    Rheinstetten | DOK      |    60
    Waghäusel    | DOK      |     .
    Rastatt      | EAK      |    20
    """)
    planning = table("""
    city_id      | topic_id | lead_interest | priority | target
    Rastatt      | DOK      |             0 |        2 |      3
    Ettlingen    | DOK      |             1 |        . |      .
    Gaggenau     | DOK      |             0 |        0 |      4
    Rheinstetten | DOK      |             1 |        1 |      2
    """)
    plan = propose_co_leads(PLAN, pd.DataFrame({"DOK": {"Bruchsal": 72.5}}))

    followers = find_followers(plan, scores, planning)

    assert list(followers["city_id"]) == ["Rastatt", "Ettlingen", "Stutensee"]
    assert list(followers["gap"]) == [25, 10, 70]
    assert list(followers["reference"]) == ["target", "lead", "lead"]
    assert list(followers["interest"].fillna(-1)) == [2, 1, -1]
