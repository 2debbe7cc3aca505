"""The tree: any depth, children before parents, faults named."""

import pandas as pd
import pytest

from maturity.analysis.scores.tree import build_tree, parents_of, weight_row
from maturity.errors import InvalidInput, MissingColumns, UnknownId


def children_by_id(parents: dict[str, str], *question_ids: str) -> dict[str, list[str]]:
    tree = build_tree(question_ids, parents)
    return {
        node: [tree.ids[child] for child in children]
        for node, children in zip(tree.node_ids, tree.children, strict=True)
    }


def test_what_has_no_parent_stands_below_the_index() -> None:
    found = children_by_id({"E1": "eakte", "E2": "eakte", "K1": "karte", "unused": "karte"}, "E1", "K1", "E2")

    assert found == {"eakte": ["E1", "E2"], "karte": ["K1"], "index": ["eakte", "karte"]}
    assert list(found)[-1] == "index"


def test_the_tree_may_be_of_any_and_of_uneven_depth() -> None:
    found = children_by_id({"E1": "eakte", "eakte": "verwaltung", "verwaltung": "index", "X1": "index"}, "E1", "X1")

    assert found == {"eakte": ["E1"], "verwaltung": ["eakte"], "index": ["verwaltung", "X1"]}


def test_the_reference_tables_are_a_tree() -> None:
    questions = pd.DataFrame({"question_id": ["E1"], "topic_id": ["eakte"]})
    topics = pd.DataFrame({"topic_id": ["eakte"], "dimension_id": ["verwaltung"]})

    assert parents_of(questions).to_dict() == {"E1": "eakte"}
    assert parents_of(questions, topics).to_dict() == {"E1": "eakte", "eakte": "verwaltung"}
    with pytest.raises(MissingColumns):
        parents_of(questions.drop(columns="topic_id"))


@pytest.mark.parametrize(
    ("parents", "error"),
    [
        ({"E1": "eakte"}, UnknownId),
        ({"E1": "eakte", "E2": "E1"}, InvalidInput),
        ({"E1": "eakte", "E2": "eakte", "eakte": "a", "a": "b", "b": "a"}, InvalidInput),
    ],
)
def test_an_orphan_a_question_as_parent_and_a_loop_are_refused(parents: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        build_tree(["E1", "E2"], parents)


def test_a_question_named_twice_is_refused() -> None:
    with pytest.raises(InvalidInput):
        build_tree(["E1", "E1"], {"E1": "eakte"})


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_a_weight_is_0_or_more(weight: float) -> None:
    tree = build_tree(["E1"], {"E1": "eakte"})

    assert weight_row(tree, {"eakte": 2}).tolist() == [1, 2, 1]
    with pytest.raises(InvalidInput):
        weight_row(tree, {"E1": weight})
