"""What the ids in a pivot are called, and in which order they stand."""

from collections.abc import Callable

from maturity.language import N_, _, text_of
from maturity.measures import ALL, FIELDS, ONLY_FILTERS
from maturity.rows import rows_of
from web.services import naming, snapshot

PLANNING = ("status", "priority", "target", "lead_interest", "provider")
SIZES = {
    "small": N_("below 20,000 inhabitants"),
    "medium": N_("20,000 to 50,000 inhabitants"),
    "large": N_("50,000 to 100,000 inhabitants"),
    "major": N_("100,000 inhabitants or more"),
    "none": N_("unknown size"),
}


def field_name(field: str) -> str:
    """The name of a field; `all` is no field."""
    return _("none") if field == ALL else _({**FIELDS, **ONLY_FILTERS}[field])


def names(field: str) -> dict[str, str]:
    """Return the name of every id of a field, in their order, also of those without an answer. Never change it."""
    return snapshot.remember(_names, field=field)


def _names(field: str) -> dict[str, str]:
    if field in PLANNING:
        return {**naming.codes(field), "none": _("not stated")}
    named: dict[str, Callable[[], dict[str, str]]] = {
        ALL: lambda: {"": _("All chosen answers")},
        "city": lambda: _columns("city_groups", "city_id", "city_name"),
        "city_group": lambda: {row.group_id: text_of(row, "name") for row in rows_of(snapshot.table("groups"))},
        "county": lambda: {name: name for name in sorted(set(snapshot.table("city_groups")["county"])) if name},
        "size_class": lambda: {size: _(name) for size, name in SIZES.items()},
        "dimension": lambda: {row.dimension_id: text_of(row, "name") for row in rows_of(snapshot.table("dimensions"))},
        "topic": lambda: dict(zip(snapshot.topics()["topic_id"], snapshot.topics()["topic_name"], strict=True)),
        "question": _questions,
        "core": lambda: {"1": _("core question"), "0": _("further question")},
        "level": lambda: {**{str(level): _level(level) for level in range(5)}, "none": _("no level: too few answers")},
        "wave": lambda: naming.of_waves(snapshot.waves()),
    }
    return named[field]()


def _columns(statement: str, key: str, name: str) -> dict[str, str]:
    rows = snapshot.table(statement)
    return dict(zip(rows[key], rows[name], strict=True))


def _questions() -> dict[str, str]:
    tree = snapshot.table("questions")
    return {row.question_id: f"{row.question_id} {text_of(row, 'text')}" for row in rows_of(tree)}


def _level(level: int) -> str:
    return " ".join(filter(None, (_("Level {level}").format(level=level), snapshot.levels()[level])))
