"""The default of a sale: what was not paid in time is taken back, undone and counted."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import Connection, text

from models import PaymentState
from services.billing.defaults import bars, defaults_at, penalty
from services.database import Database, Transaction
from services.events import MoneyMoved, RoomChanged
from services.handlers import is_heard
from services.handlers.topics import PAYMENT_OVERDUE
from services.news.herald import Herald
from services.payments.charging import Charging
from services.payments.credits import credit, debit
from services.payments.reconciliation import LookAgain
from services.payments.sale_rows import book
from services.ports import Clock, GatewayAway, GatewayRefused, Runner
from services.sessions import SessionService
from services.wallets import Leg, lock_wallets

_UNPAID = """
    p.kind = 'sale' and p.defaulted_at is null and p.payment_status_id in (1, 3, 5)
    and p.due_datetime <= :now and coalesce(p.flag, 'overdue') = 'overdue'
"""
_DUE = text(f"""
    select p.payment_id, p.due_datetime, c.charge_id, c.billing_type
    from payments p left join charges c on c.payment_id = p.payment_id and c.closed_at is null
    where {_UNPAID} and p.payment_id > :after order by p.payment_id limit 100
""")  # noqa: S608  only columns named here
# One that was given more time is overdue again when that is over too.
_OVERDUE = text(f"""
    insert into outbox (topic, unique_key, user_id, product_id, payload, created_at)
    select '{PAYMENT_OVERDUE}', key, user_id, product_id,
           jsonb_build_object('payment', payment_id, 'due', due_datetime), :now
    from (select p.*, '{PAYMENT_OVERDUE}:' || p.payment_id || ':'
                 || extract(epoch from p.due_datetime) as key
          from payments p where {_UNPAID}) late
    where not exists (select from outbox o where o.unique_key = late.key)
    order by due_datetime, payment_id on conflict (unique_key) do nothing
""")  # noqa: S608  only columns named here
_LOT = text("select product_id from payments where payment_id = :payment")
_LOCK_LOT = text("select product_id from products where product_id = :lot for no key update")
_READ = f"""
    select p.*, l.user_id as seller_id, l.product_name as title, l.auction_type, l.penalty_rate,
           l.version, l.leader_id,
           exists (select from charges c
                   where c.payment_id = p.payment_id and c.closed_at is null) as charged
    from payments p join products l using (product_id)
    where p.payment_id = :payment and {_UNPAID}
"""  # noqa: S608  only columns named here
_SALE, _LOCK_SALE = text(_READ), text(f"{_READ} for no key update of p")
_BOOKED = text("""
    select e.account, e.user_id, e.amount
    from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
    where t.kind = 'sale' and t.product_id = :lot and exists (
        select from ledger_entries owed
        where owed.ledger_transaction_id = t.ledger_transaction_id
          and owed.account = 'receivable' and owed.user_id = :buyer)
""")
_FAIL = text("""
    update payments set payment_status_id = :failed, defaulted_at = :now, flag = null
    where payment_id = :payment
""")
_UNSELL = text("""
    update products set outcome = 'defaulted', version = version + 1
    where product_id = :lot returning version
""")
_NO_WINNER = text("update bids set winner = false where product_id = :lot and winner")
_STRIKE = text("""
    insert into strikes (user_id, product_id, payment_id, penalty, at)
    values (:buyer, :lot, :payment, :penalty, :now)
""")
_STRIKES = text("select at from strikes where user_id = :buyer and waived_at is null")
_BAR = text("""
    update users set blocked_at = :now where user_id = :buyer and blocked_at is null
    returning user_id
""")
log = structlog.get_logger(__name__)


class Defaults:
    """Ends sales that nobody paid.

    The charge is taken back at the gateway first: what turns out to be paid there is no default.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        run: Runner,
        charging: Charging,
        sessions: SessionService,
        herald: Herald,
        look_again: LookAgain,
    ) -> None:
        self._database = database
        self._clock = clock
        self._run = run
        self._charging = charging
        self._sessions = sessions
        self._herald = herald
        self._look_again = look_again

    async def end_due(self) -> int:
        """End every sale past its time to pay; returns how many were.

        One whose charge cannot be taken back now is left for another time. Who hears of sales
        that are overdue is told of each before it ends.
        """
        ended, last = 0, 0
        if is_heard(PAYMENT_OVERDUE):
            await self._run(self._note_overdue)
        while rows := await self._run(self._due, last):
            last = rows[-1]["payment_id"]
            for row in rows:
                ended += await self._end(row)
        return ended

    def default(self, payment_id: int) -> bool:
        """Undo an unpaid sale past its time; returns whether it was one, and is so no longer.

        The ledger of the sale is reversed, what was paid goes back less the penalty, and the
        buyer gets a strike; the third within twelve months bars. Nothing happens while a charge
        stands, or where it has been paid, put off or ended meanwhile. Locks lot, people, payment.
        """
        now = self._clock.now()
        with self._database.transaction() as work:
            lot = work.connection.execute(_LOT, {"payment": payment_id}).scalar_one_or_none()
            if lot is None:
                return False
            work.connection.execute(_LOCK_LOT, {"lot": lot})
            asked = {"payment": payment_id, "now": now}
            sale = work.connection.execute(_SALE, asked).mappings().one_or_none()
            if sale is None:
                return False
            lock_wallets(work.connection, [sale["user_id"], sale["seller_id"]])
            sale = work.connection.execute(_LOCK_SALE, asked).mappings().one_or_none()
            if sale is None or sale["charged"]:
                return False
            self._undo(work, dict(sale), now)
        return True

    async def _end(self, row: Mapping[str, Any]) -> bool:
        standing = [row["billing_type"]] if row["billing_type"] else []
        if self._clock.now() < defaults_at(row["due_datetime"], standing):
            return False
        charge = row["charge_id"]
        if charge is not None and not await self._charging.take_back(charge):
            with contextlib.suppress(GatewayAway, GatewayRefused):
                await self._look_again(charge)  # it may be paid, and its event lost
            return False
        return await self._run(self.default, row["payment_id"])

    def _note_overdue(self) -> None:
        with self._database.transaction() as work:
            work.connection.execute(_OVERDUE, {"now": self._clock.now()})

    def _due(self, after: int) -> list[dict[str, Any]]:
        with self._database.transaction() as work:
            asked = {"now": self._clock.now(), "after": after}
            return [dict(row) for row in work.connection.execute(_DUE, asked).mappings()]

    def _undo(self, work: Transaction, sale: Mapping[str, Any], now: datetime) -> None:
        connection, buyer, lot = work.connection, sale["user_id"], sale["product_id"]
        values = {"lot": lot, "buyer": buyer, "payment": sale["payment_id"], "now": now}
        kept = penalty(
            sale["hammer"],
            sale["penalty_rate"],
            paid=sale["from_wallet"],
            auction_type=sale["auction_type"],
        )
        _unbook(connection, sale, now)
        _keep(connection, sale, kept, now)
        connection.execute(_FAIL, values | {"failed": PaymentState.FAILED})
        connection.execute(_NO_WINNER, values)
        version: int = connection.execute(_UNSELL, values).scalar_one()
        connection.execute(_STRIKE, values | {"penalty": kept})
        log.info("sale_defaulted", payment=sale["payment_id"], lot=lot)
        self._tell(work, sale, kept)
        self._bar(work, buyer, now)
        work.announce(RoomChanged(auction_id=lot, version=version))
        for person in (buyer, sale["seller_id"]):
            work.announce(MoneyMoved(user_id=person, payment_id=sale["payment_id"]))

    def _tell(self, work: Transaction, sale: Mapping[str, Any], kept: Decimal) -> None:
        lot = {"title": sale["title"]}
        back = sale["from_wallet"] - kept
        self._herald.tell(
            work, sale["user_id"], "defaulted", path="/wallet", **lot, penalty=kept, back=back
        )
        kind = "sale_failed_judicial" if sale["auction_type"] == "judicial" else "sale_failed"
        self._herald.tell(
            work, sale["seller_id"], kind, path=f"/sales/lot/{sale['product_id']}", **lot
        )

    def _bar(self, work: Transaction, buyer: int, now: datetime) -> None:
        strikes = [row.at for row in work.connection.execute(_STRIKES, {"buyer": buyer})]
        if not bars(strikes, now):
            return
        barred = work.connection.execute(_BAR, {"buyer": buyer, "now": now}).one_or_none()
        if barred is not None:
            self._sessions.end_all_in(work, buyer)
            self._herald.tell(work, buyer, "barred", path="/", strikes=len(strikes))


def _unbook(connection: Connection, sale: Mapping[str, Any], now: datetime) -> None:
    """Reverse the sale's movement; what had been paid of it goes back to who paid it."""
    buyer, paid = sale["user_id"], sale["from_wallet"]
    asked = {"lot": sale["product_id"], "buyer": buyer}
    booked = connection.execute(_BOOKED, asked).all()
    undone = [Leg(account=e.account, amount=-e.amount, user_id=e.user_id) for e in booked]
    back = credit(connection, buyer, paid) if paid else ()
    owed = Leg(account="receivable", amount=-paid, user_id=buyer)
    book(connection, sale, "unsold", (*undone, owed, *back), at=now)


def _keep(connection: Connection, sale: Mapping[str, Any], kept: Decimal, now: datetime) -> None:
    if kept:
        lost = debit(connection, sale["user_id"], kept)
        kept_by_house = Leg(account="revenue", amount=kept)
        book(connection, sale, "penalty", (*lost, kept_by_house), at=now)
