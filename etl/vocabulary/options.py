"""Options: the permitted answers of a question or field under all their spellings; nothing is guessed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NamedTuple

from etl.findings import Finding
from etl.vocabulary.numbers import read_number
from maturity.language import _

NAN = float("nan")
# In `plain` form. Each is taken only where the question has exactly one option of that kind.
NOT_STATED = frozenset(
    {
        *("ka", "k.a", "k.a.", "k/a", "keineangabe", "keineangaben", "weissnicht", "keineantwort"),
        *("notstated", "noanswer", "dontknow"),
    }
)
NOT_OURS = frozenset(
    {
        *("nz", "n.z", "n.z.", "entfaellt", "nichtzustaendig", "trifftnichtzu", "nichtzutreffend"),
        *("notapplicable", "notresponsible"),
    }
)
LEVEL = re.compile(r"^(?:stufe|level)?\s*(\d+(?:[.,]0+)?)$", re.IGNORECASE)
CODE_AND_LABEL = re.compile(
    r"^(?:stufe\s+|level\s+)?([^\s–—:.)(-]+)\s*(?:[–—:.)(-]\s*|\s)(\S.*?)\)?$", re.IGNORECASE | re.DOTALL
)
SHORTEST_LABEL_START = 6
NO_DETAILS: Mapping[str, object] = MappingProxyType({})


class Problem(NamedTuple):
    """Why a text cannot be taken, or what is worth noting about it: a finding without its place."""

    code: str
    expected: str | None = None
    details: Mapping[str, object] = NO_DETAILS

    def at(self, place: "Place", value: str | None) -> Finding:
        """Return the finding at its place."""
        return Finding(
            code=self.code,
            row=place.row,
            column=place.column,
            line=place.line,
            value=value,
            expected=self.expected,
            details=dict(self.details),
        )


class Place(NamedTuple):
    """Where something stands in a file."""

    row: int | None = None
    column: str | None = None
    line: int | None = None


class Value(NamedTuple):
    """A text as the program keeps it: canonical code, number where it has one, a note where one is due."""

    code: str
    number: float = NAN
    note: Problem | None = None


class Option(NamedTuple):
    """One permitted answer."""

    code: str
    value: float
    kind: Literal["level", "kA", "nz"]
    names: tuple[str, ...]


def plain(text: str) -> str:
    """Return a text without what writers vary freely: case, spaces, umlauts, kinds of dashes and quotes."""
    said = unicodedata.normalize("NFKC", text).casefold()
    for written, meant in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        said = said.replace(written, meant)
    said = re.sub(r"[‐‑‒–—−]", "-", said)
    said = re.sub("[„“”\"'‘’‚«»\u00ad]", "", said)
    return re.sub(r"\s+", "", said)


@dataclass(frozen=True)
class Options:
    """The permitted answers of one question or planning field, found under any of their spellings."""

    options: tuple[Option, ...]
    aliases: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> Value | Problem:
        """Return the option that a text means, surest way first: code as it stands, folded, label, `3 – label`."""
        if option := self._by_code.get(text) or self._by_code.get(text.strip()):
            return Value(option.code, option.value)
        # `²` folds to `2`, but whoever wrote it may have meant something else.
        is_plain = text.isascii() or not any(sign.isdigit() and not sign.isascii() for sign in text)
        for names in (self._by_folded_code, self._by_name) if is_plain else (self._by_name,):
            known = names.get(plain(text), ())
            if len(known) > 1:
                return Problem("answer_ambiguous", expected=", ".join(option.code for option in known))
            if known:
                return Value(known[0].code, known[0].value)
        return self._by_level(text) or self._by_code_and_label(text) or self._by_kind(text) or self._unknown(text)

    def at_position(self, position: int) -> Value | None:
        """Return the option at a place of the questionnaire's order, as survey tools count: `A1` is the first."""
        if not 0 <= position < len(self.options):
            return None
        return Value(self.options[position].code, self.options[position].value)

    @property
    def permitted(self) -> str:
        """The codes in words, `0, 1, 2, kA`."""
        return ", ".join(option.code for option in self.options)

    @cached_property
    def _by_code(self) -> dict[str, Option]:
        return {option.code: option for option in self.options}

    @cached_property
    def _by_folded_code(self) -> dict[str, list[Option]]:
        return _grouped((plain(option.code), option) for option in self.options)

    @cached_property
    def _by_name(self) -> dict[str, list[Option]]:
        names = [(plain(name), option) for option in self.options for name in option.names if plain(name)]
        names += [(plain(alias), self._by_code[code]) for alias, code in self.aliases.items() if code in self._by_code]
        return _grouped(names)

    def _by_level(self, text: str) -> Value | None:
        """`Stufe 3`, `3,0`."""
        said = LEVEL.match(text.strip())
        number = read_number(said.group(1)) if said else None
        option = self._by_code.get(str(int(number))) if isinstance(number, float) and number == int(number) else None
        return Value(option.code, option.value) if option else None

    def _by_code_and_label(self, text: str) -> Value | Problem | None:
        """`3 – im Regelbetrieb`. A label of another option is a contradiction, not a choice between the two."""
        parts = CODE_AND_LABEL.match(text.strip())
        option = self._by_code.get(parts.group(1)) if parts else None
        if parts is None or option is None or read_number(text) is not None:
            return None
        label = plain(parts.group(2))
        names = [plain(name) for name in option.names]
        starts = len(label) >= SHORTEST_LABEL_START and any(name.startswith(label) for name in names)
        if label in names or starts:
            return Value(option.code, option.value)
        return Problem("answer_contradicts", expected=option.code, details={"label": parts.group(2)})

    def _by_kind(self, text: str) -> Value | None:
        for kind, spellings in (("kA", NOT_STATED), ("nz", NOT_OURS)):
            known = [option for option in self.options if option.kind == kind]
            if len(known) == 1 and plain(text) in spellings:
                return Value(known[0].code, known[0].value)
        return None

    def _unknown(self, text: str) -> Problem:
        levels = [option for option in self.options if option.kind == "level"]
        is_counted = bool(levels) and all(option.code.isdecimal() for option in levels)
        number = read_number(text)
        if is_counted and isinstance(number, float) and number == int(number):
            low, high = (pick(int(option.code) for option in levels) for pick in (min, max))
            return Problem("level_out_of_range", expected=_("{low} and {high}").format(low=low, high=high))
        return Problem("answer_unknown", expected=self.permitted)


def _grouped(pairs: Iterable[tuple[str, Option]]) -> dict[str, list[Option]]:
    found: dict[str, list[Option]] = {}
    for name, option in pairs:
        known = found.setdefault(name, [])
        if option not in known:
            known.append(option)
    return found
