"""The script that translates Streamlit's own labels."""

import json

from maturity.language import current, use
from web.server.phrases import PHRASES, script

# Words that are the same in both languages.
SAME = {"Zoom"}


def phrases_of(language: str) -> dict[str, str]:
    """The phrases as the script carries them: the argument of its last call."""
    argument = script().rstrip().removesuffix(");").rsplit("\n(", 1)[1]
    return dict(json.loads(argument)[language])


def test_every_phrase_is_translated() -> None:
    german = phrases_of("de")

    assert [phrase for phrase in PHRASES if german[phrase] == phrase and phrase not in SAME] == []
    assert phrases_of("en") == {phrase: phrase for phrase in PHRASES}


def test_a_translation_keeps_every_gap() -> None:
    """“Remove {}” without its gap would hide which entry is removed."""
    german = phrases_of("de")

    assert [phrase for phrase in PHRASES if phrase.count("{}") != german[phrase].count("{}")] == []


def test_a_german_word_has_one_english_phrase_with_the_same_meaning() -> None:
    """Otherwise switching back to English would be a guess between unlike words."""
    german = phrases_of("de")
    meanings: dict[str, set[str]] = {}
    for phrase in PHRASES:
        meanings.setdefault(german[phrase], set()).add(phrase)

    ambiguous = {word: sorted(phrases) for word, phrases in meanings.items() if len(phrases) > 1}
    assert ambiguous == {}


def test_building_the_script_leaves_the_readers_language_alone() -> None:
    script.cache_clear()
    use("en")
    try:
        script()
        assert current() == "en"
    finally:
        use("de")
