"""What is compared with what, and how it is said."""

import pytest

from maturity.settings import Settings
from tests.builders import change_reference
from web.services import snapshot
from web.shared import trend

BRETTEN, BUEHL = "08215007", "08216007"


@pytest.mark.usefixtures("sample")
def test_a_city_is_compared_with_its_own_earlier_wave() -> None:
    """Bretten, E-Akte: 50 in the first wave, 62.5 in the second, both of the same 4 questions."""
    found = trend.of_city("2026-2", BRETTEN)

    assert found is not None
    row = found.changes.set_index("topic_id").loc["eakte"]
    assert (found.wave_from, row["score_from"], row["score_to"], row["linked_count"]) == ("2026-1", 50, 62.5, 4)


@pytest.mark.usefixtures("sample")
def test_who_did_not_answer_both_waves_has_no_change() -> None:
    assert trend.of_city("2026-2", BUEHL) is None
    assert trend.of_city("2026-1", BRETTEN) is None


@pytest.mark.usefixtures("sample")
def test_a_topics_change_leaves_out_who_is_missing() -> None:
    found = trend.of_topic("2026-2", "eakte")

    assert found is not None
    assert "Bühl" not in set(found.changes["name"])
    assert trend.topic_words(found)[0].startswith("Im Mittel +6,3 Punkte seit 2026-1 über die 8 Städte")


def test_invented_and_real_answers_are_never_compared(sample: Settings) -> None:
    """The same answers, but the second wave is declared real: nothing to compare with."""
    from etl.publish import publish
    from maturity.ledger import open_ledger

    change_reference(sample, "waves.csv", {"2026-10-31;1": "2026-10-31;0"})
    publish(open_ledger(sample.ledger_url), sample)

    assert not snapshot.waves().set_index("wave_id").loc["2026-2", "is_sample"]
    assert trend.of_city("2026-2", BRETTEN) is None
