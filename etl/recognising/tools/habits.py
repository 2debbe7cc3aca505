"""Habits: what a recogniser of one survey tool consists of. A new tool is a new file beside this one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.vocabulary.items import squash

YES = frozenset({"y", "ja", "yes", "1", "x", "true", "wahr", "ausgewählt", "selected", "checked", "quoted"})
NO = frozenset(
    {
        *("", "n", "nein", "no", "0", "2", "false", "falsch"),
        *("nichtausgewählt", "notselected", "unchecked", "notquoted"),
    }
)
ANY_TEXT: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Habits:
    """How one survey tool writes its exports; headings and values in `squash` form, patterns on texts as they stand.

    Args:
        name: the tool's short name in summaries.
        title: its name as a reader knows it.
        marks: headings of its own columns that tell the tool.
        fewest: so many of its marks must be there.
        meta: further columns of its own, which alone tell nothing.
        beside: headings of the columns it adds to questions: points, timings.
        number: columns that hold a digit in every response; rows without one belong to the header.
        finished: columns that tell whether a response is finished, with the values that say so; ANY_TEXT: any text.
        missing: texts that stand for no answer.
        not_stated: texts that stand for the answer “not stated”.
        chosen: marks of a choice that was ticked.
        not_chosen: marks of a choice that was not.
        counts_from_one: numbers in the place of answers may be places in its list of answers, counted from 1.
        zero_is_missing: 0 may stand for no answer.
        choices_by_space: several choices in one cell are separated by blanks.
        path: characters between the groups before a question's name.
        cure: what to choose in the tool so that the answers come as texts; empty for the general advice.
    """

    name: str
    title: str
    marks: frozenset[str] = frozenset()
    fewest: int = 2
    meta: frozenset[str] = frozenset()
    beside: re.Pattern[str] | None = None
    number: frozenset[str] = frozenset()
    finished: Mapping[str, frozenset[str]] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    not_stated: frozenset[str] = frozenset()
    chosen: frozenset[str] = YES
    not_chosen: frozenset[str] = NO
    counts_from_one: bool = False
    zero_is_missing: bool = False
    choices_by_space: bool = False
    path: str = "/"
    cure: str = ""

    def owns(self, heading: str) -> bool:
        """Whether a column is the tool's own and holds no answer."""
        return squash(heading) in self.marks | self.meta or self._is_beside(heading)

    def count_marks(self, header: list[str]) -> int:
        """Count the headings that tell the tool."""
        told = {squash(heading) for heading in header} & self.marks
        return len(told) + any(self._is_beside(heading) for heading in header)

    def finished_values(self, heading: str) -> frozenset[str] | None:
        """Return the values with which this column calls a response finished; None where it does not."""
        word = squash(heading)
        forms = (values for key, values in self.finished.items() if self._is_beside(heading) and word.endswith(key))
        return self.finished[word] if word in self.finished else next(forms, None)

    def _is_beside(self, heading: str) -> bool:
        return self.beside is not None and self.beside.search(heading.strip()) is not None
