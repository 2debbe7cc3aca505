"""Which submission is in force for a city in a wave: the top of a stack. Pure.

Submitting puts a submission on top, withdrawing takes it out wherever it lies, restoring takes it out and puts it
on top.
"""

from collections.abc import Iterable
from typing import NamedTuple

PartKey = tuple[str, str]  # city_id, wave_id
MOVES = ("submission", "withdrawal", "restoration")


class Move(NamedTuple):
    """One entry that moves a submission; `kind` is one of MOVES."""

    kind: str
    submission_id: int
    keys: tuple[PartKey, ...]


def build_stacks(moves: Iterable[Move]) -> dict[PartKey, list[int]]:
    """Play the moves, oldest first; each stack's last submission is in force, one in no stack is withdrawn."""
    stacks: dict[PartKey, list[int]] = {}
    for move in moves:
        for key in move.keys:
            stack = stacks.setdefault(key, [])
            if move.submission_id in stack:
                stack.remove(move.submission_id)
            if move.kind != "withdrawal":
                stack.append(move.submission_id)
    return stacks


def find_in_force(moves: Iterable[Move]) -> dict[PartKey, int]:
    """Return the submission in force for each city and wave that has one."""
    return {key: stack[-1] for key, stack in build_stacks(moves).items() if stack}
