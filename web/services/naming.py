"""Names for ids: cities, topics and the codes of planning answers, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from maturity.language import _, text_of
from web.services import snapshot

# More names than this are counted instead: a sentence stays a sentence in a network of 1,000 cities.
MOST_NAMES = 10


@dataclass(frozen=True)
class Names:
    """The names of one wave: cities and topics by id."""

    cities: Mapping[str, str]
    topics: Mapping[str, str]

    def of_cities(self, joined: str) -> str:
        """Write ids joined by ";" as a list of names: `A, B und C`."""
        return _in_words([self.cities[city_id] for city_id in joined.split(";") if city_id in self.cities])

    def of_topics(self, joined: str) -> str:
        """Write ids joined by ";" as a list of topics."""
        return _in_words([self.topics[topic_id] for topic_id in joined.split(";") if topic_id in self.topics])


def _in_words(names: list[str]) -> str:
    names = sorted(names)
    if len(names) <= MOST_NAMES:
        return listed(names)
    rest = _("{count} more").format(count=len(names) - MOST_NAMES)
    return listed([*names[:MOST_NAMES], rest])


def names(wave_id: str) -> Names:
    """The names of the members of a wave and of all topics."""
    return snapshot.remember(_names, wave_id=wave_id)


def _names(wave_id: str) -> Names:
    cities, topics = snapshot.cities(wave_id), snapshot.topics()
    return Names(
        cities=dict(zip(cities["city_id"], cities["city_name"], strict=True)),
        topics=dict(zip(topics["topic_id"], topics["topic_name"], strict=True)),
    )


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


def listed(names: list[str]) -> str:
    """Join names in words: `A, B und C`."""
    if len(names) < 2:
        return "".join(names)
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])
