"""What a closed meeting showed, as a document: papers are made from it alone, whatever changes later. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import pandas as pd

from maturity.reports.meeting import Meeting, Participant, Resolution, TopicLevel
from maturity.reports.workbook import PlanTables

PARTS: Mapping[str, type] = {"participants": Participant, "levels": TopicLevel, "decisions": Resolution}


def freeze(meeting: Meeting, plan: PlanTables) -> dict[str, Any]:
    """Return a meeting and its plan as JSON holds them, in the language they were written in."""
    return {"meeting": _plain(asdict(meeting)), "plan": {f.name: _frozen(getattr(plan, f.name)) for f in fields(plan)}}


def _frozen(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        return json.loads(value.reset_index(drop=True).to_json(orient="split", index=False, double_precision=15))
    return _plain(value)


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(dict(value) if isinstance(value, Mapping) else value))


def thaw_meeting(document: Mapping[str, Any]) -> Meeting:
    """Return the meeting of a frozen document."""
    known = {name: _read(name, value) for name, value in document["meeting"].items()}
    return Meeting(**known)


def _read(name: str, value: Any) -> Any:
    if name in PARTS:
        return tuple(PARTS[name](**{key: _as_tuple(part) for key, part in row.items()}) for row in value)
    return _as_tuple(value)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def thaw_plan(document: Mapping[str, Any]) -> PlanTables:
    """Return the plan of a frozen document."""
    return PlanTables(**{name: _thawed(value) for name, value in document["plan"].items()})


def _thawed(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"columns", "data"}:
        return pd.DataFrame(value["data"], columns=value["columns"])
    return value
