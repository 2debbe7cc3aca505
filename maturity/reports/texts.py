"""Texts that people wrote, made safe to set: no character that a file format forbids or that nobody can see."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

T = TypeVar("T")

UNKNOWN = "\ufffd"
BREAKS = {"\n", "\t", "\u00a0", "\u00ad", "\u202f"}


def readable(value: T) -> T:
    """Replace control, direction and other invisible characters in every text of a value.

    Args:
        value: a text, or dataclasses, mappings and sequences that hold texts at any depth.
    """
    return cast("T", _changed(value, lambda character: character.isprintable() or character in BREAKS))


def typeable(value: T) -> T:
    """Replace in every text of a value what is neither Latin nor common punctuation, for fonts that lack it."""
    return cast("T", _changed(value, lambda character: ord(character) < 0x250 or character in "–—‘’‚“”„•…‰‹›€→≤≥−≈·"))


def _changed(value: Any, is_kept: Any) -> Any:
    if isinstance(value, str):
        return "".join(character if is_kept(character) else UNKNOWN for character in value)
    if isinstance(value, Mapping):
        return {key: _changed(item, is_kept) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_changed(item, is_kept) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _changed(getattr(value, field.name), is_kept) for field in fields(value)})
    return value
