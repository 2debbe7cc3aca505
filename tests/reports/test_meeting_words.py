"""A meeting in words: motion, decision, summary."""

import pytest

from maturity import language
from maturity.reports import meeting_words as words
from maturity.reports.meeting import Resolution, TopicLevel
from tests.reports.meetings import EMPTY, MEETING


def test_the_summary_counts_each_kind() -> None:
    """Four topics: 1 as proposed, 1 other city, 1 deferred, 1 excluded."""
    assert words.summary(MEETING) == (
        "2 Federführungen wurden beschlossen (1 wie vorgeschlagen, 1 mit einer anderen Stadt). "
        "1 Thema wurde vertagt. In 1 Thema wurde die vorgeschlagene Federführung ausgeschlossen."
    )


def test_a_meeting_without_decisions_has_decided_no_lead() -> None:
    assert words.summary(EMPTY) == "0 Federführungen wurden beschlossen."


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (
            Resolution("E-Akte", "accepted", "Bühl", "Bühl", "Bretten", ("Rastatt", "Ettlingen")),
            "Wie vorgeschlagen beschlossen. Ko-Federführung: Bretten. "
            "Die Nachnutzung wird angeboten: Rastatt, Ettlingen. Die Zusage der Städte steht aus.",
        ),
        (
            Resolution("E-Akte", "other_city", "Bühl", "Bretten"),
            "Abweichend vom Vorschlag übernimmt Bretten statt Bühl die Federführung.",
        ),
        (Resolution("E-Akte", "other_city", "", "Bretten"), "Bretten übernimmt die Federführung."),
        (Resolution("E-Akte", "deferred", "Bühl"), "Vertagt."),
        (
            Resolution("E-Akte", "vetoed", "Bühl", excluded="Bühl"),
            "Bühl wird von der Federführung ausgeschlossen. Eine Federführung ist noch nicht beschlossen.",
        ),
        (
            Resolution("E-Akte", "vetoed", "Bühl", "Bretten", excluded="Bühl"),
            "Bühl wird von der Federführung ausgeschlossen. Bretten übernimmt die Federführung.",
        ),
    ],
)
def test_each_kind_of_decision_has_its_sentences(decision: Resolution, expected: str) -> None:
    assert words.outcome(decision) == expected


def test_a_topic_nobody_was_proposed_for_says_so() -> None:
    decision = Resolution("Sensorik", "deferred")

    assert words.proposal(decision) == "Kein Vorschlag."


def test_levels_are_written_in_the_readers_language_and_unknown_is_not_zero() -> None:
    """2.0 is a whole level, 2.5 lies between two, None has too few answers."""
    topics = [TopicLevel("A", 2.0, 3, 3), TopicLevel("B", 2.5, 2, 3), TopicLevel("C", None, 1, 3)]

    assert [words.level(topic) for topic in topics] == ["2", "2,5", "zu wenig Angaben"]

    language.use("en")

    assert words.level(topics[1]) == "2.5"
