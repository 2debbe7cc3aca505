"""What the coordination office changes on screen: waves, members, questions, weights; each with its reason."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd

from etl.publish import try_publish, weights_by_wave
from etl.reference.editing import Files, rows_in, with_added, with_changed, with_kept, with_table
from etl.reference.questionnaire import asked_in
from etl.reference.versions import changed_files, faults_of, record_version
from maturity.errors import InvalidInput, UnknownId
from maturity.language import _
from maturity.rights import Actor
from maturity.settings import load
from maturity.waves import State
from web.services import snapshot, waves
from web.services.opened import ledger, reference
from web.services.reasons import require_reason

UNKNOWN_CODES = (("kA", "keine Angabe", "no answer"), ("nz", "nicht zuständig", "not our task"))


def change_tables(actor: Actor, edit: Callable[[Files], Files], *, reason: str) -> None:
    """Record what `edit` makes of the files in force as the next version, and publish.

    Raises:
        NotPermitted, ReferenceInvalid, InvalidInput, ChangedMeanwhile: nothing was stored.
    """
    ledger().require(actor, "manage_reference")
    before = reference()
    record_version(ledger(), actor, edit(before.files), reason=require_reason(reason), after=before.version)
    try_publish(ledger(), load())


# Waves


def wave_table() -> pd.DataFrame:
    """List the waves in their order.

    Returns:
        wave_id, label, opens_on, closes_on, is_sample, state, member_count, submitted_count, question_count.
    """
    known, states = reference().waves, waves.states()
    counts = snapshot.waves().set_index("wave_id")[["member_count", "submitted_count"]]
    asked = [len(asked_in(reference(), wave_id).questions) for wave_id in known["wave_id"]]
    rows = known.assign(state=known["wave_id"].map(states), question_count=asked)
    return rows.join(counts, on="wave_id").fillna({"member_count": 0, "submitted_count": 0})


def plan_wave(
    actor: Actor, *, wave_id: str, label: str, opens_on: date | None, closes_on: date | None, copy_of: str, reason: str
) -> None:
    """Add a wave at the end, with the members of another one.

    Args:
        actor: needs the right to manage the reference data.
        wave_id: a new id, such as 2027-2.
        label: what the wave is called.
        opens_on, closes_on: its first and last day; None leaves it to the coordination office.
        copy_of: the wave whose members it takes over; empty for none.
        reason: why.
    """
    row = {"wave_id": wave_id.strip(), "label": label.strip(), **_days(opens_on, closes_on), "is_sample": "0"}

    def edit(files: Files) -> Files:
        members = [m["city_id"] for m in rows_in(files, "memberships") if copy_of and m["wave_id"] == copy_of]
        files = with_added(files, "waves", [row])
        return with_added(files, "memberships", [{"city_id": c, "wave_id": row["wave_id"]} for c in members])

    change_tables(actor, edit, reason=reason)


def set_dates(
    actor: Actor, wave_id: str, *, label: str, opens_on: date | None, closes_on: date | None, reason: str
) -> None:
    """Give a wave another label, first and last day."""
    cells = {"label": label.strip(), **_days(opens_on, closes_on)}
    change_tables(actor, lambda files: with_changed(files, "waves", wave_id, cells), reason=reason)


def _days(opens_on: date | None, closes_on: date | None) -> dict[str, str]:
    return {
        "opens_on": opens_on.isoformat() if opens_on else "",
        "closes_on": closes_on.isoformat() if closes_on else "",
    }


def set_state(actor: Actor, wave_id: str, state: State, *, reason: str) -> None:
    """Open, close, reopen or plan a wave; from then on this decides, not its dates.

    Raises:
        NotPermitted, UnknownId, InvalidInput: nothing was stored.
    """
    ledger().require(actor, "manage_waves")
    known = waves.states()
    if wave_id not in known:
        raise UnknownId(value=wave_id, concept=_("wave"), known=", ".join(known))
    payload = {"wave_id": wave_id, "state": state, "reason": require_reason(reason)}
    ledger().record(actor, "wave", payload)


# Members


def members(wave_id: str) -> set[str]:
    """Return the cities that take part in a wave."""
    table = reference().memberships
    return set(table.loc[table["wave_id"] == wave_id, "city_id"])


def set_members(actor: Actor, wave_id: str, city_ids: Sequence[str], *, reason: str) -> None:
    """Make these cities the members of a wave, no others."""

    def edit(files: Files) -> Files:
        others = with_kept(files, "memberships", lambda row: row["wave_id"] != wave_id)
        return with_added(others, "memberships", [{"city_id": city, "wave_id": wave_id} for city in sorted(city_ids)])

    change_tables(actor, edit, reason=reason)


def add_city(actor: Actor, cells: Mapping[str, str], *, reason: str) -> None:
    """Add a city to the network; it takes part in a wave once it is a member there."""
    change_tables(actor, lambda files: with_added(files, "cities", [cells]), reason=reason)


# Topics and questions


def add_topic(actor: Actor, *, topic_id: str, dimension_id: str, name: str, name_en: str, reason: str) -> None:
    """Add a topic at the end; it shows once it has a question."""

    def edit(files: Files) -> Files:
        positions = [int(row["position"]) for row in rows_in(files, "topics")]
        cells = {
            "topic_id": topic_id.strip(),
            "position": str(max(positions, default=0) + 1),
            "dimension_id": dimension_id,
            "name_de": name.strip(),
            "long_name_de": name.strip(),
            "name_en": name_en.strip() or name.strip(),
            "sensitive": "0",
        }
        return with_added(files, "topics", [cells])

    change_tables(actor, edit, reason=reason)


def question_files(
    files: Files, *, question_id: str, topic_id: str, text: str, text_en: str, levels: Sequence[str], is_core: bool,
    asked_from: str,
) -> Files:  # fmt: skip
    """Return the files with a new question: its levels in order from 0, and the two answers that are no level."""
    top = str(len(levels) - 1)
    question = {
        "question_id": question_id.strip(),
        "topic_id": topic_id,
        "core": str(int(is_core)),
        "weight": "1",
        "scale_min": "0",
        "scale_max": top,
        "text_de": text.strip(),
        "text_en": text_en.strip() or text.strip(),
        "asked_from": asked_from,
        "asked_until": "",
    }
    options = [(str(number), str(number), label, label, "level") for number, label in enumerate(levels)]
    options += [(code, "", german, english, code) for code, german, english in UNKNOWN_CODES]
    names = ("code", "value", "label_de", "label_en", "kind")
    rows = [{"question_id": question["question_id"], **dict(zip(names, option, strict=True))} for option in options]
    return with_added(with_added(files, "questions", [question]), "options", rows)


def retire_question(actor: Actor, question_id: str, *, last_wave: str, reason: str) -> None:
    """Ask a question for the last time in a wave; what was answered stays."""
    cells = {"asked_until": last_wave}
    change_tables(actor, lambda files: with_changed(files, "questions", question_id, cells), reason=reason)


def retire_topic(actor: Actor, topic_id: str, *, last_wave: str, reason: str) -> None:
    """Ask a topic's questions for the last time in a wave; what was answered stays, and so does its key."""

    def edit(files: Files) -> Files:
        rows = [
            row | {"asked_until": last_wave} if row["topic_id"] == topic_id and not row.get("asked_until") else row
            for row in rows_in(files, "questions")
        ]
        return with_table(files, "questions", rows)

    change_tables(actor, edit, reason=reason)


def set_weight(actor: Actor, kind: str, key: str, weight: str, *, from_wave: str, reason: str) -> None:
    """Give a topic or a dimension (`kind`) another weight from a wave on; the waves before keep theirs."""
    place = {"kind": kind, "target_id": key, "from_wave": from_wave}
    row = {**place, "weight": weight.strip().replace(",", ".")}

    def edit(files: Files) -> Files:
        others = with_kept(files, "weights", lambda known: {name: known[name] for name in place} != place)
        return with_added(others, "weights", [row])

    change_tables(actor, edit, reason=reason)


def weights(wave_id: str) -> pd.DataFrame:
    """Return what counts in a wave: one row per topic, see `etl.publish.weights_by_wave`."""
    known = weights_by_wave(reference())
    return known.loc[known["wave_id"] == wave_id]


# Products and spellings


def add_product(actor: Actor, cells: Mapping[str, str], *, reason: str) -> None:
    """Add a product with its spellings (separated by |)."""
    change_tables(actor, lambda files: with_added(files, "products", [cells]), reason=reason)


def add_alias(actor: Actor, *, kind: str, alias: str, target_id: str, reason: str) -> None:
    """Let a spelling in files stand for a city, question, field or option."""
    if not alias.strip():
        raise InvalidInput(what=_("The spelling"), value=_("empty"), expected=_("a text"))
    cells = {"kind": kind, "alias": alias.strip(), "target_id": target_id}
    change_tables(actor, lambda files: with_added(files, "aliases", [cells]), reason=reason)


# Looking before changing


def faults(edit: Callable[[Files], Files]) -> list[str]:
    """Return what would be wrong with the reference data after a change; nothing is stored."""
    before = reference()
    found = faults_of(edit(before.files), before=before)
    return [str(finding) for finding in found if finding.severity == "error"]


def unlisted_files() -> list[str]:
    """Name the reference files on disk that differ from the version in force."""
    return changed_files(reference(), load())
