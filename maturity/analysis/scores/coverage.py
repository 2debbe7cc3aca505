"""Coverage: what was asked, what is answered, whether that is enough, and how gaps are filled."""

from collections.abc import Mapping
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis.scores.means import Array
from maturity.analysis.scores.tree import Tree
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
    tree: Tree, answered: Flags, asked: Flags, min_coverage: float | Mapping[str, float]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Flags]:
    """Count per city and node what is answered, what applies, and whether that is enough for a score.

    A topic counts questions; everything above counts the topics below it that have a score.
    """
    thresholds = for_nodes(tree, min_coverage, TWO_THIRDS)
    shape = (len(answered), len(tree.ids))
    # What a cell adds to its parent: 1 for a question or a topic that counts, the sum below for a higher node.
    adds, of = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    adds[:, : tree.question_count], of[:, : tree.question_count] = answered & asked, asked
    count, total, scored = (np.zeros((shape[0], len(tree.node_ids)), dtype=kind) for kind in (np.int64, np.int64, bool))
    for node, (children, is_topic) in enumerate(zip(tree.children, tree.is_topic, strict=True)):
        cell = tree.question_count + node
        count[:, node], total[:, node] = adds[:, children].sum(axis=1), of[:, children].sum(axis=1)
        enough = count[:, node] >= (thresholds[node] - COVERAGE_TOLERANCE) * total[:, node]
        scored[:, node] = enough & (count[:, node] > 0)
        adds[:, cell] = scored[:, node] if is_topic else count[:, node]
        of[:, cell] = total[:, node] > 0 if is_topic else total[:, node]
    return count, total, scored


def for_nodes(tree: Tree, rule: Rule | Mapping[str, Rule], default: Rule) -> list[Rule]:
    """One rule per node: the same for all, or by node id with a default."""
    if isinstance(rule, Mapping):
        return [rule.get(name, default) for name in tree.node_ids]
    return [rule] * len(tree.node_ids)
