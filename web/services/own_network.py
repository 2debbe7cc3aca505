"""Beginning a network of one's own in place of the example: from a few answers to the first version of its data."""

from typing import Any

import pandas as pd

from etl.publish import try_publish
from etl.reference.beginning import SHIPPED, Beginning, begin
from etl.reference.municipalities import read_municipalities
from etl.reference.read import read_reference
from etl.reference.versions import record_version
from maturity.errors import InvalidInput
from maturity.language import _, text_of
from maturity.rights import Actor
from maturity.rows import rows_of
from maturity.settings import load
from web.services.opened import ledger, reference
from web.services.reasons import require_reason

__all__ = ["Beginning", "read_municipalities"]

MOST_KEPT = 2_000


def has_real_answers() -> bool:
    """Tell whether a wave that is no sample has answers: then this network has begun and none takes its place."""
    samples = set(reference().waves.loc[reference().waves["is_sample"] == 1, "wave_id"])
    return not set(ledger().submissions()["wave_id"]) <= samples


def topics() -> dict[str, str]:
    """Return the topics of the shipped questionnaire by id."""
    return {row.topic_id: text_of(row, "name") for row in rows_of(read_reference(SHIPPED).topics)}


# The draft lies among those of the cities, under a key that no city and no wave has.
DRAFT = {"city_id": "", "wave_id": ""}


def load_draft(actor: Actor) -> dict[str, Any]:
    """Return what was entered so far; `list` is the table of the cities to choose from. Empty at the beginning."""
    draft = ledger().load_draft(actor, **DRAFT) or {}
    return {**draft, "list": pd.DataFrame(draft["list"])} if "list" in draft else draft


def save_draft(actor: Actor, draft: dict[str, Any]) -> None:
    """Keep what was entered, so that a closed page loses nothing; of a long list the cities chosen."""
    kept = {key: value for key, value in draft.items() if key != "file_id"}
    if "list" in draft:
        known: pd.DataFrame = draft["list"]
        chosen = known.loc[known["city_id"].isin(draft["city_ids"])] if draft.get("city_ids") else known
        kept["list"] = chosen.head(MOST_KEPT).to_dict("records")
    ledger().save_draft(actor, **DRAFT, form=kept)


def drop_draft(actor: Actor) -> None:
    """Forget what was entered."""
    ledger().drop_draft(actor, **DRAFT)


def begin_network(actor: Actor, what: Beginning, *, reason: str) -> None:
    """Record the new network as the version in force, and publish.

    Raises:
        NotPermitted, ReferenceInvalid: nothing was stored.
        InvalidInput: the network has real answers, or the wave's id stands for answers of the example.
    """
    ledger().require(actor, "manage_reference")
    if has_real_answers():
        raise InvalidInput(what=_("The network"), value=_("in use"), expected=_("without real answers"))
    used: pd.Series = ledger().submissions()["wave_id"]
    if what.wave["wave_id"] in set(used):
        raise InvalidInput(
            what=_("The wave"), value=what.wave["wave_id"], expected=_("a name the example does not use")
        )
    record_version(
        ledger(), actor, begin(what), reason=require_reason(reason), after=reference().version, is_new_network=True
    )
    try_publish(ledger(), load())
    drop_draft(actor)
