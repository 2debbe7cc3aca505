"""Recognisers of survey tools, one file each: a short table of the tool's habits."""

import pkgutil
from functools import cache
from importlib import import_module

from etl.recognising.tools.habits import ANY_TEXT, Habits

# What holds for tables of no known tool.
NO_TOOL = Habits(name="", title="", finished={"submitdate": ANY_TEXT, "datesubmitted": ANY_TEXT})
SHARED = "habits"


@cache
def all_tools() -> tuple[Habits, ...]:
    """Return every tool's habits, by its file's name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != SHARED)
    return tuple(import_module(f"{__name__}.{name}").HABITS for name in names)


def tell_tool(header: list[str]) -> Habits:
    """Return the tool of which a header holds the most marks, NO_TOOL where it holds too few of any."""
    counts = [(tool.count_marks(header), tool) for tool in all_tools()]
    told = [(count - tool.fewest, count, tool) for count, tool in counts if count >= tool.fewest]
    return max(told, key=lambda one: one[:2], default=(0, 0, NO_TOOL))[2]


def title_of(name: str) -> str:
    """Return a tool's name as a reader knows it, '' for none."""
    return next((tool.title for tool in all_tools() if tool.name == name), "")
