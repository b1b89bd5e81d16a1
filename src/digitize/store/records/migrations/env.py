"""Run by Alembic: takes the steps that are missing, all in one transaction of the connection that it is given."""

from __future__ import annotations

from alembic import context

from digitize.store.records.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
