"""Pivots: what is asked for, as it stands in the address, and the cells of the answer.

A pivot names whitelisted fields and measures; ids are values bound to one statement: no visitor's text becomes SQL.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from maturity.analysis.scores.agreement_measures import van_der_eijk
from maturity.errors import InvalidInput, UnknownId, UnknownWave
from maturity.language import _
from maturity.measures import ALL, FIELDS, FILTERS, measure
from web.services import snapshot

KEYS = ["group_id", "row_id", "column_id", "wave_id"]
SORTS = ("order", "high", "low")
FILTER_PREFIX = "in_"


@dataclass(frozen=True)
class Pivot:
    """What to show: measures, the fields of rows, columns and groups, one or more waves, and the ids chosen per field.

    Args:
        waves: oldest first, all sample or all real.
        is_alike: of several waves only what each city was asked in all of them.
        filters: pairs of a field and its chosen ids; a field that is not named is not filtered.
        sort: the reference's order, or by value.
    """

    measures: tuple[str, ...]
    rows: str
    columns: str
    waves: tuple[str, ...]
    group_by: str = ALL
    is_alike: bool = True
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = "order"

    @property
    def splits_waves(self) -> bool:
        """Whether each column is split into the waves, because no field is the wave."""
        return len(self.waves) > 1 and "wave" not in (self.rows, self.columns, self.group_by)

    @property
    def shows_change(self) -> bool:
        """Whether two waves stand side by side and like is compared with like."""
        return len(self.waves) == 2 and self.is_alike and "wave" not in (self.rows, self.group_by)

    def chosen(self, field: str) -> tuple[str, ...]:
        """The ids chosen of a field; none if it is not filtered."""
        return dict(self.filters).get(field, ())


def read(address: Mapping[str, str], *, wave_id: str) -> Pivot:
    """Read a pivot from the parameters of an address.

    Args:
        address: measure, rows, columns, group, with (waves beside `wave_id`), alike (0 = no), sort, and `in_<field>`;
            lists are joined by commas.
        wave_id: the wave in view.

    Raises:
        UnknownId: a field or measure does not exist.
        UnknownWave: a wave does not exist or is of the other kind, sample or real.
    """
    rows, columns, group_by = _fields(address)
    return Pivot(
        measures=tuple(measure(id_).measure_id for id_ in _ids(address.get("measure", "score"))),
        rows=rows,
        columns=columns,
        group_by=group_by,
        waves=_waves(wave_id, address),
        is_alike=address.get("alike", "1") != "0",
        filters=tuple(
            (field, ids) for field in FILTERS if (ids := tuple(_ids(address.get(f"{FILTER_PREFIX}{field}", ""))))
        ),
        sort=_known(address.get("sort", "order"), SORTS, _("order")),
    )


def _fields(address: Mapping[str, str]) -> tuple[str, str, str]:
    fields = (address.get("rows", "topic"), address.get("columns", ALL), address.get("group", ALL))
    for field in fields:
        _known(field, (ALL, *FIELDS), _("field"))
    named = [field for field in fields if field != ALL]
    if len(named) != len(set(named)):
        raise InvalidInput(what=_("The choice"), value=", ".join(named), expected=_("a different field each time"))
    return fields


def _known(value: str, known: tuple[str, ...], concept: str) -> str:
    if value not in known:
        raise UnknownId(value=value, concept=concept, known=", ".join(known))
    return value


def _ids(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def _waves(wave_id: str, address: Mapping[str, str]) -> tuple[str, ...]:
    """The wave in view and those beside it, oldest first; by default the one before."""
    alike = comparable_waves(wave_id)
    beside = _ids(address["with"]) if "with" in address else alike[: alike.index(wave_id)][-1:]
    for wave in beside:
        if wave not in alike:
            raise UnknownWave(wave_id=wave, known=", ".join(alike))
    return tuple(wave for wave in alike if wave == wave_id or wave in beside)


def comparable_waves(wave_id: str) -> list[str]:
    """Return the waves with answers that may stand beside this one, itself among them: all sample, or all real.

    Raises:
        UnknownWave: it has no answers.
    """
    waves = snapshot.waves()
    waves = waves.loc[waves["submitted_count"] > 0].set_index("wave_id")
    if wave_id not in waves.index:
        raise UnknownWave(wave_id=wave_id, known=", ".join(waves.index))
    return list(waves.index[waves["is_sample"] == waves["is_sample"][wave_id]])


def write(pivot: Pivot) -> dict[str, str]:
    """Return the address parameters that `read` makes the same pivot of; the wave in view is the newest."""
    return {
        "measure": ",".join(pivot.measures),
        "rows": pivot.rows,
        "columns": pivot.columns,
        "group": pivot.group_by,
        "wave": pivot.waves[-1],
        "with": ",".join(pivot.waves[:-1]),
        "alike": "1" if pivot.is_alike else "0",
        "sort": pivot.sort,
        **{f"{FILTER_PREFIX}{field}": ",".join(ids) for field, ids in pivot.filters},
    }


def cells(pivot: Pivot) -> pd.DataFrame:
    """Compute a pivot.

    Returns:
        One row per wave and cell, subtotal and total: group_id, row_id, column_id, wave_id, is_all_groups,
        is_all_rows, is_all_columns, scored_city_count, covered_count, coverable_count, and every measure (NaN where
        it is not defined or has too few answers). Shared: never change it.
    """
    return snapshot.remember(_cells, pivot=pivot)


def _cells(pivot: Pivot) -> pd.DataFrame:
    rows = snapshot.table(
        "measure_cells",
        rows=pivot.rows,
        columns=pivot.columns,
        group_by=pivot.group_by,
        waves=list(pivot.waves),
        is_alike=pivot.is_alike and len(pivot.waves) > 1,
        **{field: list(ids) or None for field in FILTERS for ids in [pivot.chosen(field)]},
    )
    return _with_agreement(rows)


def _with_agreement(rows: pd.DataFrame) -> pd.DataFrame:
    least = {wave: snapshot.parameter("agreement_min_answers", wave) for wave in rows["wave_id"].unique()}
    values = [
        van_der_eijk(counts.astype(float)) if counts.sum() >= least[wave] else float("nan")
        for wave, counts in zip(rows["wave_id"], rows["level_counts"], strict=True)
    ]
    return rows.drop(columns="level_counts").assign(agreement=pd.Series(values, dtype=float))


def address_fields() -> list[str]:
    """Return every parameter of an address that belongs to a pivot."""
    own = ["measure", "rows", "columns", "group", "wave", "with", "alike", "sort"]
    return list(chain(own, (f"{FILTER_PREFIX}{field}" for field in FILTERS)))
