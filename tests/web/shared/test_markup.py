"""Names and texts from files are text wherever Streamlit would read Markdown."""

import ast
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt

from maturity.settings import PROJECT
from web.shared.markup import plain

# What Streamlit draws as Markdown.
DRAWN = {
    *("success", "error", "warning", "info", "toast", "header", "subheader", "title", "write", "markdown", "caption"),
    *("expander", "button", "popover", "toggle", "checkbox", "radio", "form_submit_button", "link_button"),
}
PLACES = ("st", "left", "middle", "right", "sent", "notice")
SOURCES = [*(PROJECT / "web").rglob("*.py"), *(PROJECT / "pages").glob("*.py"), PROJECT / "dashboard.py"]
HOSTILE = "# *a* _b_ `c` [d](https://e) <b>f</b> ~~g~~ $h$"


def _drawn(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        place = node.func.value
        if node.func.attr in DRAWN and isinstance(place, ast.Name) and place.id in PLACES:
            yield node


def _is_text(argument: ast.expr) -> bool:
    """A text of our own without anything put into it, or one that went through `plain`."""
    names = {"_", "plain"}
    function = argument.func if isinstance(argument, ast.Call) else None
    return (
        isinstance(argument, ast.Constant)
        or (isinstance(function, ast.Name) and function.id in names)
        or (isinstance(function, ast.Attribute) and function.attr == "plain")
    )


def test_what_is_put_into_a_sentence_goes_through_plain() -> None:
    wrong = [
        f"{path.relative_to(PROJECT)}:{call.lineno}: {ast.unparse(call.args[0])}"
        for path in SOURCES
        for call in _drawn(ast.parse(path.read_text(encoding="utf-8")))
        if not _is_text(call.args[0])
    ]

    assert wrong == []


@pytest.mark.parametrize("text", [HOSTILE, "> quoted", "Bad :red_car: Herrenalb", "a\n# b"])
def test_plain_text_has_no_markup_left(text: str) -> None:
    """Read as Markdown, a plain text is one paragraph that says what it said; an emoji's name has lost its colon."""
    inline = [token for token in MarkdownIt().parse(plain(text)) if token.type == "inline"]
    shown = "".join(child.content or "\n" for token in inline for child in token.children or [])

    assert shown == text
    assert ":red_car:" not in plain(text)
