"""Texts: every one has its German, and numbers are written the German way."""

import ast
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from maturity import language

PROJECT = Path(__file__).parent.parent


def _texts_of_the_code() -> set[str | tuple[str, ...]]:
    keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
    found: set[str | tuple[str, ...]] = set()
    for place in ("maturity", "etl", "web", "pages", "."):
        method_map = [("dashboard.py" if place == "." else "**.py", "python"), ("**/templates/**.html", "jinja2")]
        walk = (lambda path: False) if place == "." else None
        for _file, _line, message, _comments, _context in extract_from_dir(
            PROJECT / place, method_map, keywords=keywords, directory_filter=walk
        ):
            found.add(message[:2] if isinstance(message, tuple) else message)
    return found


def test_every_text_has_a_german_translation_and_none_is_left_over() -> None:
    with (language.CATALOGUES / "de" / "LC_MESSAGES" / "digitalkompass.po").open("rb") as file:
        catalogue = read_po(file)
    translated = {message.id for message in catalogue if message.id and all(message.string or [""])}

    in_code = _texts_of_the_code()

    assert in_code - translated == set(), "run `make messages` and translate these"
    assert {message.id for message in catalogue if message.id} - in_code == set(), "run `make messages`"


def test_no_text_hides_inside_an_f_string() -> None:
    """There the extraction would not see it, and it would stay English."""
    hidden = [
        f"{file.relative_to(PROJECT)}:{call.lineno}"
        for place in ("maturity", "etl", "web", "pages")
        for file in sorted((PROJECT / place).rglob("*.py"))
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
        if isinstance(call.args[0], ast.Constant)  # a name was marked where it was defined
    ]

    assert hidden == []


def test_numbers_are_written_in_the_readers_way() -> None:
    language.use("de")
    german = (language.number(1234.5, 1), language.percent(2 / 3))
    language.use("en")
    english = (language.number(1234.5, 1), language.percent(2 / 3))
    language.use("de")

    assert language.number(56.25, 1) == "56,3"
    assert german == ("1.234,5", "67\N{NO-BREAK SPACE}%")
    assert english == ("1,234.5", "67%")
