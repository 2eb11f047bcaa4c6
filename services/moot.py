"""What was asked of a second person and can no longer be done ends with what it was about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from models import Status
from services.administration import audit
from services.database import Transaction

_LAPSE = text(f"""
    update approvals a set state = 'lapsed', decided_at = :at
    from products p
    where a.action = 'annul_bid' and a.state = 'waiting'
      and p.product_id = any(:lots) and a.subject like 'bid:' || p.product_id || '/%'
      and (p.product_status_id not in ({Status.IN_OCCURRENCE:d}, {Status.SUSPENDED:d})
           or exists (
               select from bids b join annulled_intents i
                   on i.product_id = b.product_id and i.sequence = b.intent_sequence
               where b.product_id = p.product_id
                 and b.sequence = (a.payload ->> 'number')::int
                 and b.kind not in ('annulled', 'restated')))
    returning a.approval_id, a.subject, a.action
""")  # noqa: S608  our own numbers


def end_annulments(work: Transaction, lots: Sequence[int], *, at: datetime) -> None:
    """End the requests to annul bids of these lots that have closed, or of bids that are gone.

    Should be called with the lots locked, once what ends the requests is written.
    """
    for row in work.connection.execute(_LAPSE, {"lots": list(lots), "at": at}):
        audit.record(work, "approval_lapsed", row.subject, at=at, act=row.action)
