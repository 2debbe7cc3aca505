"""The first format: ledgers written before the tables had a revision are of this one; nothing to do."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Leave the tables as they are."""
