"""Pushes: messages to the browsers of a person, in the transaction of what they tell."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from services.database import Transaction
from services.events import PushWritten

LONGEST_TEXT = 300
URGENT = frozenset({"outbid", "ending_soon", "extended"})
# After that it is no use to anybody that the lead was lost, or that the end is near.
_USEFUL = {"outbid": timedelta(hours=12), "ending_soon": timedelta(hours=1)}
_USEFUL_ELSE = timedelta(days=3)
_WRITE = text("""
    insert into pushes (push_subscription_id, message, urgent, created_at, next_try_at, expires_at)
    select p.push_subscription_id, cast(:message as jsonb), :urgent, :now, :after, :expires
    from push_subscriptions p join sessions s using (session_id)
    where p.user_id = :user and s.user_id = :user and s.revoked_at is null
    order by p.push_subscription_id
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class PushMessage:
    """What a browser shows: one line, and where a tap leads; of the same `tag` it shows the last.

    It holds nothing but what its reader's bell says.
    """

    text: str
    path: str
    tag: str
    language: str


def write_pushes(
    work: Transaction,
    user_id: int,
    message: PushMessage,
    *,
    kind: str,
    now: datetime,
    after: datetime,
) -> None:
    """Write a message for every browser of a person whose log-in stands, to be sent `after`."""
    written = asdict(message) | {"text": message.text[:LONGEST_TEXT]}
    asked = {
        "user": user_id,
        "message": json.dumps(written, ensure_ascii=False),
        "urgent": kind in URGENT,
        "now": now,
        "after": after,
        "expires": after + _USEFUL.get(kind, _USEFUL_ELSE),
    }
    if work.connection.execute(_WRITE, asked).rowcount:
        work.announce(PushWritten())
