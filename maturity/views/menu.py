"""The pages in the order of the menu."""

from typing import NamedTuple

from maturity.language import N_


class Page(NamedTuple):
    """A page's file, its name in the menu, and the question it answers."""

    file: str
    name: str
    question: str


MENU: dict[str, Page] = {
    "start": Page("dashboard.py", N_("Overview"), N_("Where do we stand?")),
    "topics": Page("pages/topics.py", N_("Topics"), N_("Who has come how far with this topic?")),
}
