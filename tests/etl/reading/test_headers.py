"""The header is found by words we know, else by shape; a guess is told apart from what is sure."""

import pytest

from etl.reading.headers import find_header


def rows(text: str) -> list[list[str]]:
    return [line.strip().split(";") for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b;c\n1;2;3", (0, "first")),
        ("Frage-ID;Antwort\nEAK01;3", (0, "words")),
        ("Stadt;Ettlingen\nWelle;2026-1\nID;Antwort\nEAK01;3", (2, "words")),
        ("Digitalkompass;Fragebogen;;\nFrage-ID;Frage;Antwort;Kommentar\nEAK01;Gibt es das?;3;", (1, "words")),
        ("Bericht 2026;;\nx;y;z\n1;2;3", (1, "shape")),
        ("Bericht 2026\n;\nx;y;z\n1;2;3\n4;5;6", (2, "shape")),
        ("x;y;z\n1;2;3\nID;Antwort;Wert", (2, "shape")),
        (";a;b\nx;1;2", (0, "first")),
        ("nur\neins", (0, "first")),
        ("ID;Frage;Antwort\n;Summe;12\nID;Frage;Antwort\nEAK01;Gibt es das?;3", (0, "words")),
    ],
)
def test_the_header_is_found(text: str, expected: tuple[int, str]) -> None:
    assert expected == tuple(find_header(rows(text)))
