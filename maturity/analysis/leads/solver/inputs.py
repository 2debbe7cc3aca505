"""Lead inputs: what callers hand over, in whichever shape, as plain arrays. Unknown ids and wrong values are named."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from maturity.analysis._checks import as_numbers, is_number, require_columns
from maturity.errors import InvalidInput, UnknownId

Floats = NDArray[np.float64]
Label = Hashable
Pairs = pd.DataFrame | pd.Series | Mapping[Any, Any] | Iterable[tuple[Any, Any]]


def read_fit(fit: pd.DataFrame | pd.Series | Mapping[Any, Any]) -> pd.DataFrame:
    """Read a table of fits as floats, cities x topics.

    Args:
        fit: a table with cities as index and topics as columns; or a long table with city_id, topic_id, fit;
            or a series indexed by city and topic; or a dict city -> {topic: fit}. NaN = cannot lead.

    Raises:
        InvalidInput: a fit is infinite or no number, a city or topic appears twice, or it is no table of pairs.
    """
    wide = _wide(fit)
    for axis, labels in (("city_id", wide.index), ("topic_id", wide.columns)):
        if labels.has_duplicates:
            raise InvalidInput(what=axis, value=labels[labels.duplicated()][0], expected="unique")
    wide = pd.DataFrame(as_numbers(wide, "fit"), index=wide.index, columns=wide.columns)
    for city, topic in np.argwhere(np.isinf(wide.to_numpy()))[:1]:
        what = f"fit: {wide.index[city]}, {wide.columns[topic]}"
        raise InvalidInput(what=what, value="infinite", expected="a finite number, or empty where unknown")
    return wide


def _wide(fit: pd.DataFrame | pd.Series | Mapping[Any, Any]) -> pd.DataFrame:
    if isinstance(fit, pd.Series) and fit.index.nlevels == 2:
        return fit.unstack()
    if isinstance(fit, Mapping) and all(isinstance(row, Mapping | pd.Series) for row in fit.values()):
        return pd.DataFrame.from_dict({city: dict(row) for city, row in fit.items()}, orient="index")
    if not isinstance(fit, pd.DataFrame):
        raise InvalidInput(what="fit", value=type(fit).__name__, expected="a table of cities x topics")
    if {"city_id", "topic_id", "fit"} <= set(fit.columns):
        pairs = fit[["city_id", "topic_id"]]
        if pairs.duplicated().any():
            raise InvalidInput(
                what="city_id, topic_id", value=tuple(pairs[pairs.duplicated()].iloc[0]), expected="unique"
            )
        return fit.pivot(index="city_id", columns="topic_id", values="fit")
    return fit


def read_amounts(
    amounts: float | Mapping[Any, float] | pd.Series | pd.DataFrame, labels: Sequence[Label], *, what: str, key: str
) -> Floats:
    """Read one amount per label: a single number for all, or a mapping, series or table with a row for each.

    Args:
        amounts: the numbers; a table has the columns `key` and `what`.
        labels: cities or topics, in the order of the result.
        what: the name of the amount, as in messages.
        key: the name of the labels' column, as in messages.

    Raises:
        InvalidInput: an amount is missing, negative, infinite or no number.
        UnknownId: an amount belongs to a label that the fit does not have.
    """
    if isinstance(amounts, pd.DataFrame):
        require_columns(amounts, key, what)
        amounts = amounts.set_index(key)[what]
    by_label = dict(amounts) if isinstance(amounts, Mapping | pd.Series) else dict.fromkeys(labels, amounts)
    known = set(labels)
    for label in by_label:
        _require_known(label, known, key)
    values = [by_label.get(label, np.nan) for label in labels]
    for label, value in zip(labels, values, strict=True):
        if not (is_number(value) and 0 <= value < np.inf):
            raise InvalidInput(what=f"{what}[{label}]", value=value, expected="a finite number, 0 or more")
    return np.array(values, dtype="float64")


def read_pairs(pairs: Pairs) -> list[tuple[Any, Any]]:
    """Read pairs (city, topic) from pairs, a table with city_id and topic_id, or a mapping topic -> city or cities.

    Rows without a city are left out, so a plan's `leads` table can be handed over as it is.

    Raises:
        MissingColumns: a table lacks one of the two columns.
        InvalidInput: something is no pair.
    """
    if isinstance(pairs, pd.DataFrame):
        require_columns(pairs, "city_id", "topic_id")
        pairs = zip(pairs["city_id"], pairs["topic_id"], strict=True)
    elif isinstance(pairs, Mapping | pd.Series):
        pairs = [(city, topic) for topic, cities in pairs.items() for city in _several(cities)]
    listed = [pairs] if isinstance(pairs, str) else list(pairs)
    for pair in listed:
        if isinstance(pair, str) or len(pair) != 2:
            raise InvalidInput(what="pairs", value=pair, expected="pairs of city and topic")
    return sorted({(city, topic) for city, topic in listed if city is not None and city == city}, key=str)


def _several(cities: Any) -> Iterable[Any]:
    return cities if isinstance(cities, list | tuple | set | frozenset) else [cities]


def locate(pairs: Pairs, cities: Sequence[Label], topics: Sequence[Label]) -> list[tuple[int, int]]:
    """Read pairs as positions of city and topic.

    Raises:
        UnknownId: a pair names a city or topic that the fit does not have.
    """
    rows, columns = ({label: position for position, label in enumerate(labels)} for labels in (cities, topics))
    places = []
    for city, topic in read_pairs(pairs):
        _require_known(city, rows, "city_id")
        _require_known(topic, columns, "topic_id")
        places.append((rows[city], columns[topic]))
    return places


def mark(chosen: Iterable[Any], cities: Sequence[Label]) -> NDArray[np.bool_]:
    """Return one flag per city: is it among the chosen ones?

    Raises:
        UnknownId: a chosen city is not in the fit.
    """
    chosen, known = set(chosen), set(cities)
    for city in sorted(chosen, key=str):
        _require_known(city, known, "city_id")
    return np.array([city in chosen for city in cities], dtype=bool)


def _require_known(label: Any, known: Iterable[Any], concept: str) -> None:
    if label not in known:
        raise UnknownId(value=label, concept=concept, known=", ".join(sorted(map(str, known))))
