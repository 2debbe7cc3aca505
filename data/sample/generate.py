"""Write the sample answers: one filled-in questionnaire per wave and city, invented from the tables in characters.py.

    python data/sample/generate.py [DIRECTORY]

The same tables and the same seed always give the same bytes.
"""

import csv
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from characters import ABSENT, COMMENTS, CORE_ONLY, WAVES
from invent import CITIES, Row, answer, city_planning, topic_planning

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent / "reference"
NOTICE = "Beispieldaten: frei erfunden, keine Aussage über die Stadt"

Line = tuple[str, str, str, str]


@cache
def read(name: str) -> list[Row]:
    """Read one reference file."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def questionnaire(city: str, wave_id: str) -> Iterator[Line]:
    """Yield the lines of one filled-in questionnaire, as our template has them."""
    city_id = CITIES[city]["city_id"]
    city_name = next(row["name"] for row in read("cities.csv") if row["city_id"] == city_id)
    yield "Digitalkompass", "Fragebogen", "", ""
    yield "Stadt", city_id, city_name, ""
    yield "Welle", wave_id, "", ""
    yield "Hinweis", NOTICE, "", ""
    yield "Frage-ID", "Frage", "Antwort", "Kommentar"
    yield from (core_topics(city, wave_id) if city == CORE_ONLY else all_topics(city, wave_id))
    if city != CORE_ONLY:
        yield "", "Angaben zur Stadt", "", ""
        yield from planning_lines(city_planning(city, wave_id, mailbox(city_name)), "city")


def core_topics(city: str, wave_id: str) -> Iterator[Line]:
    """Yield the short survey: the core questions only, without any planning."""
    for topic in read("topics.csv"):
        yield "", topic["long_name_de"], "", ""
        yield from answer_lines(city, wave_id, topic["topic_id"], kinds=("1",))


def all_topics(city: str, wave_id: str) -> Iterator[Line]:
    """Yield the full survey: all questions of a topic, then its planning fields."""
    for topic in read("topics.csv"):
        topic_id = topic["topic_id"]
        yield "", topic["long_name_de"], "", ""
        yield from answer_lines(city, wave_id, topic_id, kinds=("0", "1"))
        yield from planning_lines(topic_planning(city, wave_id, topic_id), "topic", prefix=f"{topic_id}.")


def answer_lines(city: str, wave_id: str, topic_id: str, *, kinds: tuple[str, ...]) -> Iterator[Line]:
    """Yield a line per question of a topic; kinds are the values of `core` to take."""
    for question in read("questions.csv"):
        if question["topic_id"] == topic_id and question["core"] in kinds:
            question_id = question["question_id"]
            comment = COMMENTS.get((city, question_id), "")
            yield question_id, question["text_de"], answer(city, wave_id, question), comment


def planning_lines(planning: Row, per: str, prefix: str = "") -> Iterator[Line]:
    """Yield a line per planning field that is answered, in the order of the reference."""
    for field in read("planning_fields.csv"):
        value = planning.get(field["field_id"], "")
        if field["per"] == per and value:
            yield prefix + field["field_id"], field["label_de"], value, ""


def mailbox(city_name: str) -> str:
    """Return the function mailbox of a city; `.example` never reaches anybody."""
    host = city_name.lower().replace("ü", "ue")
    return f"digitalisierung@{host}.example"


def main(directory: Path) -> None:
    """Write all files of both waves below a directory."""
    for wave_id in WAVES:
        (directory / wave_id).mkdir(parents=True, exist_ok=True)
        for city in CITIES:
            if (city, wave_id) in ABSENT:
                continue
            path = directory / wave_id / f"{CITIES[city]['city_id']}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=";", lineterminator="\n").writerows(questionnaire(city, wave_id))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
