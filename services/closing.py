"""The hammer falls: what is due is decided under lock, paid from its holds and written whole."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import Connection, text

from models import Status
from services.bidding import Outcome, decide
from services.billing import bill, captured
from services.billing.due import SILENT_DAYS, end_of_business_day
from services.closing_writes import free_holds, set_winners, tell_outcomes, write_decisions
from services.database import Database, Transaction
from services.decisions import Decision
from services.errors import Forbidden, NotFound
from services.events import RoomChanged
from services.figures.tallies import Lateness
from services.lots import Increments, fees_of, standing_of, terms_of
from services.moot import end_annulments
from services.ports import Clock
from services.settlement import settle
from services.wallets import lock_wallets

log = structlog.get_logger(__name__)
_COLUMNS = """
    p.*, b.maximum as leader_maximum, h.amount as held, buyer.name as buyer, seller.name as seller
    from products p
    join users seller on seller.user_id = p.user_id
    left join users buyer on buyer.user_id = p.leader_id
    left join bidders b on b.product_id = p.product_id and b.user_id = p.leader_id
    left join holds h on h.product_id = p.product_id and h.user_id = p.leader_id
                     and h.ended_at is null
"""
_DUE = text("""
    select product_id from products
    where product_status_id = :open and end_datetime <= :before
    order by end_datetime limit :most for no key update skip locked
""")
_LAPSED = text("""
    select product_id from products
    where outcome = 'conditional' and answer_by <= :now
    order by product_id limit :most for no key update skip locked
""")
_LOCK = text("select product_id from products where product_id = :id for no key update")
_READ = text(f"select {_COLUMNS} where p.product_id = any(:ids) order by p.product_id")


class ClosingService:
    """Closes what has ended. A wake-up is a question: the row, under lock, has the answer."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        increments: Increments,
        *,
        grace_seconds: float = 2.0,
        silent_days: int = SILENT_DAYS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._increments = increments
        self._grace = timedelta(seconds=grace_seconds)
        self._silent_days = silent_days
        self.lateness = Lateness()
        self._waits, self._counting = 0, threading.Lock()

    @property
    def grace(self) -> timedelta:
        """Tell how long after its end an auction waits for bids that arrived in time."""
        return self._grace

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Let nothing be closed by this process's clock meanwhile, while a past is written."""
        with self._counting:
            self._waits += 1
        try:
            yield
        finally:
            with self._counting:
                self._waits -= 1

    def close_due(self, *, most: int = 100) -> int:
        """Decide up to `most` auctions past their end and grace; returns how many.

        Rows another process holds are left to it. A batch that fails as a whole is decided one
        by one, so that a bad lot never blocks the others.
        """
        if self._waits:
            return 0
        before = self._clock.now() - self._grace
        asked = {"open": Status.IN_OCCURRENCE, "before": before, "most": most}
        try:
            return self._database.retried(lambda: self._close_batch(asked))
        except Exception:
            log.exception("closing_batch_failed")
        with self._database.transaction() as work:
            due = [row.product_id for row in work.connection.execute(_DUE, asked)]
        return sum(self._close_guarded(number) for number in due)

    def close_auction(self, auction_id: int) -> bool:
        """Decide this auction if it is past its end and grace; returns whether it was.

        Not open, or its end has moved: nothing happens. Safe to call at any time, any number of
        times, from any process.
        """
        with self._database.transaction() as work:
            work.connection.execute(_LOCK, {"id": auction_id})
            rows = self._read(work.connection, [auction_id])
            due = [
                row
                for row in rows
                if row["product_status_id"] == Status.IN_OCCURRENCE
                and row["end_datetime"] + self._grace <= self._clock.now()
            ]
            self._decide(work, due)
            return bool(due)

    def sell_at_once(self, work: Transaction, auction_id: int) -> None:
        """Close a lot bought at once, in the bid's own transaction; its row is locked already."""
        self._decide(work, self._read(work.connection, [auction_id]))

    def decide_now(
        self, work: Transaction, auction_id: int, *, outcome: Outcome | None = None
    ) -> Decision:
        """Decide a lot whose row is locked, before its end or with the outcome the house gives."""
        (row,) = self._read(work.connection, [auction_id])
        decision = self._decision(row, work.connection, outcome, self._clock.now())
        self._decide(work, [row], outcome=outcome)
        return decision

    def forecast(
        self, work: Transaction, auction_id: int, *, outcome: Outcome | None = None
    ) -> Decision:
        """Tell how a lot would be decided now, or with this outcome; nothing is written."""
        (row,) = self._read(work.connection, [auction_id])
        return self._decision(row, work.connection, outcome, self._clock.now())

    def answer_conditional(self, auction_id: int, seller_id: int, *, accept: bool) -> None:
        """Take the seller's answer to a bid below the reserve; silence is refusal.

        Raises `NotFound` when there is nothing to answer, `Forbidden` for anybody but the seller.
        """
        with self._database.transaction() as work:
            work.connection.execute(_LOCK, {"id": auction_id})
            rows = self._read(work.connection, [auction_id])
            if not rows or rows[0]["outcome"] != Outcome.CONDITIONAL:
                raise NotFound
            if rows[0]["user_id"] != seller_id:
                raise Forbidden
            self._decide(work, rows, outcome=Outcome.SOLD if accept else Outcome.RESERVE_NOT_MET)

    def lapse_conditionals(self, *, most: int = 100) -> int:
        """Take silence for refusal where the seller's time to answer is over; returns how many."""
        with self._database.transaction() as work:
            asked = {"now": self._clock.now(), "most": most}
            due = [row.product_id for row in work.connection.execute(_LAPSED, asked)]
            rows = self._read(work.connection, due) if due else []
            self._decide(work, rows, outcome=Outcome.RESERVE_NOT_MET)
            return len(rows)

    def _close_batch(self, asked: Mapping[str, Any]) -> int:
        with self._database.transaction() as work:
            due = [row.product_id for row in work.connection.execute(_DUE, asked)]
            rows = self._read(work.connection, due) if due else []
            self._decide(work, rows)
        # A lot written after its own end is a past, as the demonstration's are, and not late.
        self.lateness.count(
            (asked["before"] - row["end_datetime"]).total_seconds()
            for row in rows
            if row["created_at"] < row["end_datetime"]
        )
        return len(due)

    def _close_guarded(self, auction_id: int) -> bool:
        try:
            return self.close_auction(auction_id)
        except Exception:
            log.exception("closing_failed", auction=auction_id)
            return False

    @staticmethod
    def _read(connection: Connection, auctions: Sequence[int]) -> list[Mapping[str, Any]]:
        rows = connection.execute(_READ, {"ids": list(auctions)}).mappings()
        return [dict(row) for row in rows]

    def _decide(
        self,
        work: Transaction,
        rows: Iterable[Mapping[str, Any]],
        *,
        outcome: Outcome | None = None,
    ) -> None:
        now = self._clock.now()
        decisions = [self._decision(row, work.connection, outcome, now) for row in rows]
        if not decisions:
            return
        wallets = {d.row["leader_id"] for d in decisions} | {d.row["user_id"] for d in decisions}
        lock_wallets(work.connection, [user for user in wallets if user is not None])
        free_holds(work.connection, decisions, now)
        sold = [decision for decision in decisions if decision.bill is not None]
        self.set_winner(work, sold)
        settle(work.connection, sold, now, silent_days=self._silent_days)
        write_decisions(work.connection, decisions, now)
        tell_outcomes(work.connection, decisions, now)
        end_annulments(work, [decision.auction_id for decision in decisions], at=now)
        for decision in decisions:
            work.announce(RoomChanged(auction_id=decision.auction_id, version=decision.version))

    def set_winner(self, work: Transaction, sold: Sequence[Decision]) -> None:
        """Mark the last valid bid of each sold auction as the winning one; there is one each."""
        set_winners(work.connection, sold)

    def _decision(
        self,
        row: Mapping[str, Any],
        connection: Connection,
        outcome: Outcome | None,
        now: datetime,
    ) -> Decision:
        terms = terms_of(row, self._increments.of(row, connection))
        outcome = outcome or decide(terms, standing_of(row, row["leader_maximum"]))
        held = row["held"] or Decimal(0)
        judicial = row["auction_type"] == "judicial"
        sold = outcome is Outcome.SOLD
        invoice = bill(row["price"], fees_of(row), judicial=judicial) if sold else None
        conditional = outcome is Outcome.CONDITIONAL
        return Decision(
            outcome=outcome,
            row=row,
            bill=invoice,
            held=held,
            paid=captured(invoice.to_house, held) if invoice else Decimal(0),
            version=row["version"] + 1,
            answer_by=end_of_business_day(now, after=2) if conditional else None,
        )
