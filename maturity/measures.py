"""Measures: numbers defined once, what each may be added over, and the fields they can be broken down by.

`measures.csv` is the program's own, not a network's: each row names a column of `measure_cells.sql`.
"""

import csv
from dataclasses import dataclass
from functools import cache

from maturity.errors import UnknownId
from maturity.language import N_, _, current
from maturity.settings import PROJECT

DEFINITIONS = PROJECT / "data" / "reference" / "measures.csv"
ALL = "all"

# What rows, columns and groups can be, and the name each has on the screen.
FIELDS: dict[str, str] = {
    "city": N_("City"),
    "county": N_("County"),
    "size_class": N_("Size class"),
    "dimension": N_("Dimension"),
    "topic": N_("Topic"),
    "question": N_("Question"),
    "core": N_("Core question"),
    "level": N_("Level of the topic"),
    "status": N_("Project status"),
    "priority": N_("Priority"),
    "target": N_("Target level"),
    "lead_interest": N_("Interest in leading"),
    "provider": N_("Who runs it"),
    "wave": N_("Wave"),
}
# A city may be in several groups of the network's own: they choose cities, but are no rows that could be added up.
ONLY_FILTERS: dict[str, str] = {"city_group": N_("Group of cities")}
# A wave is chosen, the rest may be filtered by.
FILTERS = (*(field for field in FIELDS if field != "wave"), *ONLY_FILTERS)


@dataclass(frozen=True)
class Measure:
    """One number: its unit (points, level, share, count, agreement), grain, and the fields it adds over."""

    measure_id: str
    unit: str
    grain: str
    adds_over: tuple[str, ...]
    name_de: str
    name_en: str
    definition_de: str
    definition_en: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return str(getattr(self, f"name_{current()}"))

    @property
    def definition(self) -> str:
        """The definition in the reader's language."""
        return str(getattr(self, f"definition_{current()}"))

    @property
    def is_additive(self) -> bool:
        """Whether its parts add up to its totals over cities; totals of the others are computed again."""
        return bool(self.adds_over)


@cache
def measures() -> dict[str, Measure]:
    """Return all measures by id, in the order of their file."""
    with DEFINITIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    texts = [name for name in Measure.__dataclass_fields__ if name != "adds_over"]
    return {
        row["measure_id"]: Measure(
            adds_over=tuple(filter(None, row["adds_over"].split("|"))), **{name: row[name] for name in texts}
        )
        for row in rows
    }


def measure(measure_id: str) -> Measure:
    """Return one measure.

    Raises:
        UnknownId: there is no such measure.
    """
    known = measures()
    if measure_id not in known:
        raise UnknownId(value=measure_id, concept=_("measure"), known=", ".join(known))
    return known[measure_id]
