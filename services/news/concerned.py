"""Whom a thing on a lot concerns: who bids on it, and who watches it and wants to hear of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from services.database import Transaction
from services.news.herald import About, Herald
from services.ports import Clock

SELDOM = timedelta(minutes=10)
_CONCERNED = text("""
    select user_id from bidders where product_id = :lot and maximum is not null
    union select user_id from watches where product_id = :lot and alerts
    union select user_id from products where product_id = :lot and :seller
""")
_OF_LATE = text("""
    select user_id from notifications
    where product_id = :lot and topic = :topic and created_at > :since
""")


def tell_concerned(
    herald: Herald,
    work: Transaction,
    clock: Clock,
    topic: str,
    *,
    lot: int,
    key: str,
    seller: bool = False,
    **facts: object,
) -> None:
    """Tell all whom a lot concerns, its seller too if asked; nobody the same twice in ten minutes.

    `key` is of the fact: each person is told of it once.
    """
    asked = {"lot": lot, "topic": topic, "since": clock.now() - SELDOM, "seller": seller}
    people = set(work.connection.execute(_CONCERNED, asked).scalars())
    people -= set(work.connection.execute(_OF_LATE, asked).scalars())
    for person in sorted(people):
        about = About(lot=lot, key=f"{key}:{person}")
        herald.tell(work, person, topic, about, path=f"/auction/{lot}", **facts)
