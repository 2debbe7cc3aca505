"""Write the example network of counties with invented answers. Run: python data/examples/counties/generate.py."""

import csv
import random
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20250101
NETWORK = """# An invented network: English only, keys of its own, a scale of 0-5, no planning fields.
name = "Lakeland Counties"
short_name = "LC"
coordinator = "021"
languages = ["en"]
currency = "GBP"
city_key = "text"  # three digits, the leading 0 kept
"""
COUNTIES = [
    ("021", "Ashmere", "West", 84200, 611, 54.21, -3.02), ("034", "Brackwater", "West", 132500, 902, 54.35, -2.91),
    ("047", "Ñandale", "East", 58900, 1204, 54.48, -2.40), ("058", "Elmfold", "East", 211000, 377, 54.10, -2.33),
    ("063", "Elmfold", "West", 40100, 845, 54.05, -3.20), ("079", "Öxley", "East", 97600, 530, 54.27, -2.55),
]  # fmt: skip
DIMENSIONS = [("people", 1, "People", 2), ("systems", 2, "Systems", 1)]
TOPICS = [
    ("skills", 1, "people", "Digital skills", 0, 1), ("inclusion", 2, "people", "Digital inclusion", 0, 1),
    ("payments", 3, "systems", "Online payments", 0, 2), ("security", 4, "systems", "Cyber security", 1, 1),
]  # fmt: skip
QUESTIONS = [
    ("phone", "inclusion", "Can every service be reached by phone as well?", "", ""),
    ("S1", "skills", "How many members of staff are trained each year?", "", ""),
    ("S2", "skills", "Is there a learning plan?", "", "2024"),
    ("I1", "inclusion", "How many public places lend devices?", "", ""),
    ("P1", "payments", "How many fees can be paid online?", "", ""),
    ("P2", "payments", "Are payments reconciled automatically?", "2025", ""),
    ("C1", "security", "How often are backups restored as a test?", "", ""),
]
WAVES = [("2024", "Year 2024", "2024-05-01", "2024-06-30"), ("2025", "Year 2025", "2025-05-01", "2025-06-30")]
LEVELS = ("none", "first steps", "some", "half", "most", "all")


def main() -> None:
    """Write every file."""
    place = HERE / "reference"
    (place / "network.toml").write_text(NETWORK, encoding="utf-8")
    _write(place / "cities.csv", "city_id name county population area_km2 lat lon status", [(*c, "") for c in COUNTIES])
    _write(place / "waves.csv", "wave_id label opens_on closes_on is_sample min_share", [(*w, 1, "0.5") for w in WAVES])
    _write(place / "memberships.csv", "city_id wave_id", [(c[0], w[0]) for w in WAVES for c in COUNTIES])
    _write(place / "dimensions.csv", "dimension_id position name_en weight", DIMENSIONS)
    _write(place / "topics.csv", "topic_id position dimension_id name_en sensitive weight", TOPICS)
    questions = [(q, t, 1, 1, 0, 5, text, first, last) for q, t, text, first, last in QUESTIONS]
    names = "question_id topic_id core weight scale_min scale_max text_en asked_from asked_until"
    _write(place / "questions.csv", names, questions)
    options = [(q[0], n, n, label, "level") for q in QUESTIONS for n, label in enumerate(LEVELS)]
    options += [(q[0], "na", "", "no answer", "kA") for q in QUESTIONS]
    _write(place / "options.csv", "question_id code value label_en kind", options)
    _write(place / "levels.csv", "level name_en", [(n, text) for n, text in enumerate(LEVELS[:5])])
    _write(place / "groups.csv", "group_id name_en", [("coast", "Coastal counties")])
    _write(place / "group_members.csv", "group_id city_id", [("coast", "021"), ("coast", "063")])
    _write_answers()


def _write_answers() -> None:
    chance = random.Random(SEED)
    for wave, *_rest in WAVES:
        asked = [q for q, _t, _x, first, last in QUESTIONS if (first or wave) <= wave <= (last or wave)]
        rows = []
        for county in COUNTIES[: len(COUNTIES) - (wave == "2025")]:
            codes = [chance.choice("0123345") if chance.random() > 0.05 else "na" for _question in asked]
            rows += [(county[0], wave, question, code) for question, code in zip(asked, codes, strict=True)]
        folder = HERE / "sample" / wave
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "answers.csv", "city_id wave_id question_id answer", rows)


def _write(path: Path, columns: str, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(columns.split())
        writer.writerows(rows)


if __name__ == "__main__":
    main()
