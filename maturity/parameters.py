"""Numbers somebody decided, typed: value, unit, reason, since when."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pandas as pd

from maturity.errors import InvalidInput


@dataclass(frozen=True)
class Parameter:
    """One decided number. `value` may be written as a fraction in the file, so that two thirds are exact."""

    parameter_id: str
    value: float
    unit: str
    reason_de: str
    reason_en: str
    since: str


def parse_value(text: object) -> float:
    """Read `75`, `"2/3"` or `"0.5"` as a number.

    Raises:
        InvalidInput: the text is no number.
    """
    try:
        return float(Fraction(str(text)))
    except (ValueError, ZeroDivisionError) as error:
        raise InvalidInput(what="value", value=text, expected="a number") from error


def parse_parameters(text: str) -> dict[str, Parameter]:
    """Read the text of a `parameters.toml`; an empty one means no parameters of the network's own."""
    entries: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {
        parameter_id: Parameter(parameter_id=parameter_id, **{**entry, "value": parse_value(entry["value"])})
        for parameter_id, entry in entries.items()
    }


def in_force(parameters: Mapping[str, Parameter], changes: Iterable[Mapping[str, Any]]) -> dict[str, Parameter]:
    """Lay the ledger's changes, oldest first, over the file's parameters.

    Args:
        parameters: as read from the file, by id.
        changes: payloads with parameter_id, value, reason, since; an id that the file no longer has is passed over.
    """
    current = dict(parameters)
    for change in changes:
        known = current.get(change["parameter_id"])
        if known is not None:
            current[known.parameter_id] = replace(
                known,
                value=parse_value(change["value"]),
                reason_de=change["reason"],
                reason_en=change["reason"],
                since=change["since"],
            )
    return current


def by_wave(
    parameters: Mapping[str, Parameter], changes: Iterable[Mapping[str, Any]], waves: Sequence[str]
) -> dict[str, dict[str, Parameter]]:
    """Return what is in force in each wave: a change holds from its wave on, one without a wave in all of them.

    Args:
        parameters, changes: as in `in_force`; a change may have a wave_id.
        waves: the wave ids in their order.
    """
    place, known = {wave_id: number for number, wave_id in enumerate(waves)}, list(changes)
    return {
        wave_id: in_force(parameters, [one for one in known if place.get(str(one.get("wave_id")), 0) <= number])
        for wave_id, number in place.items()
    }


def as_table(parameters: Mapping[str, Mapping[str, Parameter]]) -> pd.DataFrame:
    """One row per wave and parameter: wave_id, parameter_id, value, unit, reason_de, reason_en, since."""
    columns = list(Parameter.__dataclass_fields__)
    rows = [
        [wave_id, *(getattr(known[key], column) for column in columns)]
        for wave_id, known in parameters.items()
        for key in sorted(known)
    ]
    return pd.DataFrame(rows, columns=["wave_id", *columns])
