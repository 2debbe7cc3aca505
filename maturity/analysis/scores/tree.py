"""The tree of a questionnaire: questions below topics, topics below dimensions if there are any, the index on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis._checks import by_id, is_number, require_columns
from maturity.analysis.scores.means import Array, Method, weighted_mean
from maturity.errors import InvalidInput, UnknownId

INDEX = "index"


@dataclass(frozen=True)
class Tree:
    """Questions and nodes share one row of cells: first all questions, then the nodes, children before parents.

    Args:
        ids: what each cell stands for; the last one is the index.
        question_count: how many of them are questions.
        children: per node the positions of its children in `ids`.
        known_ids: these ids and whatever else the tree was built from: rules may be given for all of them.
    """

    ids: tuple[str, ...]
    question_count: int
    children: tuple[npt.NDArray[np.intp], ...]
    known_ids: frozenset[str]

    @property
    def node_ids(self) -> tuple[str, ...]:
        """Topics, dimensions and the index, children first."""
        return self.ids[self.question_count :]

    @property
    def is_topic(self) -> tuple[bool, ...]:
        """Whether all children of a node are questions, per node."""
        return tuple(bool((children < self.question_count).all()) for children in self.children)


def parents_of(questions: pd.DataFrame, topics: pd.DataFrame | None = None) -> pd.Series:
    """Read the tree off the reference tables.

    Args:
        questions: question_id, topic_id.
        topics: topic_id, dimension_id; without it the topics stand directly below the index.

    Returns:
        The parent's id by question id and, if given, by topic id.

    Raises:
        MissingColumns: a table lacks one of its columns.
    """
    require_columns(questions, "question_id", "topic_id")
    columns = [questions.set_index("question_id")["topic_id"]]
    if topics is not None:
        require_columns(topics, "topic_id", "dimension_id")
        columns.append(topics.set_index("topic_id")["dimension_id"])
    parents: pd.Series = pd.concat(columns)
    return parents


def build_tree(question_ids: Sequence[str], parents: Mapping[str, str] | pd.Series) -> Tree:
    """Order the nodes above these questions; a node without a parent stands directly below the index.

    Raises:
        UnknownId: a question has no parent.
        InvalidInput: there is no question, a parent is among its own descendants or is a question, or an id occurs
            twice.
    """
    question_ids = [str(question_id) for question_id in question_ids]
    if not question_ids or len(set(question_ids)) < len(question_ids):
        twice = [name for place, name in enumerate(question_ids) if name in question_ids[:place]]
        raise InvalidInput(
            what="the list of questions", value=(twice or ["empty"])[0], expected="one column per question"
        )
    above = {child: str(parent) for child, parent in by_id(parents, "parents").items() if pd.notna(parent)}  # type: ignore[call-overload]
    below: dict[str, list[str]] = {INDEX: []}
    for question_id in question_ids:
        if question_id not in above:
            raise UnknownId(value=question_id, concept="question", known=", ".join(above))
        _hang(question_id, above, below)
    if clash := [node for node in below if node in set(question_ids)]:
        raise InvalidInput(what="a parent", value=clash[0], expected="a topic or dimension, not a question")
    nodes = [node for node in _ordered(below) if node in below]
    ids = (*question_ids, *nodes)
    position = {name: number for number, name in enumerate(ids)}
    children = tuple(np.array([position[child] for child in below[node]], dtype=np.intp) for node in nodes)
    known = frozenset({*ids, *above, *above.values()})
    return Tree(ids=ids, question_count=len(question_ids), children=children, known_ids=known)


def _hang(child: str, above: Mapping[str, str], below: dict[str, list[str]]) -> None:
    """Note the child at its parent, and the parent at its own, up to the index or to a node already known."""
    while child != INDEX:
        parent = above.get(child, INDEX)
        is_known = parent in below
        below.setdefault(parent, []).append(child)
        if is_known:
            return
        child = parent


def _ordered(below: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    try:
        return tuple(TopologicalSorter(below).static_order())
    except CycleError as error:
        raise InvalidInput(
            what="a parent", value=error.args[1][0], expected="no descendant of its own child"
        ) from error


def weight_row(tree: Tree, weights: Mapping[str, float] | pd.Series | None) -> Array:
    """Return one weight per cell of the tree: as given by id, 1 for the others.

    Raises:
        UnknownId: a weight belongs to no question and no node.
        InvalidInput: a weight is negative or no number, or all weights below a node are 0.
    """
    given = known_rules(tree, weights, "weights")
    for name, weight in given.items():
        if not (is_number(weight) and 0 <= weight < np.inf):  # type: ignore[operator]
            raise InvalidInput(what=f"the weight of {name}", value=weight, expected="a number, 0 or more")
    row = np.array([given.get(name, 1.0) for name in tree.ids], dtype=float)
    for name, children in zip(tree.node_ids, tree.children, strict=True):
        if not row[children].any():
            raise InvalidInput(what=f"the sum of the weights below {name}", value=0, expected="more than 0")
    return row


def known_rules(tree: Tree, given: object, what: str) -> dict[str, object]:
    """Read rules by id.

    Raises:
        InvalidInput: they are not by id.
        UnknownId: a rule belongs to no question and no node of the tree.
    """
    rules = by_id(given, what)
    if unknown := [name for name in rules if name not in tree.known_ids]:
        raise UnknownId(value=unknown[0], concept=f"question or node ({what})", known=", ".join(tree.ids))
    return rules


def roll_up(
    tree: Tree, points: Array, weights: Array, methods: Sequence[Method], scored: npt.NDArray[np.bool_] | None = None
) -> Array:
    """Average from the questions up to the index.

    Args:
        tree: of Q questions and N nodes.
        points: shape (..., cities, Q), NaN = missing.
        weights: shape (Q + N) or (..., Q + N), the leading axes as in points.
        methods: the mean for each node.
        scored: shape (cities, N); False blanks a node for a city, also in its parent's mean.

    Returns:
        Shape (..., cities, N): the scores of the nodes, NaN = none.
    """
    cells = np.empty((*points.shape[:-1], len(tree.ids)))
    cells[..., : tree.question_count] = points
    for number, (children, method) in enumerate(zip(tree.children, methods, strict=True)):
        score = weighted_mean(cells[..., children], weights[..., None, children], method)
        cells[..., tree.question_count + number] = (
            score if scored is None else np.where(scored[:, number], score, np.nan)
        )
    return cells[..., tree.question_count :]
