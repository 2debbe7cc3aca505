"""The reader's language: texts, numbers, dates. German by default, English on request.

Code writes English texts through `_()`; `maturity/locales/de` holds their German. The language is a
context variable, so each visitor's script run and each command has its own.
"""

import gettext as _gettext
import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LANGUAGES = ("de", "en")
CATALOGUES = Path(__file__).parent / "locales"

_language: ContextVar[str] = ContextVar("language", default="de")


def use(language: str) -> None:
    """Set the language of this context; an unknown one falls back to German."""
    _language.set(language if language in LANGUAGES else "de")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Set the language for a block, for what is written in more than the reader's."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def current() -> str:
    """Return the language in force, `de` or `en`."""
    return _language.get()


@cache
def _translations(language: str) -> _gettext.NullTranslations:
    catalogue = CATALOGUES / language / "LC_MESSAGES" / "digitalkompass.po"
    if not catalogue.exists():  # English is the language of the code
        return _gettext.NullTranslations()
    with catalogue.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def _(text: str) -> str:
    """Return the text in the reader's language."""
    return _translations(current()).gettext(text)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the singular or plural text in the reader's language."""
    return _translations(current()).ngettext(singular, plural, count)


def N_(text: str) -> str:
    """Mark a text for translation where it is defined; `_()` translates it where it is shown."""
    return text


def number(value: float, digits: int = 0) -> str:
    """Format a number with a fixed count of decimals: `1.234,5` in German; 56.25 becomes 56,3 as people round."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(rounded, format=pattern, locale=current())


def percent(share: float) -> str:
    """Format a share of 0-1 as whole percent, with a no-break space in German: `67 %`."""
    return format_percent(share, locale=current())


def day(value: date) -> str:
    """Format a date: `23.11.2026` in German."""
    return format_date(value, format="dd.MM.yyyy" if current() == "de" else "d MMM yyyy", locale=current())


def version(snapshot: str) -> str:
    """Name published data for readers: `Nr. 2` in German for `maturity-000002`; any other name stays as it is."""
    count = snapshot.rpartition("-")[2]
    return _("no. {number}").format(number=int(count)) if count.isdecimal() else snapshot


def sort_key(name: str) -> tuple[str, str]:
    """Return the key by which names are sorted: accents decide only between names that are equal without them."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)), name


def text_of(row: object, name: str) -> str:
    """Return the `<name>_de` or `<name>_en` attribute or key of a reference row, German where English is empty."""
    get = row.get if hasattr(row, "get") else lambda key: getattr(row, key)
    return str(get(f"{name}_{current()}") or get(f"{name}_de"))
