"""The tables' history, as Alembic keeps it: one file of `versions` for each change."""
