"""The method's page on scores: every example on it is run and must print what stands there."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "method_scores.md"


def test_every_example_of_the_method_gives_what_the_page_says() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)

    assert result.attempted > 30
    assert result.failed == 0
