"""The script that alembic runs: the migrations, on the connection that was handed over."""

from __future__ import annotations

from alembic import context

from briefbot.store.migrations import CONNECTION
from briefbot.store.schema import metadata

# The transaction is the caller's: all migrations are durable together, or none.
context.configure(connection=context.config.attributes[CONNECTION], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
