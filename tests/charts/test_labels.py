"""Labels: no name covers another mark or name as long as there is room."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.charts.labels import CHARACTER, Box, Mark, annotation, place_labels

PLACES = st.tuples(st.integers(0, 5), st.integers(0, 4))


def test_a_lone_name_stands_to_the_right_and_at_the_right_edge_to_the_left() -> None:
    free, edge = Mark("Bühl", 100, 50, 10), Mark("Bühl", 290, 50, 10)

    assert place_labels([free], width=300)[0].left > free.x
    assert place_labels([edge], width=300)[0].right < edge.x


def test_a_name_makes_way_for_a_mark_beside_it() -> None:
    """Bruchsal lies 30 pixels to the right of Stutensee: the name goes to the left."""
    stutensee, bruchsal = Mark("Stutensee", 100, 50, 12), Mark("Bruchsal", 130, 50, 12)

    assert place_labels([stutensee, bruchsal], width=400)[0].right < stutensee.x


def test_shared_area_of_two_boxes() -> None:
    """2 x 1 of two boxes of 3 x 2."""
    assert Box(0, 0, 3, 2).covers(Box(1, 1, 4, 3)) == 2
    assert Box(0, 0, 1, 1).covers(Box(1, 0, 2, 1)) == 0


def test_an_annotation_points_where_the_box_was_placed() -> None:
    mark = Mark("Bühl", 100, 50, 10)
    box = place_labels([mark], width=300)[0]

    made = annotation(mark, box, x=8.1, y=48.7, size=15)

    assert (made["xanchor"], made["xshift"], made["yshift"]) == ("left", 14.0, 0.0)
    assert round(box.right - box.left, 9) == CHARACTER * 4


@settings(max_examples=50, deadline=None)
@given(st.sets(PLACES, min_size=1, max_size=8))
def test_names_of_marks_that_lie_well_apart_never_meet(places: set[tuple[int, int]]) -> None:
    marks = [Mark("Bühl", 200 * x + 100, 60 * y, 10) for x, y in sorted(places)]
    boxes = place_labels(marks, width=1300)

    assert all(one.covers(other) == 0 for one, other in combinations(boxes, 2))
