"""Numbers as German offices write them. Text first: what can be read two ways is asked about, never guessed."""

import re
from dataclasses import dataclass

# More digits than a float holds exactly would be stored as another number.
MOST_DIGITS = 15
# Longer texts are no numbers; on them the patterns below would take seconds.
LONGEST_NUMBER = 100
PLAIN = re.compile(r"[+-]?\d+")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?P<mark>[.,' ])\d{3})(?:(?P=mark)\d{3})*")
DECIMAL = re.compile(r"[+-]?\d+[.,]\d+")
GROUPED_DECIMAL = re.compile(r"[+-]?\d{1,3}(?:(?P<mark>[.,' ])\d{3})+(?P<point>[.,])\d+")
SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
CURRENCY = re.compile(r"^(?:€|EUR|Euro)\s*|\s*(?:€|EUR|Euro)$", re.IGNORECASE)
NO_CENTS = re.compile(r",[-–—]{1,2}$")
PERCENT = re.compile(r"\s*(?:%|Prozent|percent|per cent)$", re.IGNORECASE)


@dataclass(frozen=True)
class Ambiguous:
    """A text that means two numbers, `1.234`: both readings, written so that they cannot be mistaken."""

    as_thousands: str
    as_decimal: str


def read_number(text: str) -> float | Ambiguous | None:
    """Read a number by German rules, English writing where it can mean nothing else.

    `18500`, `18.500,00`, `18500.00`, `2,5`, `0.125`, `1 234`, `1.234.567` have one meaning.
    `1.234` and `1,234` have two.

    Returns:
        The number, both readings, or None when the text is no number (`1E5`, `NaN`, `ca. 30`, 25 digits).
    """
    said = SPACES.sub(" ", text.strip()).replace("−", "-").replace("’", "'")
    if not said.isascii() or sum(character.isdigit() for character in said) > MOST_DIGITS:
        return None
    if PLAIN.fullmatch(said):
        return float(said)
    if grouped := GROUPED.fullmatch(said):
        return _grouped(said, grouped["mark"])
    if DECIMAL.fullmatch(said):
        return float(said.replace(",", "."))
    mixed = GROUPED_DECIMAL.fullmatch(said)
    if mixed and mixed["mark"] != mixed["point"]:
        return float(said.replace(mixed["mark"], "").replace(mixed["point"], "."))
    return None


def without_currency(text: str) -> str:
    """Drop a euro sign or `EUR` and write out the dash for no cents: `18.500,- €` is `18.500,00`."""
    said = text.strip()
    return NO_CENTS.sub(",00", CURRENCY.sub("", said).strip()) if len(said) <= LONGEST_NUMBER else said


def without_percent(text: str) -> str:
    """Drop a percent sign: `12,5 %` is `12,5`."""
    said = text.strip()
    return PERCENT.sub("", said) if len(said) <= LONGEST_NUMBER else said


def write_number(value: float) -> str:
    """Return the canonical text of a number: whole numbers without a point, else with a decimal point."""
    return str(int(value)) if value == int(value) else repr(value)


def _grouped(said: str, mark: str) -> float | Ambiguous | None:
    """Read digits in groups of three: `1.234.567` has one reading, `1.234` two, `0.125` only that of a fraction."""
    digits = said.lstrip("+-")
    if digits.startswith("0"):
        is_fraction = digits.startswith(("0.", "0,")) and digits.count(mark) == 1
        return float(said.replace(mark, ".")) if is_fraction else None
    whole = said.replace(mark, "")
    if mark in " '" or said.count(mark) > 1:
        return float(whole)
    return Ambiguous(as_thousands=whole, as_decimal=f"{said.replace(mark, ',')}0")
