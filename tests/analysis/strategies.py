"""Invented networks for hypothesis: points with gaps, a tree of topics, weights."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import strategies as st

LEVELS = (0.0, 25.0, 50.0, 75.0, 100.0)


@dataclass(frozen=True)
class Network:
    """Points of cities, and how the questions belong together."""

    points: pd.DataFrame
    parents: dict[str, str]
    weights: dict[str, float]


@st.composite
def networks(draw: st.DrawFn, *, gaps: bool = True, min_cities: int = 1) -> Network:
    """A few cities, two to five questions in one to three topics, sometimes dimensions."""
    question_ids = [f"Q{number}" for number in range(draw(st.integers(2, 5)))]
    topic_ids = [draw(st.sampled_from(["a", "b", "c"])) for _ in question_ids]
    dimensions = draw(st.sampled_from([{}, {"a": "x", "b": "x"}]))
    parents = dict(zip(question_ids, topic_ids, strict=True)) | dimensions
    cell = st.sampled_from([*LEVELS, np.nan, np.nan] if gaps else LEVELS)
    count = draw(st.integers(min_cities, 4))
    rows = [[draw(cell) for _ in question_ids] for _ in range(count)]
    points = pd.DataFrame(rows, index=[f"city{number}" for number in range(count)], columns=question_ids, dtype=float)
    weights = {name: draw(st.sampled_from([0.5, 1.0, 2.0])) for name in [*question_ids, *sorted({*parents.values()})]}
    return Network(points, parents, weights)
