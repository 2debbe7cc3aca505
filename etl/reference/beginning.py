"""The beginning of a network of one's own: its files, made from a few answers or as a skeleton to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.reference.editing import rows_in, with_table
from etl.reference.read import read_files
from etl.reference.tables import TABLES, Column
from maturity.errors import DataDirectoryInvalid
from maturity.settings import PROJECT

SHIPPED = PROJECT / "data" / "reference"
# Tables that come from the shipped questionnaire; the rest belongs to the network.
QUESTIONNAIRE = (
    "dimensions",
    "topics",
    "questions",
    "options",
    "levels",
    "planning_fields",
    "planning_options",
    "products",
)
NETWORK = """# The network. Every line can be changed; what stands behind a # is a remark.
name = {name}
short_name = {short_name}
coordinator = {coordinator}  # the city_id of the coordination office, or "" for none
languages = ["de", "en"]  # "en" alone for a network that writes English only
currency = "EUR"
city_key = "{city_key}"  # "ags": official keys of 8 digits, leading 0 kept; "text": keys of your own
"""


@dataclass(frozen=True)
class Beginning:
    """What somebody says who begins a network.

    Args:
        name, short_name: of the network.
        city_key: `ags` or `text`.
        cities: rows of cities.csv.
        topic_ids: the topics of the shipped questionnaire to ask about.
        wave: row of waves.csv; every city is a member.
    """

    name: str
    short_name: str
    city_key: str
    cities: Sequence[Mapping[str, str]]
    topic_ids: frozenset[str]
    wave: Mapping[str, str]


def begin(what: Beginning) -> dict[str, bytes]:
    """Return the reference files of a new network with the shipped questionnaire for the topics chosen."""
    shipped = read_files(SHIPPED)
    kept = {
        "topics": [row for row in rows_in(shipped, "topics") if row["topic_id"] in what.topic_ids],
        "questions": [row for row in rows_in(shipped, "questions") if row["topic_id"] in what.topic_ids],
        "products": [row for row in rows_in(shipped, "products") if row["topic_id"] in what.topic_ids],
    }
    question_ids = {row["question_id"] for row in kept["questions"]}
    kept["options"] = [row for row in rows_in(shipped, "options") if row["question_id"] in question_ids]
    network = NETWORK.format(
        name=_quoted(what.name), short_name=_quoted(what.short_name), coordinator='""', city_key=what.city_key
    )
    files = {"network.toml": network.encode()}
    for name in QUESTIONNAIRE:
        files = with_table(files, name, kept.get(name, rows_in(shipped, name)))
    files = with_table(files, "cities", what.cities)
    files = with_table(files, "waves", [what.wave])
    return with_table(
        files, "memberships", [{"city_id": c["city_id"], "wave_id": what.wave["wave_id"]} for c in what.cities]
    )


def _quoted(text: str) -> str:
    """Write a text as TOML does."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# Example rows of the skeleton: two cities, two topics, a question each, so that the check passes as it is.
EXAMPLES: dict[str, list[dict[str, str]]] = {
    "cities": [{"city_id": "north", "name": "Northtown"}, {"city_id": "south", "name": "Southtown"}],
    "waves": [{"wave_id": "1", "label": "First wave", "is_sample": "0"}],
    "memberships": [{"city_id": "north", "wave_id": "1"}, {"city_id": "south", "wave_id": "1"}],
    "dimensions": [{"dimension_id": "service", "position": "1", "name_en": "Services", "name_de": "Dienste"}],
    "topics": [
        {
            "topic_id": "forms", "position": "1", "dimension_id": "service", "sensitive": "0",
            "name_de": "Online-Anträge", "long_name_de": "Online-Anträge", "name_en": "Online forms",
        }
    ],
    "questions": [
        {
            "question_id": "F1", "topic_id": "forms", "core": "1", "weight": "1", "scale_min": "0", "scale_max": "2",
            "text_de": "Welcher Anteil der Anträge ist online möglich?", "text_en": "How many forms are online?",
        }
    ],
    "options": [
        {"question_id": "F1", "code": "0", "value": "0", "label_de": "keine", "label_en": "none", "kind": "level"},
        {"question_id": "F1", "code": "1", "value": "1", "label_de": "einige", "label_en": "some", "kind": "level"},
        {"question_id": "F1", "code": "2", "value": "2", "label_de": "alle", "label_en": "all", "kind": "level"},
        {"question_id": "F1", "code": "kA", "label_de": "keine Angabe", "label_en": "no answer", "kind": "kA"},
    ],
}  # fmt: skip


def write_skeleton(directory: Path) -> list[Path]:
    """Write a small network that passes the check, with COLUMNS.md that says what each column holds.

    Raises:
        DataDirectoryInvalid: the directory is not empty.
    """
    place = directory / "reference"
    if place.exists():
        raise DataDirectoryInvalid(directory=directory, missing="free place for “reference”")
    network = NETWORK.format(name='"My network"', short_name='"MN"', coordinator='"north"', city_key="text")
    files = {"network.toml": network.encode()}
    for name in TABLES:
        if name in EXAMPLES or name in ("groups", "group_members", "aliases", "products"):
            files = with_table(files, name, EXAMPLES.get(name, []))
    place.mkdir(parents=True)
    for name, content in {**files, "COLUMNS.md": columns_text().encode()}.items():
        (place / name).write_bytes(content)
    return [place / name for name in sorted({*files, "COLUMNS.md"})]


def columns_text() -> str:
    """Describe every file and column as the reference check takes them."""
    lines = ["# Files and columns", "", "UTF-8, separated by `;`. docs/your-own-network.md says what each is for.", ""]
    for name, table in TABLES.items():
        kind = "required" if table.is_required else "optional"
        lines += [f"## {name}.csv ({kind})", "", f"A row is named by {' and '.join(table.key)}.", ""]
        lines += ["| Column | Holds | May stay empty |", "| --- | --- | --- |"]
        lines += [f"| `{column}` | {_holds(rule)} | {_may_be_empty(rule)} |" for column, rule in table.columns.items()]
        lines.append("")
    return "\n".join(lines)


def _holds(rule: Column) -> str:
    if rule.choices:
        return " or ".join(f"`{choice}`" for choice in rule.choices)
    if rule.refers_to:
        return f"an id of {rule.refers_to}.csv"
    return {"text": "text", "number": "a number, `12.5`", "integer": "a whole number", "date": "`2026-03-01`"}[
        rule.kind
    ]


def _may_be_empty(rule: Column) -> str:
    if rule.default is not None:
        return f"yes, or leave the column out: {rule.default or 'nothing'}"
    return "no" if rule.needed else "yes"
