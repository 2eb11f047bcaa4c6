"""The reconciliation: the house's books held against the gateway's, never mended by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import Connection, text

from services.administration import audit
from services.authority import demand
from services.billing.due import BRASILIA
from services.billing.gateway import Charge, Transfer
from services.billing.reconciliation import (
    Difference,
    Kept,
    balance_apart,
    charges_apart,
    transfers_apart,
)
from services.database import Database
from services.people.rights import Right
from services.ports import Clock, GatewayAway, GatewayRefused, PaymentGateway, Runner
from services.views import DiscrepancyView

LookAgain = Callable[[int], Awaitable[object]]
_LONGEST_BACK = timedelta(days=400)
_SHOWN_AFTER_END = timedelta(days=30)
_RIPE = timedelta(minutes=10)
_EVERY = timedelta(hours=1)
_MOST_SHOWN = 200
_SINCE = text("""
    select min(created_at) from (
        select created_at from charges where closed_at is null or closed_at > :lately
        union all select created_at from transfers where closed_at is null or closed_at > :lately
    ) open where created_at > :farthest
""")
_CHARGES = text("""
    select charge_id as number, 'charge:' || charge_id as reference, gateway_id,
           case when state = 'closed' and gateway_status in ('PENDING', 'OVERDUE') then 'DELETED'
                else gateway_status end as status,
           coalesce(paid_value, value) as value, created_at < :ripe as ripe
    from charges where created_at >= :since
""")
_TRANSFERS = text("""
    select transfer_id as number, 'transfer:' || transfer_id as reference, gateway_id,
           gateway_status as status, value, created_at < :ripe as ripe
    from transfers where created_at >= :since
""")
# Play money has no other side at the gateway.
_CASH = text("""
    select -coalesce(sum(e.amount), 0) from ledger_entries e
    join ledger_transactions t using (ledger_transaction_id)
    where e.account = 'cash' and t.kind <> 'deposit'
""")
_KEEP = text("""
    insert into discrepancies (kind, subject, ours, theirs, found_at, seen_at, alarming)
    values (:kind, :subject, :ours, :theirs, :now, :now, :alarming)
    on conflict (kind, subject) where ended_at is null do update
    set ours = excluded.ours, theirs = excluded.theirs, seen_at = excluded.seen_at,
        alarming = excluded.alarming or discrepancies.found_at < :settled
""")
_END = text("update discrepancies set ended_at = :now where ended_at is null and seen_at < :now")
_LIST = text("""
    select discrepancy_id as id, kind, subject, ours, theirs, found_at, seen_at, ended_at, alarming
    from discrepancies where ended_at is null or ended_at > :lately
    order by ended_at is not null, alarming desc, found_at desc, kind, subject limit :most
""")
log = structlog.get_logger(__name__)


class Reconciliation:
    """Lists what differs: when it was first seen, when last, and when it was gone.

    Charges that stand otherwise at the gateway are handed to `look_again`, as if their event had
    come: what is read there moves money, what is found here never does.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        gateway: PaymentGateway,
        run: Runner,
        look_again: LookAgain,
        *,
        opening_balance: Decimal = Decimal(0),
    ) -> None:
        self._database = database
        self._clock = clock
        self._gateway = gateway
        self._run = run
        self._look_again = look_again
        self._opening_balance = opening_balance
        self._next_at = datetime.min.replace(tzinfo=UTC)

    async def reconcile(self) -> bool:
        """Compare now; returns whether the gateway answered. Without an answer nothing changes."""
        day, since = await self._run(self._since)
        try:
            charges = await self._gateway.charges_since(day)
            transfers = await self._gateway.transfers_since(day)
            balance = await self._gateway.balance()
        except (GatewayAway, GatewayRefused) as answer:
            log.warning("not_reconciled", why=str(answer))
            return False
        found = await self._run(self._compare, since, charges, transfers, balance)
        for one in found:
            if one.kind == "charge_status" and one.number is not None:
                with contextlib.suppress(GatewayAway, GatewayRefused):
                    await self._look_again(one.number)
        return True

    async def reconcile_for(self, actor_id: int) -> bool:
        """Compare now because somebody asks; returns as `reconcile`. Raises Forbidden."""
        await self._run(self._ask, actor_id)
        return await self.reconcile()

    async def hourly(self) -> int:
        """Compare once an hour, however often the cashier is woken; nothing is left to take."""
        now = self._clock.now()
        if now >= self._next_at:
            self._next_at = now + _EVERY
            await self.reconcile()
        return 0

    def discrepancies(self) -> tuple[DiscrepancyView, ...]:
        """List what differs, the gravest first, and what was gone within the last month."""
        asked = {"lately": self._clock.now() - _SHOWN_AFTER_END, "most": _MOST_SHOWN}
        with self._database.transaction() as work:
            rows = work.connection.execute(_LIST, asked).mappings().all()
        return tuple(DiscrepancyView(**row) for row in rows)

    def _ask(self, actor_id: int) -> None:
        with self._database.transaction() as work:
            demand(work, actor_id, Right.MONEY)
            now = self._clock.now()
            audit.record(work, "books_compared", "gateway", actor=actor_id, at=now)

    def _since(self) -> tuple[date, datetime]:
        now = self._clock.now()
        asked = {"lately": now - timedelta(days=3), "farthest": now - _LONGEST_BACK}
        with self._database.transaction() as work:
            oldest = work.connection.execute(_SINCE, asked).scalar_one() or now
        day = (oldest.astimezone(BRASILIA) - timedelta(days=1)).date()
        return day, datetime.combine(day, datetime.min.time(), tzinfo=BRASILIA)

    def _compare(
        self,
        since: datetime,
        charges: Sequence[Charge],
        transfers: Sequence[Transfer],
        balance: Decimal,
    ) -> list[Difference]:
        now = self._clock.now()
        with self._database.transaction() as work:
            read = work.connection
            asked = {"since": since, "ripe": now - _RIPE}
            found = charges_apart(_kept(read, _CHARGES, asked), charges)
            found += transfers_apart(_kept(read, _TRANSFERS, asked), transfers)
            cash: Decimal = read.execute(_CASH).scalar_one()
            found += balance_apart(self._opening_balance + cash, balance, news=bool(found))
            for one in found:
                values = {
                    "kind": one.kind,
                    "subject": one.subject[:100],
                    "ours": one.ours[:200],
                    "theirs": one.theirs[:200],
                    "alarming": one.alarming,
                    "now": now,
                    "settled": now - _RIPE,
                }
                read.execute(_KEEP, values)
            read.execute(_END, {"now": now})
        for one in found:
            log.warning("books_differ", kind=one.kind, subject=one.subject, alarming=one.alarming)
        return found


def _kept(connection: Connection, query: Any, asked: dict[str, Any]) -> list[Kept]:
    return [Kept(**row) for row in connection.execute(query, asked).mappings()]
