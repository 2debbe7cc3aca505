"""Harmonise: many spellings of a city, a wave, an item, an answer become one id or code; nothing is guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from etl.reference.read import Reference
from etl.vocabulary.items import Items, build_items, squash
from etl.vocabulary.options import NAN, Option, Options, plain

CITY_TITLE = re.compile(
    r"^(?:(?:große\s+kreisstadt|stadt(?:verwaltung)?|gemeinde|kommune|city of)\s+)+|(?:,|\s)\s*stadt$", re.IGNORECASE
)

# Longer texts name nothing; on them the pattern above would take seconds.
LONGEST_NAME = 200


class Named(NamedTuple):
    """A city or wave that a text means. `is_padded`: the key had lost its leading zero."""

    key: str
    is_padded: bool = False


@dataclass(frozen=True)
class Names:
    """Cities or waves of the network under their ids, names and aliases.

    Args:
        key_length: how long every key is, where all are digits; 0 where they are not.
    """

    keys: dict[str, str]
    names: dict[str, frozenset[str]]
    key_length: int = 0

    def find(self, text: str) -> Named | None:
        """Return what a text names; None when it names nothing, or more than one."""
        said = text.strip()
        if len(said) > LONGEST_NAME:
            return None
        if said in self.keys:
            return Named(said)
        digits = re.sub(r"[\s.]", "", said)
        if self.key_length and digits.isdecimal():
            padded = digits.zfill(self.key_length)
            is_near = len(digits) >= self.key_length - 1
            return Named(padded, is_padded=len(digits) < self.key_length) if padded in self.keys and is_near else None
        known = self.names.get(city_name_key(said)) or self.names.get(plain(said)) or frozenset()
        return Named(next(iter(known))) if len(known) == 1 else None

    def name(self, key: str) -> str:
        """Return the name that a reader knows."""
        return self.keys.get(key, key)


def city_name_key(text: str) -> str:
    """Return a city's name without its title: `Stadt Ettlingen`, `Ettlingen, Stadt` and `ettlingen` are one."""
    return squash(plain(CITY_TITLE.sub(" ", text.strip())))


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All spellings of one network's cities, waves, items and answers, made once per reference data."""

    items: Items
    cities: Names
    waves: Names
    questions: dict[str, Options]
    fields: dict[str, Options]
    field_types: dict[str, str]
    field_bounds: dict[str, tuple[float, float]]
    topics: Options
    products: dict[str, frozenset[str]]
    members: frozenset[tuple[str, str]]

    @cached_property
    def answer_words(self) -> frozenset[str]:
        """Every code and label that is an answer to some question, in `plain` form."""
        options = [option for question in self.questions.values() for option in question.options]
        return frozenset(plain(text) for option in options for text in (option.code, *option.names))


@lru_cache(maxsize=8)
def build_vocabulary(reference: Reference) -> Vocabulary:
    """Prepare every look-up that reading a file needs."""
    aliases = _aliases(reference)
    return Vocabulary(
        items=build_items(reference),
        cities=_cities(reference, aliases.get("city", {})),
        waves=_waves(reference),
        questions=_question_options(reference),
        fields=_field_options(reference, aliases.get("option", {})),
        field_types=dict(zip(reference.planning_fields["field_id"], reference.planning_fields["type"], strict=True)),
        field_bounds=_field_bounds(reference),
        topics=_topic_options(reference),
        products=_products(reference),
        members=frozenset(zip(reference.memberships["city_id"], reference.memberships["wave_id"], strict=True)),
    )


def _aliases(reference: Reference) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in reference.aliases.to_dict("records"):
        found.setdefault(str(row["kind"]), {})[str(row["alias"])] = str(row["target_id"])
    return found


def _cities(reference: Reference, aliases: dict[str, str]) -> Names:
    keys = {str(row["city_id"]): str(row["name"]) for row in reference.cities.to_dict("records")}
    spellings = [(name, key) for key, name in keys.items()] + list(aliases.items()) + [(key, key) for key in keys]
    return Names(keys, _name_sets((city_name_key(name), key) for name, key in spellings), _key_length(keys))


def _key_length(keys: Iterable[str]) -> int:
    """Return the length that all keys share if they are digits, so that a lost leading zero can be put back; else 0."""
    lengths = {len(key) if key.isdecimal() else 0 for key in keys}
    return lengths.pop() if len(lengths) == 1 else 0


def _waves(reference: Reference) -> Names:
    keys = {str(row["wave_id"]): str(row["label"]) for row in reference.waves.to_dict("records")}
    spellings = [(name, key) for key, label in keys.items() for name in (key, label)]
    return Names(keys, _name_sets((form(name), key) for name, key in spellings for form in (plain, squash)))


def _name_sets(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, key in pairs:
        found[name] = found.get(name, frozenset()) | {key}
    return found


def _topic_options(reference: Reference) -> Options:
    return Options(
        tuple(
            Option(str(row["topic_id"]), NAN, "level", (row["name_de"], row["long_name_de"], row["name_en"]))
            for row in reference.topics.to_dict("records")
        )
    )


def _question_options(reference: Reference) -> dict[str, Options]:
    levels = {str(row["level"]): (row["name_de"], row["name_en"]) for row in reference.levels.to_dict("records")}
    found: dict[str, list[Option]] = {}
    for row in reference.options.to_dict("records"):
        option = Option(str(row["code"]), float(row["value"]), row["kind"], (row["label_de"], row["label_en"]))
        found.setdefault(str(row["question_id"]), []).append(option)
    return {key: Options(tuple(_with_level_names(options, levels))) for key, options in found.items()}


def _with_level_names(options: list[Option], level_names: dict[str, tuple[str, str]]) -> list[Option]:
    """Let `im Regelbetrieb` stand for level 3, except where a question's own wording uses it for another level."""
    taken = {plain(name): option.code for option in options for name in option.names}
    return [
        option._replace(
            names=option.names
            + tuple(
                name
                for name in level_names.get(option.code, ())
                if option.kind == "level" and taken.get(plain(name), option.code) == option.code
            )
        )
        for option in options
    ]


def _field_options(reference: Reference, aliases: dict[str, str]) -> dict[str, Options]:
    found: dict[str, list[Option]] = {}
    for row in reference.planning_options.to_dict("records"):
        option = Option(str(row["code"]), float(row["value"]), "level", (row["label_de"], row["label_en"]))
        found.setdefault(str(row["field_id"]), []).append(option)
    return {
        field_id: Options(
            tuple(options),
            {a: target.partition(".")[2] for a, target in aliases.items() if target.partition(".")[0] == field_id},
        )
        for field_id, options in found.items()
    }


def _field_bounds(reference: Reference) -> dict[str, tuple[float, float]]:
    """The least and the greatest plausible number, or year, of each field; without bounds those of the reals."""
    fields = reference.planning_fields
    low, high = fields["min"].fillna(float("-inf")), fields["max"].fillna(float("inf"))
    return {str(key): (float(a), float(b)) for key, a, b in zip(fields["field_id"], low, high, strict=True)}


def _products(reference: Reference) -> dict[str, frozenset[str]]:
    return _name_sets(
        (squash(spelling), str(row["product_id"]))
        for row in reference.products.to_dict("records")
        for spelling in (str(row["product_id"]), str(row["name"]), *str(row["spellings"]).split("|"))
        if squash(spelling)
    )
