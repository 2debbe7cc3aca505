"""The sample answers in data/sample: made by the script, allowed by the reference, of the intended characters."""

import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "data"
SAMPLE = DATA / "sample"
NOTICE = ["Hinweis", "Beispieldaten: frei erfunden, keine Aussage über die Stadt", "", ""]
WAVES = ("2026-1", "2026-2")
HEAD_ROWS = 5  # title, city, wave, notice, column names
BRUCHSAL, BUEHL, GAGGENAU, RASTATT = "08215009", "08216007", "08216015", "08216043"
ETTLINGEN, RHEINSTETTEN = "08215017", "08215108"
ACTIVE = {"geplant", "pilot", "betrieb", "wechsel"}


def reference(name: str) -> list[dict[str, str]]:
    with (DATA / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def sample_files() -> dict[tuple[str, str], Path]:
    return {(path.parent.name, path.stem): path for path in sorted(SAMPLE.glob("*/*.csv"))}


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def answers(wave_id: str, city_id: str) -> dict[str, str]:
    """Question or field id -> answer; section rows have no id."""
    return {row[0]: row[2] for row in rows_of(SAMPLE / wave_id / f"{city_id}.csv")[HEAD_ROWS:] if row[0]}


FILES = sample_files()
QUESTIONS = {row["question_id"]: row for row in reference("questions.csv")}
FIELDS = {row["field_id"]: row for row in reference("planning_fields.csv")}
TOPIC_IDS = [row["topic_id"] for row in reference("topics.csv")]
FILLED = {key: answers(*key) for key in FILES}


def points(wave_id: str, city_id: str, topic_id: str) -> float | None:
    """Mean of the answered questions in points; None below two thirds of the applicable ones."""
    filled = FILLED[wave_id, city_id]
    given = [filled[id_] for id_, row in QUESTIONS.items() if row["topic_id"] == topic_id and id_ in filled]
    applicable = [code for code in given if code != "nz"]
    levels = [int(code) for code in applicable if code.isdigit()]
    return 25 * sum(levels) / len(levels) if levels and 3 * len(levels) >= 2 * len(applicable) else None


def cities_at_regular_operation(wave_id: str, topic_id: str) -> set[str]:
    scores = {city_id: points(wave_id, city_id, topic_id) for wave, city_id in FILES if wave == wave_id}
    return {city_id for city_id, score in scores.items() if score is not None and score >= 75}


def active_cities(wave_id: str, topic_id: str) -> set[str]:
    return {c for (wave, c), filled in FILLED.items() if wave == wave_id and filled.get(f"{topic_id}.status") in ACTIVE}


def planning() -> Iterator[tuple[str, str]]:
    """Field id without its topic, value."""
    for filled in FILLED.values():
        yield from ((id_.rpartition(".")[2], value) for id_, value in filled.items() if id_ not in QUESTIONS)


def test_the_script_writes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-B", str(SAMPLE / "generate.py"), str(tmp_path)], check=True, timeout=60)

    written = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    committed = {str(path.relative_to(SAMPLE)): path.read_bytes() for path in SAMPLE.rglob("*.csv")}
    assert committed == written


def test_all_members_answered_both_waves_except_buehl_in_the_second() -> None:
    """Nine members in two waves are 18 files, less the one that was not handed in."""
    members = {(row["wave_id"], row["city_id"]) for row in reference("memberships.csv") if row["wave_id"] in WAVES}

    assert members - {("2026-2", BUEHL)} == set(FILES)
    assert len(FILES) == 17


@pytest.mark.parametrize(("wave_id", "city_id"), FILES)
def test_a_file_names_city_wave_and_that_it_is_invented(wave_id: str, city_id: str) -> None:
    names = {row["city_id"]: row["name"] for row in reference("cities.csv")}
    content = FILES[wave_id, city_id].read_bytes()

    expected = [["Stadt", city_id, names[city_id], ""], ["Welle", wave_id, "", ""], NOTICE]
    assert expected == rows_of(FILES[wave_id, city_id])[1:4]
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("key", FILES)
def test_no_id_stands_twice_in_a_file(key: tuple[str, str]) -> None:
    ids = Counter(row[0] for row in rows_of(FILES[key])[HEAD_ROWS:] if row[0])

    assert [id_ for id_, count in ids.items() if count > 1] == []


def test_every_id_is_in_the_reference() -> None:
    topic_fields = {
        f"{topic_id}.{id_}" for topic_id in TOPIC_IDS for id_, row in FIELDS.items() if row["per"] == "topic"
    }
    city_fields = {id_ for id_, row in FIELDS.items() if row["per"] == "city"}
    used = {id_ for filled in FILLED.values() for id_ in filled}

    assert set() == used - set(QUESTIONS) - topic_fields - city_fields


def test_every_answer_is_an_option_of_its_question_or_left_blank() -> None:
    options = {(row["question_id"], row["code"]) for row in reference("options.csv")}
    given = {(id_, code) for filled in FILLED.values() for id_, code in filled.items() if id_ in QUESTIONS}

    assert set() == {(id_, code) for id_, code in given if code} - options


def test_every_choice_is_a_code_of_its_field() -> None:
    unknown = set()
    for id_, value in planning():
        field = FIELDS[id_]
        codes = set(field["options"].split("|"))
        is_closed = field["type"] in ("choice", "level", "band", "choices")
        parts = value.split(", ") if field["type"] == "choices" else [value]
        # A band may also be given as the number itself.
        is_number = field["type"] == "band" and re.fullmatch(r"\d+(,\d+)?", value)
        if is_closed and not is_number:
            unknown |= {(id_, part) for part in parts if part not in codes}

    assert set() == unknown


@pytest.mark.parametrize(
    ("field_type", "pattern"),
    [
        ("number", r"\d+(,\d+)?|\d{1,3}(\.\d{3})*,\d\d"),
        ("integer", r"\d+"),
        ("percent", r"\d{1,2}"),
        ("quarter", r"20\d\d-Q[1-4]"),
        ("month", r"20\d\d-(0[1-9]|1[0-2])"),
        ("date", r"2026-\d\d-\d\d"),
        ("url", r"https://[a-z]+\.example/[a-z0-9/]+"),
        ("mailbox", r"digitalisierung@[a-z-]+\.example"),
    ],
)
def test_every_value_of_a_type_is_written_as_agreed(field_type: str, pattern: str) -> None:
    values = {value for id_, value in planning() if FIELDS[id_]["type"] == field_type}

    assert values
    assert sorted(value for value in values if not re.fullmatch(pattern, value)) == []


def product_ids() -> dict[str, str]:
    """Every known spelling in small letters -> product_id."""
    rows = reference("products.csv")
    return {name.casefold(): row["product_id"] for row in rows for name in [row["name"], *row["spellings"].split("|")]}


def test_products_are_written_in_several_spellings_of_known_products() -> None:
    known = product_ids()
    used = {value.casefold() for id_, value in planning() if id_ == "product"}

    assert set() == used - set(known)
    assert len({known[value] for value in used}) < len(used)


@pytest.mark.parametrize("wave_id", WAVES)
def test_at_least_two_products_are_in_use_in_two_cities_under_different_spellings(wave_id: str) -> None:
    spellings: dict[str, set[str]] = {}
    for (wave, _), filled in FILLED.items():
        for value in [value for id_, value in filled.items() if wave == wave_id and id_.endswith(".product")]:
            spellings.setdefault(product_ids()[value.casefold()], set()).add(value)

    assert len([product_id for product_id, used in spellings.items() if len(used) >= 2]) >= 2


def test_forms_were_filled_in_while_their_wave_was_open() -> None:
    waves = {row["wave_id"]: row for row in reference("waves.csv")}
    dates = [(wave_id, filled["filled_on"]) for (wave_id, _), filled in FILLED.items() if "filled_on" in filled]

    assert [(w, day) for w, day in dates if not waves[w]["opens_on"] <= day <= waves[w]["closes_on"]] == []
    assert all(waves[wave_id]["is_sample"] == "1" for wave_id in WAVES)


def test_the_only_mail_addresses_are_function_mailboxes_that_reach_nobody() -> None:
    mailbox = re.compile(r"digitalisierung@[a-z-]+\.example")
    found = {a for path in FILES.values() for a in re.findall(r"[^\s;]*@[^\s;]+", path.read_text(encoding="utf-8"))}

    assert len(found) == 8
    assert sorted(address for address in found if not mailbox.fullmatch(address)) == []


@pytest.mark.parametrize("wave_id", WAVES)
def test_bruchsal_leads_in_e_files_and_rastatt_in_mobility(wave_id: str) -> None:
    for city_id, topic_id in [(BRUCHSAL, "eakte"), (RASTATT, "emobilitaet"), (RASTATT, "parkraum")]:
        others = [
            points(wave_id, other, topic_id) or 0 for wave, other in FILES if wave == wave_id and other != city_id
        ]

        assert (points(wave_id, city_id, topic_id) or 0) > max(others)


@pytest.mark.parametrize("wave_id", WAVES)
def test_gaggenau_answers_the_19_core_questions_and_nothing_else(wave_id: str) -> None:
    core = {id_ for id_, row in QUESTIONS.items() if row["core"] == "1"}

    assert core == set(FILLED[wave_id, GAGGENAU])
    assert len(core) == 19


def test_enough_answers_are_not_stated_not_applicable_and_blank() -> None:
    """The 58 questions that the short survey does not ask are absent, not blank: they are not counted here."""
    codes = Counter(code for filled in FILLED.values() for id_, code in filled.items() if id_ in QUESTIONS)

    assert codes["kA"] >= 10
    assert codes["nz"] >= 5
    assert codes[""] >= 1


def test_some_topics_have_too_few_answers_to_score_and_one_is_not_applicable_at_all() -> None:
    """Bühl, sensorik in wave 2026-1: 2 of 4 answered is 1/2, below 2/3. Rheinstetten, bauamt: 4 of 4 are nz."""
    assert points("2026-1", BUEHL, "sensorik") is None
    assert points("2026-1", RHEINSTETTEN, "bauamt") is None
    assert points("2026-1", BUEHL, "eakte") is not None


@pytest.mark.parametrize("wave_id", WAVES)
def test_there_are_blind_spots_and_single_points_of_failure(wave_id: str) -> None:
    counts = {topic_id: len(cities_at_regular_operation(wave_id, topic_id)) for topic_id in TOPIC_IDS}

    assert counts["sensorik"] == counts["ki"] == 0
    assert counts["parkraum"] == counts["prozesse"] == 1
    assert max(counts.values()) >= 3


@pytest.mark.parametrize("wave_id", WAVES)
def test_four_and_more_cities_are_active_in_the_same_topic_even_in_a_blind_spot(wave_id: str) -> None:
    assert len(active_cities(wave_id, "eakte")) >= 4
    assert len(active_cities(wave_id, "ki")) >= 4


@pytest.mark.parametrize("wave_id", WAVES)
def test_projects_can_be_begun_and_bought_together(wave_id: str) -> None:
    """Three cities begin with sensors in 2027-Q2; two or three e-file contracts end in the second half of 2027."""
    forms = [filled for (wave, _), filled in FILLED.items() if wave == wave_id]
    starts = Counter(filled.get("sensorik.start_planned") for filled in forms)
    ends = [filled.get("eakte.contract_until", "") for filled in forms]

    assert starts["2027-Q2"] == 3
    assert len([end for end in ends if "2027-07" <= end <= "2027-12"]) >= 2


@pytest.mark.parametrize("wave_id", WAVES)
def test_two_cities_want_the_e_file_and_one_has_no_capacity_to_lead(wave_id: str) -> None:
    wanting = {c for (w, c), filled in FILLED.items() if w == wave_id and filled.get("eakte.lead_interest") == "3"}

    assert {BRUCHSAL, ETTLINGEN} == wanting
    assert FILLED[wave_id, RHEINSTETTEN]["leads_max"] == "0"


@pytest.mark.parametrize("wave_id", WAVES)
def test_every_other_city_with_a_full_answer_wants_to_lead_something(wave_id: str) -> None:
    for (wave, city_id), filled in FILLED.items():
        if wave == wave_id and city_id not in (GAGGENAU, RHEINSTETTEN):
            assert any(id_.endswith(".lead_interest") and value in ("2", "3") for id_, value in filled.items()), city_id


def test_the_second_wave_is_ahead_with_few_steps_back() -> None:
    """Of the answers that are levels in both waves, many rise and exactly the two setbacks fall."""
    changes: Counter[int] = Counter()
    for (wave_id, city_id), later in FILLED.items():
        if wave_id == "2026-2":
            earlier = FILLED["2026-1", city_id]
            both = [id_ for id_ in later if id_ in QUESTIONS and later[id_].isdigit() and earlier[id_].isdigit()]
            changes.update(
                (int(later[id_]) > int(earlier[id_])) - (int(later[id_]) < int(earlier[id_])) for id_ in both
            )

    assert changes[-1] == 2
    assert changes[0] > changes[1] > 40


def test_all_three_visibilities_and_about_ten_good_practices_occur() -> None:
    latest = [filled for (wave_id, _), filled in FILLED.items() if wave_id == "2026-2"]
    practices = [value for filled in latest for id_, value in filled.items() if id_.endswith(".bp_text")]

    assert {"netzwerk", "rat", "oeffentlich"} == {filled["visibility"] for filled in latest if "visibility" in filled}
    assert 8 <= len(practices) <= 12
