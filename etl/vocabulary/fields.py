"""Planning fields: each text becomes a typed value by its field's type, or a finding says why not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import isinf
from urllib.parse import urlsplit

from etl.vocabulary.items import Item, squash
from etl.vocabulary.numbers import Ambiguous, read_number, without_currency, without_percent, write_number
from etl.vocabulary.options import Options, Problem, Value
from etl.vocabulary.spellings import Vocabulary
from maturity.language import _

LONGEST_TEXT = 4000
MONTHS = {
    name: number
    for names in (
        "januar februar märz april mai juni juli august september oktober november dezember",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
QUARTER = re.compile(
    r"(?P<year>[0-9]{4})[-/ ]*q(?P<number>[1-4])"
    r"|q(?P<number_2>[1-4])[-/. ]*(?P<year_2>[0-9]{4})"
    r"|(?P<number_3>[1-4]|i{1,3}|iv)\.?\s*(?:quartal|quarter|/)\s*(?P<year_3>[0-9]{4})",
    re.IGNORECASE,
)
MONTH = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})|(?P<month_2>[0-9]{1,2})[./](?P<year_2>[0-9]{4})|(?P<name>[a-zä]+)\s+(?P<year_3>[0-9]{4})",
    re.IGNORECASE,
)
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?")
GERMAN_DATE = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
NAMED_DATE = re.compile(r"([0-9]{1,2})\.?\s+([a-zä]+)\s+([0-9]{4})", re.IGNORECASE)
# `07243 101-555`, `+49 7243/101555`; a municipality key has no gap.
PHONE = re.compile(r"(?:\+49|\b0)\s?\(?[1-9]\d{1,4}\)?\s?[ /–-]\s?\d{3,}")
MAILBOX = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
SEPARATORS = re.compile(r"[;|\n]")


@dataclass(frozen=True)
class Field:
    """One planning field as its readers need it."""

    field_id: str
    options: Options
    vocabulary: Vocabulary

    def judge(self, value: Value, number: float) -> Value | Problem:
        """Return the value if its number, or its year, is plausible."""
        low, high = self.vocabulary.field_bounds[self.field_id]
        if low <= number <= high:
            return value
        said = _("{low} and {high}").format(low=_bound(low), high=_bound(high))
        return Problem("value_implausible", expected=said)


def _bound(value: float) -> str:
    return "…" if isinf(value) else write_number(value)


def read_field(item: Item, text: str, vocabulary: Vocabulary) -> Value | Problem:
    """Read the text of a planning field by the type that `planning_fields.csv` declares.

    Returns:
        The canonical code and, where the type has one, the number; or the problem.
    """
    options = vocabulary.fields.get(item.item_id, Options(()))
    reader = READERS[vocabulary.field_types[item.item_id]]
    return reader(text.strip(), Field(item.item_id, options, vocabulary))


def split_choices(text: str, options: Options) -> list[str]:
    """Split several choices in one cell: `A;B;`, `A, B`, one per line. A label may itself hold commas."""
    chosen: list[str] = []
    # No label has more commas than this, so no more pieces can be one.
    names = [*options.aliases, *(name for option in options.options for name in option.names)]
    most = 1 + max((name.count(",") for name in names), default=0)
    for part in SEPARATORS.split(text):
        chosen += _split_commas([piece.strip() for piece in part.split(",")], options, most)
    return [choice for choice in chosen if choice]


def _split_commas(pieces: list[str], options: Options, most: int) -> list[str]:
    """Join neighbouring pieces as long as together they are one option's label."""
    chosen: list[str] = []
    start = 0
    while start < len(pieces):
        ends = range(min(start + most, len(pieces)), start, -1)
        whole = (end for end in ends if isinstance(options.find(", ".join(pieces[start:end])), Value))
        end = next(whole, start + 1)
        chosen.append(", ".join(pieces[start:end]))
        start = end
    return chosen


def _choice(text: str, field: Field) -> Value | Problem:
    return field.options.find(text)


def _choices(text: str, field: Field) -> Value | Problem:
    return _several(text, field.options)


def _topics(text: str, field: Field) -> Value | Problem:
    return _several(text, field.vocabulary.topics)


def _several(text: str, options: Options) -> Value | Problem:
    codes: set[str] = set()
    for part in split_choices(text, options):
        found = options.find(part)
        if isinstance(found, Problem):
            return Problem("choice_unknown", expected=options.permitted, details={"part": part})
        codes.add(found.code)
    return Value(";".join(option.code for option in options.options if option.code in codes))


def _number(text: str, field: Field) -> Value | Problem:
    number = read_number(without_currency(text))
    if isinstance(number, Ambiguous):
        details = {"as_thousands": number.as_thousands, "as_decimal": number.as_decimal}
        return Problem("number_ambiguous", details=details)
    if number is None:
        return Problem("number_unreadable", expected=_("18500 or 2,5"))
    if number < 0:
        return Problem("number_negative")
    return field.judge(Value(write_number(number), number), number)


def _integer(text: str, field: Field) -> Value | Problem:
    found = _number(text, field)
    if isinstance(found, Value) and found.number != int(found.number):
        return Problem("number_unreadable", expected="2")
    return found


def _percent(text: str, field: Field) -> Value | Problem:
    found = _number(without_percent(text), field)
    if isinstance(found, Problem):
        return found
    # A workbook keeps 30 % as 0.3; whether 0.3 means 0.3 % or 30 % only the city knows.
    if found.number > 100 or (0 < found.number < 1 and "%" not in text):
        return Problem("percent_out_of_range", expected=_("{low} and {high}").format(low=0, high=100))
    return found


def _band(text: str, field: Field) -> Value | Problem:
    found = field.options.find(text)
    return found if isinstance(found, Value) else _number(text, field)


def _quarter(text: str, field: Field) -> Value | Problem:
    said = QUARTER.fullmatch(text)
    if not said:
        return Problem("date_unreadable", expected="2027-Q1")
    parts = said.groupdict()
    number = (parts["number"] or parts["number_2"] or parts["number_3"]).casefold()
    year = parts["year"] or parts["year_2"] or parts["year_3"]
    return field.judge(Value(f"{year}-Q{ROMAN.get(number, number)}"), int(year))


def _month(text: str, field: Field) -> Value | Problem:
    day = read_date(text)
    said = MONTH.fullmatch(text)
    if day is not None:
        return field.judge(Value(f"{day:%Y-%m}"), day.year)
    parts = said.groupdict() if said else {}
    year = parts.get("year") or parts.get("year_2") or parts.get("year_3")
    month = parts.get("month") or parts.get("month_2") or MONTHS.get((parts.get("name") or "").casefold(), 0)
    if year is None or not 1 <= int(month) <= 12:
        return Problem("date_unreadable", expected="2027-06")
    return field.judge(Value(f"{year}-{int(month):02d}"), int(year))


def _date(text: str, field: Field) -> Value | Problem:
    day = read_date(text)
    return (
        field.judge(Value(day.isoformat()), day.year) if day else Problem("date_unreadable", expected=_("23.11.2026"))
    )


def read_date(text: str) -> date | None:
    """Read `2026-11-23`, `23.11.2026` or `23. November 2026`; None for what has two readings or does not exist."""
    if said := ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in said.groups())
    elif said := GERMAN_DATE.fullmatch(text):
        day, month, year = (int(part) for part in said.groups())
    elif said := NAMED_DATE.fullmatch(text):
        day, month, year = int(said[1]), MONTHS.get(said[2].casefold(), 0), int(said[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _url(text: str, field: Field) -> Value | Problem:
    try:
        address = urlsplit(text)
    except ValueError:
        return Problem("link_unusable")
    is_link = address.scheme in ("http", "https") and "." in address.netloc and not re.search(r"\s", text)
    return _text(text, field) if is_link else Problem("link_unusable")


def _text(text: str, field: Field) -> Value | Problem:
    if len(text) > LONGEST_TEXT:
        return Problem("text_too_long", expected=str(LONGEST_TEXT))
    has_mail = any("@" in word and MAILBOX.fullmatch(word.strip("<>(),;.:")) for word in text.split())
    is_personal = has_mail or PHONE.search(text) is not None
    return Value(text, note=Problem("personal_data") if is_personal else None)


def _mailbox(text: str, field: Field) -> Value | Problem:
    if not MAILBOX.fullmatch(text):
        return Problem("mailbox_unusable")
    is_personal = "." in text.partition("@")[0]
    return Value(text, note=Problem("personal_data") if is_personal else None)


def _product(text: str, field: Field) -> Value | Problem:
    known = field.vocabulary.products.get(squash(text), frozenset())
    if len(known) == 1:
        return Value(next(iter(known)))
    note = Problem("product_unknown")
    return Value("", note=note) if len(text) <= LONGEST_TEXT else Problem("text_too_long", expected=str(LONGEST_TEXT))


READERS: dict[str, Callable[[str, Field], Value | Problem]] = {
    "choice": _choice,
    "level": _choice,
    "integer": _integer,
    "number": _number,
    "band": _band,
    "quarter": _quarter,
    "month": _month,
    "choices": _choices,
    "text": _text,
    "url": _url,
    "product": _product,
    "percent": _percent,
    "date": _date,
    "topics": _topics,
    "mailbox": _mailbox,
}
