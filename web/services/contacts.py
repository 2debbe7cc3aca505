"""Whom to ask in a city: its function mailbox, straight from the ledger and for members only. No snapshot holds it."""

import logging

from maturity.errors import LedgerBroken, LedgerUnreadable
from web.services import accounts, snapshot
from web.services.opened import ledger
from web.services.survey import submissions

_log = logging.getLogger(__name__)


def mailboxes(wave_id: str) -> dict[str, str]:
    """Return the mailbox of each city that named one in a wave; none while the ledger cannot be read.

    Raises:
        NotPermitted: who looks at the page may not see contacts.
    """
    accounts.require(accounts.current_actor(), "read_contacts")
    try:
        return snapshot.remember_entries(_mailboxes, wave_id=wave_id)
    except (LedgerBroken, LedgerUnreadable) as error:  # the pages go on with what the snapshot has
        _log.error("%s", error)
        return {}


def _mailboxes(wave_id: str) -> dict[str, str]:
    rows = submissions()
    in_force = rows.loc[rows["is_in_force"] & (rows["wave_id"] == wave_id)]
    found: dict[str, str] = {}
    for city_id, submission_id in zip(in_force["city_id"], in_force["submission_id"], strict=True):
        values = ledger().values_of(int(submission_id))
        is_contact = (values["item_id"] == "contact") & (values["city_id"] == city_id) & (values["wave_id"] == wave_id)
        found |= {str(city_id): str(text) for text in values.loc[is_contact, "code"].dropna() if text}
    return found
