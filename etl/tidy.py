"""Tidy: what may not be kept any longer is erased. Run once a day by a timer; the periods are parameters."""

from datetime import datetime

import pandas as pd

from etl.publish import parameters_in_force, publish
from etl.reference.versions import reference_in_force
from maturity.language import _
from maturity.ledger import Ledger
from maturity.ledger.erasure import erase, purge, submissions_with_contact
from maturity.ledger.retention import drop_old
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings


def tidy(ledger: Ledger, settings: Settings) -> dict[str, int]:
    """Erase what is past its period, and publish where answers changed.

    Returns:
        How much went: sessions, invitations, refusals, drafts, and submissions whose mailbox and file were erased.
    """
    reference = reference_in_force(ledger, settings)
    keep = {name: one.value for name, one in parameters_in_force(ledger, reference).items()}

    def ago(months: float) -> datetime:
        return (pd.Timestamp(ledger.now()) - pd.DateOffset(months=round(months))).to_pydatetime()

    counts = drop_old(
        ledger,
        traces_before=(pd.Timestamp(ledger.now()) - pd.Timedelta(days=keep["keep_traces"])).to_pydatetime(),
        drafts_before=ago(keep["keep_drafts"]),
    )
    ends = _ends(ledger, reference.waves)
    with_contact = ends.index.isin(submissions_with_contact(ledger))
    is_due = (ends < ago(keep["keep_files"])) | ((ends < ago(keep["keep_contacts"])) & with_contact)
    reason = _("the period for keeping it has ended")
    counts["submissions"] = erase(ledger, LOCAL_COORDINATOR, [int(one) for one in ends.index[is_due]], reason=reason)
    purge(ledger)
    if counts["submissions"]:
        publish(ledger, settings)
    return counts


def _ends(ledger: Ledger, waves: pd.DataFrame) -> pd.Series:
    """The moment from which each submission's periods run: the end of its last wave, or when it was handed in."""
    rows = ledger.submissions()
    closes = rows["wave_id"].map(dict(zip(waves["wave_id"], waves["closes_on"], strict=True)))
    ends = pd.to_datetime(closes.where(closes.fillna("") != "", rows["at"]), utc=True, format="ISO8601")
    return ends.groupby(rows["submission_id"]).max()


def erase_city(ledger: Ledger, settings: Settings, city_id: str) -> int:
    """Erase mailboxes and files of a city on request; return how many submissions that were.

    Raises:
        LedgerUnwritable: nothing was erased.
    """
    rows = ledger.submissions()
    own = sorted({int(number) for number in rows.loc[rows["city_id"] == city_id, "submission_id"]})
    count = erase(ledger, LOCAL_COORDINATOR, own, reason=_("erased on request"))
    publish(ledger, settings)
    return count
