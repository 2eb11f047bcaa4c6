"""The audit log: who did what, when, by which request and why; each record sealed to the last.

The table takes no change and no deletion, and its trigger seals each record with the hash of the
one before (security rule I28). The head of the chain is a row of its own, locked by whoever writes:
records are therefore written as the last thing of a transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy import Connection, text

from services.database import Transaction

_WRITE = text("""
    insert into audit_records (at, actor_id, action, subject, details, before, after, request_id)
    values (:at, :actor, :action, :subject, cast(:details as jsonb), cast(:before as jsonb),
            cast(:after as jsonb), :request)
""")


def record(
    work: Transaction,
    action: str,
    subject: str,
    *,
    actor: int | None = None,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    **details: object,
) -> None:
    """Write down what was done to a subject (`auction:7`), in the act's own transaction.

    Nobody is the `actor` of what the house does by itself. `before` and `after` hold what changed;
    `details` everything else, a `reason` among them.
    """
    values = {
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "details": _written(details),
        "before": None if before is None else _written(before),
        "after": None if after is None else _written(after),
        "request": structlog.contextvars.get_contextvars().get("correlation"),
    }

    def write(connection: Connection) -> None:
        connection.execute(_WRITE, values)

    work.before_commit(write)


def _written(facts: Mapping[str, object]) -> str:
    return json.dumps(dict(facts), default=str, ensure_ascii=False)
