"""The second example network: English only, levels 0-5, keys of its own, no planning; and what stood in the way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.ingest import ingest
from etl.reference.beginning import columns_text
from etl.reference.read import check_reference, read_reference
from etl.reference.tables import TABLES
from etl.reference.versions import reference_in_force
from etl.start import prepare
from etl.vocabulary.spellings import build_vocabulary
from maturity import settings
from maturity.language import sort_key
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from tests.pages.harness import run_page, texts
from web.services import naming, pivots, snapshot
from web.shared.menu import MENU

COUNTIES = settings.PROJECT / "data" / "examples" / "counties"
REFERENCE = read_reference(COUNTIES / "reference")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("counties") / "data"
    for folder in ("reference", "sample"):
        shutil.copytree(COUNTIES / folder, data / folder)
    prepare(settings.Settings(data=data, ledger_url=f"sqlite:///{data / 'ledger.sqlite'}"))
    return data


@pytest.fixture
def counties(made: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[settings.Settings]:
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(made))
    monkeypatch.delenv("DIGITALKOMPASS_LEDGER", raising=False)
    settings.load.cache_clear()
    yield settings.load()
    settings.load.cache_clear()


@pytest.mark.usefixtures("counties")
@pytest.mark.parametrize("name", MENU)
def test_every_page_draws_without_an_error(name: str) -> None:
    """In English from the start, without a link to a language that the network does not offer."""
    page = run_page(MENU[name].file)

    assert not page.exception
    assert not page.error
    assert page.title[0].value == MENU[name].question
    assert "Deutsch</a>" not in texts(page)


def test_all_answers_were_taken(counties: settings.Settings) -> None:
    """Six counties with six questions in 2024, five in 2025; a question called `phone` is a question."""
    ledger = open_ledger(counties.ledger_url)
    values = ledger.values_in_force()

    assert values.groupby("wave_id").size().to_dict() == {"2024": 36, "2025": 30}
    assert (values["item_id"] == "phone").sum() == 11


@pytest.mark.usefixtures("counties")
def test_a_question_asked_in_one_wave_does_not_blank_another() -> None:
    """S2 ends with 2024, P2 begins in 2025: each wave asks six questions, and all topics have all their questions."""
    asked = {wave: len(snapshot.table("wave_answers", wave_id=wave)) for wave in ("2024", "2025")}

    assert asked == {"2024": 6 * 6, "2025": 5 * 6}


@pytest.mark.usefixtures("counties")
def test_where_every_question_is_a_core_question_nobody_took_the_short_survey() -> None:
    assert set(snapshot.cities("2024")["form"]) == {"full"}


@pytest.mark.usefixtures("counties")
def test_two_counties_of_one_name_stay_two() -> None:
    names = set(naming.all_cities().values()) & set(snapshot.cities("2024")["city_name"])

    assert {"Elmfold (058)", "Elmfold (063)"} <= names
    assert [fault.code for fault in check_reference(COUNTIES / "reference")] == ["reference_name_twice"]


def test_names_are_sorted_by_their_letters_and_lost_zeros_are_put_back() -> None:
    """Ñandale stands between Elmfold and Öxley, not behind Z; `21` and `021` are one county."""
    cities = build_vocabulary(REFERENCE).cities
    named = cities.find("21")

    assert sorted(["Öxley", "Zeal", "Ñandale", "Elmfold"], key=sort_key) == ["Elmfold", "Ñandale", "Öxley", "Zeal"]
    assert named is not None
    assert (named.key, named.is_padded) == ("021", True)


def test_a_new_wave_without_dates_can_be_answered(counties: settings.Settings) -> None:
    ledger = open_ledger(counties.ledger_url)
    waves = REFERENCE.waves.assign(opens_on="", closes_on="", is_sample=0)

    assert set(ledger.wave_states(waves).values()) == {"open"}
    assert reference_in_force(ledger, counties).network["languages"] == ["en"]


def test_a_skeleton_passes_the_check_and_takes_an_answer(tmp_path: Path) -> None:
    """Made by a command, checked, one answer handed in: the five minutes of somebody who tries it."""
    assert main(["new-network", str(tmp_path / "mine")]) == 0

    faults = check_reference(tmp_path / "mine" / "reference")
    reference = read_reference(tmp_path / "mine" / "reference")
    receipt = ingest(
        b"city_id;wave_id;question_id;answer\nnorth;1;F1;2\n", name="x.csv", actor=LOCAL_COORDINATOR,
        ledger=open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}"), reference=reference,
    )  # fmt: skip
    assert [fault.code for fault in faults] == ["reference_dates_missing"]
    assert receipt.status == "accepted"
    assert "## cities.csv (required)" in columns_text()


def test_the_same_fault_is_said_once_with_a_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six counties lose their name: three lines, and that three more are like them."""
    shutil.copytree(COUNTIES / "reference", tmp_path / "reference")
    place = tmp_path / "reference" / "cities.csv"
    lines = [line.split(";") for line in place.read_text("utf-8").splitlines()]
    place.write_text("\n".join(";".join([line[0], *(["", *line[2:]])]) for line in lines[1:]), encoding="utf-8")
    place.write_text(";".join(lines[0]) + "\n" + place.read_text("utf-8") + "\n", encoding="utf-8")
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(tmp_path))
    settings.load.cache_clear()

    code = main(["check-reference"])
    settings.load.cache_clear()

    printed = capsys.readouterr().out.splitlines()
    assert code == 1
    assert len(printed) == 4
    assert printed[-1] == "cities.csv: 3 weitere wie diese"


def test_every_file_and_column_is_documented() -> None:
    text = (settings.PROJECT / "docs" / "your-own-network.md").read_text("utf-8")

    missing = [
        f"{name}.{column}" for name, table in TABLES.items() for column in table.columns
        if f"`{name}.csv`" not in text or f"`{column}`" not in text
    ]  # fmt: skip
    assert missing == []


@pytest.mark.usefixtures("counties")
def test_a_group_of_the_networks_own_chooses_its_cities_in_analyse() -> None:
    """`coast` holds two and more counties of group_members.csv; the total is that of the same counties by name."""
    members = sorted(REFERENCE.group_members.loc[REFERENCE.group_members["group_id"] == "coast", "city_id"])
    wave_id = snapshot.waves()["wave_id"].iloc[0]
    by_group = pivots.cells(pivots.read({"rows": "city", "in_city_group": "coast"}, wave_id=wave_id))
    by_name = pivots.cells(pivots.read({"rows": "city", "in_city": ",".join(members)}, wave_id=wave_id))

    assert not by_group.empty
    assert by_group.equals(by_name)
