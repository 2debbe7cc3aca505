"""The tables of the ledger. `entries` is the chain; the others hold what does not fit in a line of it.

Entries, submissions and parts are only ever added to. `head` is one row: the end of the chain, so that a cut-off end
is noticed, and the row that writers queue for. `drafts` is outside the chain and may change. So may the tables of
access (`accounts` to `refusals`), for secrets must be erasable; the chain has who invited, locked or changed whom.

A change of the tables is a new file in `migrations/versions`, the new REVISION, and the same change here.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

FORMAT = 1  # of the chain: what is hashed, and how
FIRST_REVISION = "0001"  # ledgers of this one do not name it yet
REVISION = "0003"

metadata = MetaData()

# Named and shaped as Alembic expects it: one row with the revision of the tables.
revisions = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))

head = Table(
    "head",
    metadata,
    Column("head_id", Integer, CheckConstraint("head_id = 1"), primary_key=True, autoincrement=False),
    Column("format", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

entries = Table(
    "entries",
    metadata,
    # Given by the program, not by the database: a number that was rolled back must not leave a gap.
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("actor_city", Text),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index("entries_by_kind", "kind", "sequence"),
)

submissions = Table(
    "submissions",
    metadata,
    Column("submission_id", Integer, ForeignKey("entries.sequence"), primary_key=True, autoincrement=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False, index=True),
    Column("file_size", Integer, nullable=False),
    Column("answers_sha256", String(64), nullable=False),
    Column("layout", Text, nullable=False),
    Column("program_version", Text, nullable=False),
    Column("file", LargeBinary, nullable=False),
    Column("answers", LargeBinary, nullable=False),
)

parts = Table(
    "parts",
    metadata,
    Column("submission_id", Integer, ForeignKey("submissions.submission_id"), primary_key=True),
    Column("city_id", Text, primary_key=True),
    Column("wave_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("answer_count", Integer, nullable=False),
    UniqueConstraint("city_id", "wave_id", "version"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("city_id", Text, primary_key=True),
    Column("wave_id", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", String(32), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("city_id", Text),
    Column("is_locked", Boolean, nullable=False),
    Column("created_at", Text, nullable=False),
)

# What proves an account: issuer and subject of a provider, or ours: see `access.proofs`.
proofs = Table(
    "proofs",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("secret", Text, nullable=False),
    Column("use_count", Integer, nullable=False),
    Column("failed_count", Integer, nullable=False),
    Column("failed_at", Text),
    Column("created_at", Text, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("city_id", Text),
    Column("account_id", ForeignKey("accounts.account_id")),
    Column("invited_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    Column("used_at", Text),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("created_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    Column("used_at", Text),
)

refusals = Table(
    "refusals",
    metadata,
    Column("refusal_id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("actor_city", Text),
    Column("action", Text, nullable=False),
    Column("city_id", Text),
)
