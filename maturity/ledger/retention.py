"""What beside the chain may go after a time: ended sessions and tokens, used links, refusals, forgotten drafts."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_

from maturity.ledger import schema
from maturity.ledger.access.tokens import as_text
from maturity.ledger.ledger import Ledger


def drop_old(ledger: Ledger, *, traces_before: datetime, drafts_before: datetime) -> dict[str, int]:
    """Delete what nobody needs any longer.

    Args:
        ledger: where it is.
        traces_before: refused attempts and links that were used or ended before this moment go.
        drafts_before: drafts last changed before this moment go.

    Returns:
        How many rows went, by table; sessions and tokens go as soon as they have ended.
    """
    links, traces, drafts = schema.invitations.c, as_text(traces_before), as_text(drafts_before)
    old: dict[str, ColumnElement[bool]] = {
        "sessions": schema.sessions.c.ends_at <= ledger.at(),
        "api_tokens": schema.api_tokens.c.ends_at <= ledger.at(),
        "invitations": or_(links.used_at < traces, links.ends_at < traces),
        "refusals": schema.refusals.c.at < traces,
        "drafts": schema.drafts.c.updated_at < drafts,
    }
    with ledger.database.writing() as connection:
        return {
            name: connection.execute(delete(schema.metadata.tables[name]).where(is_old)).rowcount
            for name, is_old in old.items()
        }
