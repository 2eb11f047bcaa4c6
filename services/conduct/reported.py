"""What people report of a lot: each is a flag for the house to look at, and nothing by itself."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import Connection, Row, text

from models import Status
from services.database import Database
from services.errors import BadField, ConductRefused, NotFound
from services.people.fields import parse_text
from services.ports import Clock
from services.throttles import Throttles
from services.views.conduct import LONGEST_REASON, REPORT_REASONS, ReportView

MOST, WITHIN = 5, timedelta(days=1)
_LOT = text("""
    select product_id, product_name, user_id from products
    where product_id = :lot and product_status_id <> :draft
""")
_SENT = text("select exists (select from flags where unique_key = :key)")
_RAISE = text("""
    insert into flags (kind, unique_key, user_id, product_id, facts, raised_at)
    values ('lot_reported', :key, :user, :lot, cast(:facts as jsonb), :now)
    on conflict (unique_key) do nothing
""")


class Reported:
    """Takes what people report, each lot once a person; the seller never learns of whom."""

    def __init__(self, database: Database, clock: Clock, throttles: Throttles) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles

    def look(self, user_id: int, auction_id: int) -> ReportView:
        """Show what lot a person would report, and whether that is done. Raises NotFound."""
        with self._database.transaction() as work:
            lot = _lot(work.connection, auction_id)
            sent = work.connection.execute(_SENT, {"key": _key(lot, user_id)}).scalar_one()
        return ReportView(
            auction_id=auction_id, title=lot.product_name, own=lot.user_id == user_id, sent=sent
        )

    def report(self, user_id: int, auction_id: int, reason: str, words: str) -> None:
        """Raise a flag of a lot; once more by the same person it is the same flag.

        Five lots a day. Raises BadField, NotFound, ConductRefused for one's own lot, and
        TooManyAttempts.
        """
        if reason not in REPORT_REASONS:
            raise BadField("reason", "missing")
        said = parse_text(words, field="what", longest=LONGEST_REASON, required=reason == "other")
        with self._database.transaction() as work:
            lot = _lot(work.connection, auction_id)
        if lot.user_id == user_id:
            raise ConductRefused(reason="own_lot")
        self._throttles.count(f"report:{user_id}", most=MOST, within=WITHIN)
        asked = {
            "key": _key(lot, user_id),
            "user": lot.user_id,
            "lot": auction_id,
            "facts": json.dumps({"reporter": user_id, "reason": reason, "words": said or None}),
            "now": self._clock.now(),
        }
        with self._database.transaction() as work:
            work.connection.execute(_RAISE, asked)


def _lot(connection: Connection, auction_id: int) -> Row[tuple[int, str, int]]:
    found = connection.execute(_LOT, {"lot": auction_id, "draft": Status.DRAFT}).one_or_none()
    if found is None:
        raise NotFound
    return found


def _key(lot: Row[tuple[int, str, int]], user_id: int) -> str:
    return f"lot_reported:{lot.product_id}:{user_id}"
