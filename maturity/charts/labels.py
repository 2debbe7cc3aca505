"""Labels beside marks, placed so that none covers another; in pixels, because that is what a reader sees."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from maturity.charts import theme

CHARACTER, LINE = 7.4, 17.0
GAP = 4.0


class Mark(NamedTuple):
    """A mark with its name: its middle and radius in pixels, upwards."""

    text: str
    x: float
    y: float
    radius: float


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: "Box") -> float:
        """The area that both share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0.0) * max(height, 0.0)


def place_labels(marks: Sequence[Mark], *, width: float) -> list[Box]:
    """Choose a place for each name: beside, above or below its mark, the nearest that covers least.

    Args:
        marks: the marks, in the order in which their names choose a place.
        width: pixels of the drawing area; no name leaves it.
    """
    taken = [
        Box(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius) for mark in marks
    ]
    places: list[Box] = []
    for mark in marks:
        choices = [box for box in _choices(mark) if box.left >= 0 and box.right <= width] or list(_choices(mark))
        # min takes the first of equals, that is the nearest.
        best = min(choices, key=lambda box: round(sum(box.covers(other) for other in taken), 3))
        taken.append(best)
        places.append(best)
    return places


def _choices(mark: Mark) -> Iterable[Box]:
    size = CHARACTER * len(mark.text)
    for shift in (0.0, 0.6, -0.6, 1.2, -1.2, 1.8, -1.8):
        bottom = mark.y - LINE / 2 + shift * LINE
        for left in (mark.x + mark.radius + GAP, mark.x - mark.radius - GAP - size):
            yield Box(left, bottom, left + size, bottom + LINE)
    for bottom in (mark.y + mark.radius, mark.y - mark.radius - LINE):
        yield Box(mark.x - size / 2, bottom, mark.x + size / 2, bottom + LINE)


def annotation(mark: Mark, box: Box, *, x: float, y: float, size: int) -> Mapping[str, object]:
    """A Plotly annotation at the data's x and y, moved to the place chosen.

    Args:
        mark, box: as placed.
        x, y: the mark's place in the data.
        size: of the type.
    """
    is_right = (box.left + box.right) / 2 >= mark.x
    edge = box.left if is_right else box.right
    return {
        "x": x, "y": y, "text": mark.text, "showarrow": False, "font": {"size": size, "color": theme.INK},
        "xanchor": "left" if is_right else "right", "yanchor": "middle",
        "xshift": edge - mark.x, "yshift": (box.bottom + box.top) / 2 - mark.y,
    }  # fmt: skip
