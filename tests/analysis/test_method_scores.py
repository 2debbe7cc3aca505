"""The method's page: every example on it is run and must print what stands there."""

import doctest
import re
from pathlib import Path

from web.method.formulas import FORMULAS

ANALYSIS = Path(__file__).parents[2] / "maturity" / "analysis"
PAGE = Path(__file__).parents[2] / "docs" / "method.md"


def test_every_example_of_the_method_gives_what_the_page_says() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)

    assert result.attempted > 30
    assert result.failed == 0


def test_every_formula_the_code_names_has_its_section() -> None:
    """A docstring's `Source: docs/method.md, "Monte Carlo".` and the page's list of formulas lead somewhere."""
    pages = "\n".join(file.read_text(encoding="utf-8") for file in PAGE.parent.glob("method*.md"))
    sections = set(re.findall(r"^#+ (.+)$", pages, re.MULTILINE))
    code = "\n".join(file.read_text(encoding="utf-8") for file in ANALYSIS.rglob("*.py"))
    named = set(re.findall(r'Source: docs/method\.md, "([^"]+)"', code)) | {formula.section for formula in FORMULAS}

    assert len(named) > 30
    assert sorted(named - sections) == []
