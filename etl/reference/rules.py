"""Rules of single reference files: what their rows must say about each other and about rows of other files."""

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from datetime import date
from typing import Any

from etl.findings import Finding
from etl.reference.tables import Row, Source
from maturity.analysis.funding.programmes import ANY, FIELDS, expected, parse_value
from maturity.errors import InvalidInput

Sources = dict[str, Source]
Network = dict[str, Any]

CHOICE_TYPES = {"choice", "choices", "level", "band"}
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
# What an alias of each kind may stand for. An option is named with its question or field: "EAK01.3", "status.betrieb".
ALIAS_TARGETS: dict[str, dict[str, tuple[str, ...]]] = {
    "city": {"cities": ("city_id",)},
    "question": {"questions": ("question_id",)},
    "field": {"planning_fields": ("field_id",)},
    "option": {"options": ("question_id", "code"), "planning_options": ("field_id", "code")},
}
AGS = re.compile(r"\d{8}", re.ASCII)


def fault_in(code: str, source: Source, row: Row, column: str, **details: object) -> Finding:
    """Return a finding about one cell."""
    expected = details.pop("expected", None)
    return Finding(
        code,
        row=row.line,
        column=column,
        value=row.cells[column],
        expected=None if expected is None else str(expected),
        details={"file": source.file, **details},
    )


def is_date(text: str) -> bool:
    """Return whether the text is a date as in 2026-03-01."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_cities(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    first_lines: dict[str, int] = {}
    for row in source.rows:
        first_line = first_lines.setdefault(row.cells["name"], row.line)
        if first_line != row.line and row.cells["name"]:
            yield fault_in("reference_name_twice", source, row, "name", first_line=first_line)
    if network.get("city_key") != "ags":
        return
    for row in source.rows:
        if row.cells["city_id"] and not AGS.fullmatch(row.cells["city_id"]):
            yield fault_in("reference_ags_invalid", source, row, "city_id")


def _check_waves(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    for row in source.rows:
        opens_on, closes_on = row.cells["opens_on"], row.cells["closes_on"]
        if not (opens_on and closes_on) and row.cells["is_sample"] == "0":
            yield fault_in("reference_dates_missing", source, row, "closes_on" if opens_on else "opens_on")
        if is_date(opens_on) and is_date(closes_on) and closes_on < opens_on:
            yield fault_in("reference_out_of_range", source, row, "closes_on", expected=f"≥ {opens_on}")


def _check_questions(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    options = sources["options"]
    places = {
        row.cells["wave_id"]: number for number, row in enumerate(sources["waves"].rows) if "wave_id" in row.cells
    }
    answerable = options.ids("question_id") if options.is_complete else source.ids("question_id")
    for row in source.rows:
        first, last = (places.get(row.cells[name]) for name in ("asked_from", "asked_until"))
        if first is not None and last is not None and last < first:
            yield fault_in("reference_never_asked", source, row, "asked_until", expected=row.cells["asked_from"])
        scale, weight = _scale(row), row.cells["weight"]
        # A question of weight 0 is asked but never scored, so it may lack a scale; any other would divide by zero.
        is_scored = NUMBER.fullmatch(weight) and float(weight) != 0
        if is_scored and scale and scale[0] == scale[1]:
            yield fault_in("reference_scale_flat", source, row, "scale_max")
        if row.cells["question_id"] and row.cells["question_id"] not in answerable:
            yield fault_in(
                "reference_options_missing",
                source,
                row,
                "question_id",
                item=row.cells["question_id"],
                target=options.file,
            )


def _scale(question: Row) -> tuple[float, float] | None:
    ends = [question.cells["scale_min"], question.cells["scale_max"]]
    if not all(NUMBER.fullmatch(end) for end in ends):
        return None
    low, high = sorted(float(end) for end in ends)  # scale_min above scale_max: a reversed question
    return low, high


def _check_options(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    questions = sources["questions"]
    scales = {} if questions.missing else {row.cells["question_id"]: _scale(row) for row in questions.rows}
    for row in source.rows:
        kind, value = row.cells["kind"], row.cells["value"]
        scale = scales.get(row.cells["question_id"])
        if kind in ("kA", "nz") and value:
            # An answer that is no level must not carry points: unknown is not zero.
            yield fault_in("reference_value_unexpected", source, row, "value", kind=kind)
        elif kind == "level" and not value:
            yield fault_in("reference_not_a_number", source, row, "value", expected="3")
        elif kind == "level" and scale and NUMBER.fullmatch(value) and not scale[0] <= float(value) <= scale[1]:
            yield fault_in("reference_off_scale", source, row, "value", expected=f"{scale[0]:g} … {scale[1]:g}")


def _check_planning_fields(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    options = sources["planning_options"]
    if not options.is_complete:
        return
    described = {(row.cells["field_id"], row.cells["code"]) for row in options.rows}
    for row in source.rows:
        codes = _codes(row)
        if row.cells["type"] in CHOICE_TYPES and not codes:
            item = row.cells["field_id"]
            yield fault_in("reference_options_missing", source, row, "options", item=item, target=options.file)
        for code in codes:
            if (row.cells["field_id"], code) not in described:
                fault = fault_in("reference_id_unknown", source, row, "options", target=options.file)
                yield replace(fault, value=code)


def _codes(field: Row) -> list[str]:
    return [code for code in field.cells["options"].split("|") if code]


def _check_planning_options(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    fields = sources["planning_fields"]
    if not fields.is_complete:
        return
    codes = {row.cells["field_id"]: _codes(row) for row in fields.rows}
    for row in source.rows:
        field_id, code = row.cells["field_id"], row.cells["code"]
        if code and field_id in codes and code not in codes[field_id]:
            yield fault_in("reference_id_unknown", source, row, "code", target=fields.file)


def _check_aliases(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    for row in source.rows:
        targets = ALIAS_TARGETS.get(row.cells["kind"], {})
        if not targets or not all(sources[name].is_complete for name in targets):
            continue
        known = set().union(*(_joined(sources[name], columns) for name, columns in targets.items()))
        if row.cells["target_id"] and row.cells["target_id"] not in known:
            yield fault_in(
                "reference_id_unknown", source, row, "target_id", target=", ".join(f"{name}.csv" for name in targets)
            )


def _check_weights(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    for row in source.rows:
        kind = row.cells["kind"]
        targets = sources.get(f"{kind}s")
        if targets is None or not targets.is_complete:
            continue
        # Where no file names the dimensions, the topics do.
        known = targets.ids(f"{kind}_id") or sources["topics"].ids(f"{kind}_id")
        if row.cells["target_id"] and row.cells["target_id"] not in known:
            yield fault_in("reference_id_unknown", source, row, "target_id", target=targets.file)


def _joined(source: Source, columns: tuple[str, ...]) -> set[str]:
    return {".".join(row.cells[column] for column in columns) for row in source.rows}


def _check_programmes(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    for row in source.rows:
        field, value = row.cells["field"], row.cells["value"]
        if field not in FIELDS or not value.strip():
            continue
        try:
            known = parse_value(field, value)
        except InvalidInput:
            yield fault_in("reference_kind_unknown", source, row, "value", expected=expected(field))
            continue
        if field == "topics" and isinstance(known, frozenset):
            yield from _unknown_topics(source, row, "value", known - {ANY}, sources)


def _check_programme_areas(source: Source, network: Network, sources: Sources) -> Iterator[Finding]:
    for row in source.rows:
        if row.cells["kind"] == "area" and row.cells["target"]:
            yield from _unknown_topics(source, row, "target", {row.cells["target"]}, sources)


def _unknown_topics(source: Source, row: Row, column: str, named: Set[str], sources: Sources) -> Iterator[Finding]:
    topics = sources["topics"]
    if topics.is_complete:
        for topic_id in sorted(named - topics.ids("topic_id")):
            yield replace(fault_in("reference_id_unknown", source, row, column, target=topics.file), value=topic_id)


Rule = Callable[[Source, Network, Sources], Iterator[Finding]]
RULES: dict[str, Rule] = {
    "cities": _check_cities,
    "waves": _check_waves,
    "questions": _check_questions,
    "options": _check_options,
    "planning_fields": _check_planning_fields,
    "planning_options": _check_planning_options,
    "programmes": _check_programmes,
    "programme_areas": _check_programme_areas,
    "aliases": _check_aliases,
    "weights": _check_weights,
}
