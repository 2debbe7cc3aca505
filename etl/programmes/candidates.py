"""Which programmes of the catalogue are worth a look for a network, and what their text says of being closed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from etl.programmes.catalogue import Listed
from maturity.analysis.funding.programmes import ANY

MUNICIPALITY = "kommune"
EUROPE = "eu"
# Words of the editors that say so. Nothing else makes a programme closed: a missing deadline does not.
CLOSED = re.compile(
    r"antragstellung (?:ist )?(?:derzeit |aktuell )?nicht (?:mehr )?möglich"
    r"|(?:antrags|bewerbungs|einreichungs)frist (?:ist|war) .*abgelaufen"
    r"|(?:programm|förderung|förderaufruf|antragsverfahren) (?:ist|wurde) (?:\w+ )?"
    r"(?:beendet|geschlossen|eingestellt|ausgelaufen)"
    r"|konnten .*\bbis\b.*(?:eingereicht|gestellt) werden",
    re.IGNORECASE,
)
# A point behind a digit is part of a date.
SENTENCE_END = re.compile(r"(?<=[^\d][.!?]) (?=[A-ZÄÖÜ])")


class Mapped(NamedTuple):
    """How the codes of the export read in a network: topics by area, beginnings of city keys by region."""

    topics: Mapping[str, frozenset[str]]
    regions: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Candidate:
    """A programme for municipalities of the region, nationwide or European, with a topic of the network.

    closed_by: the sentence of the export that says it is closed; empty: not known, to be checked.
    """

    listed: Listed
    topics: tuple[str, ...]
    region: tuple[str, ...]
    closed_by: str


def read_mapping(areas: pd.DataFrame) -> Mapped:
    """Read the table of areas: kind (`area`, `region`), code, target."""
    found: dict[str, dict[str, frozenset[str]]] = {"area": {}, "region": {}}
    for row in areas.to_dict("records"):
        known = found[row["kind"]]
        known[row["code"]] = known.get(row["code"], frozenset()) | {row["target"]}
    return Mapped(topics=found["area"], regions=found["region"])


def find_candidates(programmes: Iterable[Listed], mapped: Mapped, city_ids: Iterable[str]) -> list[Candidate]:
    """Choose the programmes that a network should look at, by id.

    Args:
        programmes: the catalogue.
        mapped: which topics and regions its codes stand for.
        city_ids: the members; a region fits if the key of one begins with it.
    """
    cities = list(city_ids)
    found = []
    for listed in programmes:
        topics = sorted(frozenset().union(*(mapped.topics.get(area, frozenset()) for area in listed.areas)))
        region = sorted(frozenset().union(*(mapped.regions.get(code, frozenset()) for code in listed.regions)))
        is_near = EUROPE in listed.givers or any(_covers(part, cities) for part in region)
        if MUNICIPALITY in listed.applicants and topics and is_near:
            found.append(Candidate(listed, tuple(topics), tuple(region), closed_by(listed)))
    return sorted(found, key=lambda candidate: candidate.listed.listed_id)


def _covers(part: str, cities: Iterable[str]) -> bool:
    return part == ANY or any(city_id.startswith(part) for city_id in cities)


def closed_by(listed: Listed) -> str:
    """Return the sentence that says the programme is closed, empty if none does."""
    for text in (listed.status_note, listed.deadlines, listed.summary):
        for sentence in SENTENCE_END.split(text):
            if CLOSED.search(sentence):
                return sentence
    return ""
