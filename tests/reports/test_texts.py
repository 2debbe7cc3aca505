"""Texts that people wrote, made safe to set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.reports.meeting import Participant
from maturity.reports.outline import Document, Paragraph
from maturity.reports.pdf import document_pdf
from maturity.reports.texts import readable, typeable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b", "a\ufffdb"),
        ("\u202egpj", "\ufffdgpj"),
        ("\u200b", "\ufffd"),
        ("12\u00a0%\n€ 漢 😀", "12\u00a0%\n€ 漢 😀"),
    ],
)
def test_invisible_characters_are_shown_as_unknown(text: str, expected: str) -> None:
    assert readable(text) == expected


def test_texts_are_found_at_any_depth() -> None:
    value = {"a": [("x\x00", 1, None)], "b": Participant("Bühl\x07", True)}

    assert readable(value) == {"a": [("x\ufffd", 1, None)], "b": Participant("Bühl\ufffd", True)}


def test_what_our_fonts_may_lack_is_replaced() -> None:
    assert typeable("Łódź – „ß“ ≤ 漢😀") == "Łódź – „ß“ ≤ \ufffd\ufffd"


@given(st.text(max_size=30))
def test_every_text_can_be_set_as_pdf(text: str) -> None:
    document = Document("Titel", "", "", "", "", (Paragraph(text),))

    assert document_pdf(document).startswith(b"%PDF")
