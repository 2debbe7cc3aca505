"""Names for ids: cities, topics, waves and the codes of planning answers, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from etl.reference.read import with_distinct_names
from maturity.clock import local
from maturity.language import _, day, ngettext, sort_key, text_of, version
from maturity.rows import rows_of
from web.services import opened, snapshot

# More names than this are counted instead: a sentence stays a sentence in a network of 1,000 cities.
MOST_NAMES = 10


@dataclass(frozen=True)
class Names:
    """The names of one wave: cities and topics by id."""

    cities: Mapping[str, str]
    topics: Mapping[str, str]

    def city(self, city_id: str | None) -> str:
        """The city's name; of one that left the wave, its id."""
        return self.cities.get(str(city_id), str(city_id))

    def of_cities(self, joined: str) -> str:
        """Write ids joined by ";" as a list of names: `A, B und C`."""
        known = [self.cities[city_id] for city_id in joined.split(";") if city_id in self.cities]
        return listed(sorted(known, key=sort_key), most=MOST_NAMES)

    def of_topics(self, joined: str) -> str:
        """Write ids joined by ";" as a list of topics."""
        known = [self.topics[topic_id] for topic_id in joined.split(";") if topic_id in self.topics]
        return listed(quoted(sorted(known, key=sort_key)), most=MOST_NAMES)


def names(wave_id: str) -> Names:
    """The names of the members of a wave and of all topics."""
    return snapshot.remember(_names, wave_id=wave_id)


def _names(wave_id: str) -> Names:
    cities, topics = snapshot.cities(wave_id), snapshot.topics()
    return Names(
        cities=dict(zip(cities["city_id"], cities["city_name"], strict=True)),
        topics=dict(zip(topics["topic_id"], topics["topic_name"], strict=True)),
    )


def all_cities() -> dict[str, str]:
    """The name of every city of the reference data, also of those that are no member of a wave."""
    cities = with_distinct_names(opened.reference().cities)
    return dict(zip(cities["city_id"], cities["name"], strict=True))


def of_waves(waves: pd.DataFrame) -> dict[str, str]:
    """The name of each wave: its id and what it is called; `waves` has wave_id, label."""
    return {row.wave_id: f"{row.wave_id} · {row.label}" if row.label else row.wave_id for row in rows_of(waves)}


def codes(field_id: str) -> dict[str, str]:
    """The wording of each code of a planning field, in the order of the reference."""
    return snapshot.remember(_codes, field_id=field_id)


def _codes(field_id: str) -> dict[str, str]:
    options = snapshot.table("planning_options")
    options = options.loc[options["field_id"] == field_id]
    return {str(row["code"]): text_of(row, "label") for row in options.to_dict("records")}


def of_codes(field_id: str, joined: str) -> str:
    """Write codes joined by ";" in words; a code that the reference does not know is left as it is."""
    wording = codes(field_id)
    return ", ".join(wording.get(code, code) for code in joined.split(";") if code)


def listed(names: Sequence[str], *, most: int | None = None) -> str:
    """Join names in words: `A, B und C`; of many the first ones and how many more there are, never a single one."""
    shown = list(names)
    if most is not None and len(shown) > most + 1:
        shown = [*shown[:most], _("{count} more").format(count=len(shown) - most)]
    if len(shown) < 2:
        return "".join(shown)
    return _("{first} and {last}").format(first=", ".join(shown[:-1]), last=shown[-1])


def missing(names: Sequence[str]) -> str:
    """Name the cities that have handed in nothing."""
    return ngettext("Missing: {names}.", "Missing: {names}.", len(names)).format(names=listed(names))


def quoted(names: Sequence[str]) -> list[str]:
    """Put names of topics, which often hold an “and” of their own, in quotation marks."""
    return [_("“{name}”").format(name=name) for name in names]


def data_version() -> str:
    """Name the published data for readers: `Nr. 2 vom 24.11.2026`, the day on which its newest answers came in."""
    return snapshot.remember(_data_version)


def _data_version() -> str:
    number, newest = version(snapshot.snapshot().name), snapshot.table("wave_sources")["last_at"].max()
    if pd.isna(newest):
        return number
    return _("{number} of {day}").format(number=number, day=day(local(str(newest)).date()))
