"""Coverage: what was asked, what is answered, whether that is enough, and how gaps are filled."""

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis._checks import require_share
from maturity.analysis.scores.means import Array
from maturity.analysis.scores.tree import Tree, known_rules
from maturity.errors import InvalidInput

Missing = Literal["available", "low", "high", "median"]
MISSING: tuple[Missing, ...] = ("available", "low", "high", "median")
Flags = npt.NDArray[np.bool_]
Rule = TypeVar("Rule")

TWO_THIRDS = 2 / 3
# Coverage is a quotient: two of three must meet a threshold of two thirds however either was computed.
COVERAGE_TOLERANCE = 1e-9


def asked_cells(points: pd.DataFrame, applicable: pd.DataFrame | None) -> Flags:
    """Return which question each city was asked; an answered question was, whatever `applicable` says."""
    answered = points.notna().to_numpy()
    if applicable is None:
        return np.ones_like(answered)
    if not (applicable.index.equals(points.index) and applicable.columns.equals(points.columns)):
        raise InvalidInput(what="applicable", value="of another shape", expected="of the rows and columns of points")
    return np.asarray(applicable.to_numpy(dtype=bool) | answered)


def fill_gaps(points: Array, asked: Flags, missing: str) -> Array:
    """Fill what was asked but not answered by one of the MISSING rules; cities on the second last axis."""
    if missing == "available":
        return points
    if missing == "median":
        # A question that nobody answered has no median and stays a gap.
        filling = pd.DataFrame(points).median().to_numpy()
    elif missing in MISSING:
        filling = np.full(points.shape[-1], 0.0 if missing == "low" else 100.0)
    else:
        raise InvalidInput(what="missing", value=missing, expected=f"one of {', '.join(MISSING)}")
    return np.where(asked & np.isnan(points), filling, points)


def count_coverage(
    tree: Tree, answered: Flags, asked: Flags, min_coverage: float | Mapping[str, float], filled: Flags | None = None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Flags]:
    """Count per city and node what is answered, what applies, and whether that is enough for a score.

    A topic counts questions; everything above counts the topics below it that have a score. `filled` says which
    questions have a value, answered or filled in; without any there is no score, whatever the threshold.

    Raises:
        UnknownId: a threshold belongs to no node.
        InvalidInput: a threshold is no share of 0-1.
    """
    thresholds = for_nodes(tree, min_coverage, TWO_THIRDS, "min_coverage")
    for name, threshold in zip(tree.node_ids, thresholds, strict=True):
        require_share(threshold, f"min_coverage of {name}")
    shape = (len(answered), len(tree.ids))
    # What a cell adds to its parent: 1 for a question or a topic that counts, the sum below for a higher node.
    adds, of = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    adds[:, : tree.question_count], of[:, : tree.question_count] = answered & asked, asked
    count, total, scored = (np.zeros((shape[0], len(tree.node_ids)), dtype=kind) for kind in (np.int64, np.int64, bool))
    valued = np.zeros(shape, dtype=bool)
    valued[:, : tree.question_count] = answered if filled is None else filled
    for node, (children, is_topic) in enumerate(zip(tree.children, tree.is_topic, strict=True)):
        cell = tree.question_count + node
        count[:, node], total[:, node] = adds[:, children].sum(axis=1), of[:, children].sum(axis=1)
        enough = count[:, node] >= (thresholds[node] - COVERAGE_TOLERANCE) * total[:, node]
        scored[:, node] = valued[:, cell] = enough & valued[:, children].any(axis=1)
        adds[:, cell] = scored[:, node] if is_topic else count[:, node]
        of[:, cell] = total[:, node] > 0 if is_topic else total[:, node]
    return count, total, scored


def for_nodes(tree: Tree, rule: Rule | Mapping[str, Rule] | pd.Series, default: Rule, what: str) -> list[Rule]:
    """One rule per node: the same for all, or by node id with a default.

    Raises:
        UnknownId: a rule belongs to no question and no node.
    """
    if isinstance(rule, Mapping | pd.Series):
        given: dict[str, Any] = known_rules(tree, rule, what)
        return [given.get(name, default) for name in tree.node_ids]
    return [rule] * len(tree.node_ids)
