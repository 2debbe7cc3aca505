"""What Alembic runs: the steps, on the connection it was given. The caller holds the transaction and the lock."""

from alembic import context

from maturity.ledger import schema

context.configure(connection=context.config.attributes["connection"], target_metadata=schema.metadata)
context.run_migrations()
