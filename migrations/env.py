"""How the schema is brought to a revision: by one process at a time, one transaction a revision."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import create_engine, pool, text
from sqlmodel import SQLModel

import models  # noqa: F401  the tables register themselves, and how their constraints are named
from services.database import dialect_url

ONE_AT_A_TIME = text("select pg_advisory_lock(727401)")


def migrate() -> None:
    url = context.config.attributes.get("url") or os.environ["DATABASE_URL"]
    engine = create_engine(dialect_url(url), poolclass=pool.NullPool)
    # The lock belongs to a session of its own: a lock of the migrating transaction would be let go
    # between two revisions.
    with engine.connect() as waiting, engine.connect() as connection:
        waiting.execution_options(isolation_level="AUTOCOMMIT").execute(ONE_AT_A_TIME)
        context.configure(
            connection=connection,
            target_metadata=SQLModel.metadata,
            compare_type=True,
            compare_server_default=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


migrate()
