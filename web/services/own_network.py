"""Beginning a network of one's own in place of the example: from a few answers to the first version of its data."""

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


def has_real_answers() -> bool:
    """Tell whether a wave that is no sample has answers: then this network has begun and none takes its place."""
    samples = set(reference().waves.loc[reference().waves["is_sample"] == 1, "wave_id"])
    return not set(ledger().submissions()["wave_id"]) <= samples


def topics() -> dict[str, str]:
    """Return the topics of the shipped questionnaire by id."""
    return {row.topic_id: text_of(row, "name") for row in rows_of(read_reference(SHIPPED).topics)}


def begin_network(actor: Actor, what: Beginning, *, reason: str) -> None:
    """Record the new network as the version in force, and publish.

    Raises:
        NotPermitted, ReferenceInvalid: nothing was stored.
        InvalidInput: the network has real answers, or the wave's id stands for answers of the example.
    """
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
