"""Facts are written where they happen, in their own transaction, if anybody hears of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from services.handlers.registry import is_heard
from services.handlers.topics import AUCTION_CLOSED, GATEWAY

_CLOSED = text(f"""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select '{AUCTION_CLOSED}', '{AUCTION_CLOSED}:' || lot, null, lot,
           jsonb_build_object('outcome', outcome), :at
    from unnest(cast(:lots as int[]), cast(:outcomes as varchar[])) closed (lot, outcome)
    on conflict (unique_key) do nothing
""")  # noqa: S608  only words named here
_EVENTS = text("""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select e.event, 'gateway:' || e.gateway_event_id, p.user_id, p.product_id,
           jsonb_build_object('message', e.gateway_event_id, 'subject', e.subject,
                              'result', e.result, 'payment', p.payment_id), :now
    from gateway_events e
    left join charges c on c.gateway_id = e.subject
    left join transfers t on t.gateway_id = e.subject
    join payments p on p.payment_id = coalesce(c.payment_id, t.payment_id)
    where e.gateway_event_id = any(:ids) and e.event = any(:heard)
      and e.result in ('applied', 'nothing')
    order by e.gateway_event_id
    on conflict (unique_key) do nothing
""")


def note_closed(
    connection: Connection, lots: Sequence[int], outcomes: Sequence[str], at: datetime
) -> None:
    """Write that lots are closed, and how each was decided; of each once."""
    if lots and is_heard(AUCTION_CLOSED):
        connection.execute(_CLOSED, {"lots": list(lots), "outcomes": list(outcomes), "at": at})


def note_events(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Write which of the gateway's messages are dealt with, each under its event's own name.

    What was quarantined or is of no charge of the house is nobody's to act on.
    """
    if heard := [event for event in sorted(GATEWAY) if is_heard(event)]:
        connection.execute(_EVENTS, {"ids": list(ids), "heard": heard, "now": now})
