"""Write docs/errors.md: every finding and every error as the reader sees it. Run: python docs/make_errors.py."""

import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from etl.findings import CATALOGUE  # noqa: E402
from maturity import errors, language  # noqa: E402

INTRODUCTION = """# Findings and errors

Written by `python docs/make_errors.py`. Words in ‹ › stand for what the file or the moment brings.

A **finding** is one thing wrong (or noteworthy) in a survey file or in the reference data; each is shown with row and
column. *Fehler* block the file, *Hinweise* do not.

| Nr. | Code | | Was da steht |
| --- | --- | --- | --- |
"""
ERRORS = """
An **error** ends an action or a page with a sentence.

| Code | Was da steht |
| --- | --- |
"""


class _Names(dict[str, str]):
    """Fills each placeholder with its own name."""

    def __missing__(self, key: str) -> str:
        return f"‹{key}›"


def document() -> str:
    """Return the whole document."""
    language.use("de")
    return INTRODUCTION + "".join(_findings()) + ERRORS + "".join(_errors())


def _findings() -> Iterator[str]:
    for code, message in sorted(CATALOGUE.items(), key=lambda item: (item[1].number, item[0])):
        kind = "Fehler" if message.severity == "error" else "Hinweis"
        yield f"| {message.number} | `{code}` | {kind} | {_sentence(message.problem, message.fix)} |\n"


def _errors() -> Iterator[str]:
    kinds = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.MaturityError)
    ]
    for kind in sorted(kinds, key=lambda kind: kind.code):
        yield f"| `{kind.code}` | {_sentence(kind.problem, kind.fix)} |\n"


def _sentence(*texts: str) -> str:
    sentence = " ".join(language._(text).format_map(_Names()) for text in texts if text)
    return sentence.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    (HERE / "errors.md").write_text(document(), encoding="utf-8")
