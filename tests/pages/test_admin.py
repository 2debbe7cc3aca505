"""Administration: every task draws; changes need a right, a reason and faultless tables."""

import shutil

import duckdb
import pandas as pd
import pytest
from icalendar import Calendar

from etl.reference.editing import Files
from etl.reference.questionnaire import asked_in
from maturity.errors import InvalidInput, NotPermitted, ReferenceInvalid
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.settings import Settings
from tests.pages.harness import run_page, texts
from web.services import administration, chasing, opened, own_network, parameters, pivots, snapshot, survey, waves
from web.services.history import FIELDS, history

ADMIN = "pages/admin.py"
OFFICER = Actor("Digitalbüro Bühl", "officer", "08216007")
TASKS = ("waves", "members", "answers", "people", "questions", "numbers", "products", "log", "network")


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("task", TASKS)
def test_every_task_draws_without_an_error(task: str) -> None:
    page = run_page(ADMIN, task=task)

    assert not page.exception
    assert not page.error
    assert "dk-answer" in texts(page)


@pytest.mark.usefixtures("sample")
def test_the_waves_are_listed_with_their_state_and_the_missing_ones_with_a_letter() -> None:
    """Wave 2026-2 lacks Bühl, which named a mailbox in wave 2026-1."""
    (buehl,) = chasing.missing(LOCAL_COORDINATOR, "2026-2")

    assert administration.wave_table()["state"].tolist() == ["open", "open", "planned"]
    assert (buehl.city_name, buehl.mailbox) == ("Bühl", "digitalisierung@buehl.example")
    assert chasing.mail_link(buehl, "2026-2", last_day=None).startswith(
        "mailto:digitalisierung%40buehl.example?subject="
    )
    entry = Calendar.from_ical(chasing.calendar("2027-1").decode()).walk("VEVENT")[0]
    assert str(entry["summary"]) == "Regional.Digital: letzter Tag der Welle 2027-1"


@pytest.mark.usefixtures("sample")
def test_a_new_wave_takes_over_the_members_and_needs_a_reason() -> None:
    plan = {"wave_id": "2027-2", "label": "2. Halbjahr 2027", "opens_on": None, "closes_on": None, "copy_of": "2027-1"}

    with pytest.raises(InvalidInput):
        administration.plan_wave(LOCAL_COORDINATOR, **plan, reason=" ")  # type: ignore[arg-type]
    administration.plan_wave(LOCAL_COORDINATOR, **plan, reason="Beschluss der Sitzung")  # type: ignore[arg-type]

    assert len(administration.members("2027-2")) == 9
    with pytest.raises(ReferenceInvalid):
        administration.plan_wave(LOCAL_COORDINATOR, **plan, reason="noch einmal")  # type: ignore[arg-type]


def test_an_officer_changes_nothing(sample: Settings) -> None:
    before = open_ledger(sample.ledger_url).version()

    with pytest.raises(NotPermitted):
        administration.set_state(OFFICER, "2027-1", "open", reason="Versuch")
    with pytest.raises(NotPermitted):
        administration.set_members(OFFICER, "2027-1", [], reason="Versuch")
    with pytest.raises(NotPermitted):
        history(OFFICER)

    assert open_ledger(sample.ledger_url).version() == before
    assert waves.states()["2027-1"] == "planned"


def test_a_question_id_is_never_used_twice_and_a_weight_moves_the_index_from_its_wave_on(sample: Settings) -> None:
    """EAK01 exists; a topic that weighs 3 instead of 1 counts three times in its field of action."""

    def again(files: Files) -> Files:
        return administration.question_files(
            files, question_id="EAK01", topic_id="eakte", text="?", text_en="", levels=["a", "b"], is_core=False,
            asked_from="2027-1",
        )  # fmt: skip

    with pytest.raises(ReferenceInvalid, match="EAK01"):
        administration.change_tables(LOCAL_COORDINATOR, again, reason="Versuch")
    earlier = snapshot.table("index_scores", wave_id="2026-1")
    for weight, reason in (("2", "Versehen"), ("3", "Beschluss der Sitzung")):
        administration.set_weight(LOCAL_COORDINATOR, "topic", "eakte", weight, from_wave="2026-2", reason=reason)

    assert snapshot.table("index_scores", wave_id="2026-1").equals(earlier)
    scores = snapshot.topic_scores("2026-2").query("city_id == '08215009'").set_index("topic_id")["score"].dropna()
    own = snapshot.topics().query("dimension_id == 'verwaltung'")["topic_id"]
    weights = {topic_id: 3.0 if topic_id == "eakte" else 1.0 for topic_id in own if topic_id in scores}
    expected = sum(scores[topic_id] * weight for topic_id, weight in weights.items()) / sum(weights.values())
    place = snapshot.snapshot()
    copy = shutil.copy(place.directory / f"{place.name}.duckdb", sample.data / "copy.duckdb")
    published = duckdb.connect(str(copy), read_only=True)
    condition = "city_id = '08215009' and wave_id = '2026-2' and dimension_id = 'verwaltung'"
    made = published.execute(f"select score from mart_dimension_scores where {condition}").fetchone()

    assert made == (pytest.approx(expected),)
    assert _index_by_pivot("2026-2", "08215009") == pytest.approx(
        snapshot.table("index_scores", wave_id="2026-2").set_index("city_id")["score"]["08215009"]
    )


def _index_by_pivot(wave_id: str, city_id: str) -> float:
    """The index as the page Analyse computes it, from answers."""
    asked = pivots.read({"rows": "city", "with": "", "in_city": city_id}, wave_id=wave_id)
    found = pivots.cells(asked)
    return float(found.loc[found["row_id"] == city_id, "score"].iloc[0])


@pytest.mark.usefixtures("sample")
def test_a_network_with_real_answers_is_not_replaced() -> None:
    """The sample answers do not count as a beginning; ids that they use do not become ids of real waves."""
    city = {"city_id": "08216007", "name": "Bühl"}
    what = own_network.Beginning(
        name="N", short_name="N", city_key="ags", cities=[city], topic_ids=frozenset({"eakte"}),
        wave={"wave_id": "2026-2", "label": "w", "opens_on": "", "closes_on": "", "is_sample": "0"},
    )  # fmt: skip

    assert not own_network.has_real_answers()
    with pytest.raises(InvalidInput, match="2026-2"):
        own_network.begin_network(LOCAL_COORDINATOR, what, reason="Gründung")


def test_a_topic_ends_with_a_wave_and_its_answers_stay(sample: Settings) -> None:
    before = snapshot.topic_scores("2026-2").query("topic_id == 'eakte'")
    administration.retire_topic(LOCAL_COORDINATOR, "eakte", last_wave="2026-2", reason="Beschluss der Sitzung")

    asked = opened.reference().questions.set_index("question_id")
    assert set(asked.loc[asked["topic_id"] == "eakte", "asked_until"]) == {"2026-2"}
    assert set(asked.loc[asked["topic_id"] != "eakte", "asked_until"]) == {""}
    assert snapshot.topic_scores("2026-2").query("topic_id == 'eakte'").equals(before)
    assert "eakte" not in set(asked_in(opened.reference(), "2027-1").questions["topic_id"])


def test_the_log_names_every_field_in_words(sample: Settings) -> None:
    """No key of the program, no id where there is a name."""
    administration.set_state(LOCAL_COORDINATOR, "2026-2", "closed", reason="alle da")
    parameters.change(LOCAL_COORDINATOR, "target", text="80", reason="Beschluss")
    ledger = opened.ledger()
    veto = {"wave_id": "2026-2", "city_id": "08216007", "topic_id": "eakte", "reason": "voll", "is_lifted": True}
    ledger.record(LOCAL_COORDINATOR, "veto", veto)

    lines = dict(zip((log := history(LOCAL_COORDINATOR))["kind"], log["what"], strict=True))

    assert lines["wave"] == "Welle: 2026-2; Stand: geschlossen"
    assert lines["parameter"] == "Welle: 2026-2; Zahl: Ziel des Netzwerks; Wert: 80"
    assert lines["veto"] == "Stadt: Bühl; Thema: E-Akte; Welle: 2026-2; zurückgenommen: ja"
    assert lines["submission"].startswith("Datei: 08211000.csv; Aufbau: eine Frage je Zeile; für: Baden-Baden 2026-1")
    assert not [line for line in log["what"] for field in FIELDS if f"{field}:" in line and "_" in field]


@pytest.mark.usefixtures("sample")
def test_the_draft_of_ones_own_network_survives_a_reload() -> None:
    """A new page is a new session: what was entered comes from the ledger."""
    page = run_page(ADMIN, task="network")
    page.text_input(key="admin_network_name_text").set_value("Nordkreis Digital")
    next(button for button in page.button if button.label == "Weiter zu den Städten").click().run()
    draft = own_network.load_draft(LOCAL_COORDINATOR)
    own_network.save_draft(
        LOCAL_COORDINATOR,
        draft | {"list": pd.DataFrame([{"city_id": "n", "name": "Nord"}, {"city_id": "s", "name": "Süd"}]),
                 "city_ids": ["n"]},
    )  # fmt: skip

    assert run_page(ADMIN, task="network", step="name").text_input(key="admin_network_name_text").value == (
        "Nordkreis Digital"
    )
    again = run_page(ADMIN, task="network", step="cities")
    assert again.multiselect(key="admin_network_chosen").value == ["n"]
    with pytest.raises(NotPermitted):
        own_network.load_draft(OFFICER)

    next(button for button in again.button if button.label == "Eingaben verwerfen").click().run()
    assert own_network.load_draft(LOCAL_COORDINATOR) == {}


@pytest.mark.usefixtures("sample")
def test_refused_attempts_are_listed_in_words() -> None:
    with pytest.raises(NotPermitted):
        survey.load_draft(OFFICER, "08216043", "2026-2")

    assert "den Fragebogen ausfüllen" in texts(run_page(ADMIN, task="log"))
