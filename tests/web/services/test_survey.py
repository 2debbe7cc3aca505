"""The survey service: nothing is taken in that was not shown, and sample answers never start a real wave."""

import pytest

from maturity.errors import NotPermitted, WaveNotOpen
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.settings import Settings
from web.services import opened, survey
from web.services.survey import FileChoices

BRUCHSAL, BUEHL = "08215009", "08216007"


def _file(settings: Settings, name: str = BRUCHSAL) -> bytes:
    return (settings.sample / "2026-2" / f"{name}.csv").read_bytes()


def test_another_file_than_the_one_shown_is_refused(sample: Settings) -> None:
    shown = survey.check(LOCAL_COORDINATOR, _file(sample), name="a.csv", decisions=FileChoices())
    before = opened.version()

    receipt = survey.submit(LOCAL_COORDINATOR, shown, content=_file(sample).replace(b";3;", b";4;", 1))

    assert receipt.status == "rejected"
    assert receipt.findings[0].code == "file_changed"
    assert opened.version() == before


def test_a_meaning_given_by_hand_is_kept_for_the_network(sample: Settings) -> None:
    """`Scan-3` means nothing, so EAK03 loses its answer; told that it is EAK03, the next file needs no telling."""
    content = _file(sample).replace(b"\nEAK03;", b"\nScan-3;")
    told = FileChoices(meanings=(("Scan-3", "EAK03"),))
    untold = survey.check(LOCAL_COORDINATOR, content, name="a.csv", decisions=FileChoices())

    receipt = survey.submit(
        LOCAL_COORDINATOR, survey.check(LOCAL_COORDINATOR, content, name="a.csv", decisions=told), content=content
    )
    again = survey.check(LOCAL_COORDINATOR, content, name="b.csv", decisions=FileChoices())

    assert untold.changes[["item_id", "after"]].to_dict("records") == [{"item_id": "EAK03", "after": ""}]
    assert receipt.status == "accepted"
    assert again.inspection.errors == []
    assert again.changes.empty


def test_an_officer_of_another_city_is_refused_by_the_ledger(sample: Settings) -> None:
    officer = Actor(name="Digitalbüro Bühl", role="officer", city_id=BUEHL)
    shown = survey.check(
        LOCAL_COORDINATOR, _file(sample).replace(b";3;", b";4;", 1), name="a.csv", decisions=FileChoices()
    )
    before = opened.version()

    receipt = survey.submit(officer, shown, content=shown.inspection.content)
    with pytest.raises(NotPermitted):
        survey.withdraw(officer, int(survey.submissions()["submission_id"].iloc[0]), "Probe")
    with pytest.raises(NotPermitted):
        survey.load_draft(officer, BRUCHSAL, "2026-2")

    assert "city_conflict" in [finding.code for finding in receipt.findings if finding.severity == "error"]
    assert opened.version() == before
    own = survey.check(officer, _file(sample), name="a.csv", decisions=FileChoices())
    assert [finding.code for finding in own.inspection.errors][:1] == ["city_conflict"]


@pytest.mark.usefixtures("sample")
def test_sample_answers_never_start_a_real_wave() -> None:
    """Bühl has not answered 2026-2 but 2026-1; 2027-1 is real and takes nothing from the sample waves."""
    from_first = survey.last_answers(LOCAL_COORDINATOR, BUEHL, "2026-2")
    own = survey.last_answers(LOCAL_COORDINATOR, BRUCHSAL, "2026-2")

    assert from_first is not None
    assert set(from_first["wave_id"]) == {"2026-1"}
    assert own is not None
    assert set(own["wave_id"]) == {"2026-2"}
    assert survey.last_answers(LOCAL_COORDINATOR, BRUCHSAL, "2027-1") is None


def test_a_withdrawn_file_gives_place_to_the_one_before(sample: Settings) -> None:
    content = _file(sample).replace(b";3;", b";2;", 1)
    shown = survey.check(LOCAL_COORDINATOR, content, name="a.csv", decisions=FileChoices())
    receipt = survey.submit(LOCAL_COORDINATOR, shown, content=content)
    assert receipt.submission_id is not None

    survey.withdraw(LOCAL_COORDINATOR, receipt.submission_id, "falsche Fassung")
    withdrawn = survey.check(LOCAL_COORDINATOR, content, name="a.csv", decisions=FileChoices())
    survey.restore(LOCAL_COORDINATOR, receipt.submission_id, "doch richtig")
    restored = survey.check(LOCAL_COORDINATOR, content, name="a.csv", decisions=FileChoices())

    assert len(withdrawn.changes) == 1
    assert restored.changes.empty
    assert survey.reasons()[receipt.submission_id] == "doch richtig"
    assert survey.file_of(LOCAL_COORDINATOR, receipt.submission_id) == content


def test_nothing_is_put_in_force_again_in_a_closed_wave(sample: Settings) -> None:
    """Withdrawing stays possible: a city may take back what it said at any time."""
    submission_id = int(
        survey.submissions().query("city_id == @BRUCHSAL and wave_id == '2026-2'")["submission_id"].iloc[0]
    )
    opened.ledger().record(LOCAL_COORDINATOR, "wave", {"wave_id": "2026-2", "state": "closed", "reason": "alle da"})
    survey.withdraw(LOCAL_COORDINATOR, submission_id, "falsche Fassung")

    with pytest.raises(WaveNotOpen, match="Welle 2026-2 ist nicht offen"):
        survey.restore(LOCAL_COORDINATOR, submission_id, "doch richtig")

    assert not survey.submissions().set_index("submission_id").loc[submission_id, "is_in_force"]
    opened.ledger().record(LOCAL_COORDINATOR, "wave", {"wave_id": "2026-2", "state": "open", "reason": "Nachtrag"})
    survey.restore(LOCAL_COORDINATOR, submission_id, "doch richtig")
    assert survey.submissions().set_index("submission_id").loc[submission_id, "is_in_force"]
