"""Who of the house may decide on people's conduct, and the record of what was decided."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Connection, text

from services.errors import Forbidden

_ADMINISTRATOR = text("""
    select admin_user and blocked_at is null from users where user_id = :user
""")
_AUDIT = text("""
    insert into audit_records (at, actor_id, action, subject, details)
    values (:at, :actor, :action, :subject, cast(:details as jsonb))
""")


def demand_administrator(connection: Connection, actor_id: int) -> None:
    """Refuse whoever is no administrator, in the act's own transaction. Raises Forbidden."""
    if not connection.execute(_ADMINISTRATOR, {"user": actor_id}).scalar_one_or_none():
        raise Forbidden


def note(
    connection: Connection,
    action: str,
    auction_id: int,
    *,
    actor: int,
    at: datetime,
    subject: str = "auction",
    **details: object,
) -> None:
    """Write into the audit log who did what to a lot, and why."""
    connection.execute(
        _AUDIT,
        {
            "at": at,
            "actor": actor,
            "action": action,
            "subject": f"{subject}:{auction_id}",
            "details": json.dumps(details),
        },
    )
