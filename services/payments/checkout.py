"""The winner's checkout: the wallet first, the rest by a charge in the way the buyer chooses."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import RowMapping, text

from models import Method, PaymentState
from services.administration import audit
from services.authority import demand
from services.billing.due import BRASILIA
from services.billing.gateway import BillingType
from services.database import Database, Transaction
from services.errors import NotFound, SaleRefused
from services.payments.charging import Charging
from services.payments.credits import standing
from services.payments.hooks import Hooks
from services.payments.sale_rows import (
    FROZEN,
    locked_sale,
    owed,
    read_sale,
    tell_screens,
)
from services.people.rights import Right
from services.ports import Clock, Runner
from services.sessions import SessionService
from services.wallets import Leg, Movement, move

LEAST_CHARGE = Decimal("5.00")  # the gateway's own
MOST_CHARGES = 20
_CHARGE = text("""
    select c.charge_id, c.billing_type from charges c join payments p using (payment_id)
    where p.payment_id = :payment and p.user_id = :buyer and p.kind = 'sale'
      and c.closed_at is null
""")
_FROM_WALLET = text("""
    update payments set from_wallet = from_wallet + :amount where payment_id = :payment
""")
_PAID = text("""
    update payments set payment_status_id = :paid, payment_method_id = :wallet, flag = null,
        confirmation_datetime = :now
    where payment_id = :payment
""")
_CHARGES = text("select count(*) from charges where payment_id = :payment")
_GUIDE = text("update payments set guide_paid_at = :now where payment_id = :payment")


class Checkout:
    """Takes a sale's money.

    A charge that stands is taken back at the gateway before anything else is done: what turns out
    to be paid there is not paid twice.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        run: Runner,
        charging: Charging,
        hooks: Hooks,
        sessions: SessionService,
    ) -> None:
        self._database = database
        self._clock = clock
        self._run = run
        self._charging = charging
        self._hooks = hooks
        self._sessions = sessions

    async def pay_from_wallet(self, buyer_id: int, payment_id: int, *, key: str) -> None:
        """Pay from the wallet what it has free, up to what is left; once per `key`.

        Raises NotFound for what is not this buyer's, SaleRefused where nothing can be paid.
        """
        await self._take_back(buyer_id, payment_id)
        await self._run(self._pay, buyer_id, payment_id, key)

    async def choose(self, buyer_id: int, payment_id: int, way: BillingType) -> None:
        """Ask for what is left in this way, once; a charge in another way is taken back first.

        Raises as `pay_from_wallet`. The charge's codes come with the gateway's answer.
        """
        if await self._take_back(buyer_id, payment_id, unless=way):
            await self._run(self._want, buyer_id, payment_id, way)

    def confirm_guide(self, admin_id: int, payment_id: int, *, session_key: str) -> None:
        """Note that the court's guide was paid, which is the price of a judicial lot.

        Raises Forbidden, ProofNeeded, NotFound where there is no guide, SaleRefused for one paid
        already.
        """
        with self._database.transaction() as work:
            demand(work, admin_id, Right.MONEY)
            self._sessions.demand_proof(work, session_key)
            sale = locked_sale(work.connection, payment_id)
            if not sale["by_guide"] or sale["defaulted_at"] is not None:
                raise NotFound
            if sale["guide_paid_at"] is not None:
                raise SaleRefused(reason="guide_paid")
            now = self._clock.now()
            work.connection.execute(_GUIDE, {"now": now, "payment": payment_id})
            audit.record(work, "guide_confirmed", f"payment:{payment_id}", actor=admin_id, at=now)
            if sale["payment_status_id"] == PaymentState.PAID:
                self._announce_paid(work, sale)
            tell_screens(work, sale)

    async def _take_back(
        self, buyer_id: int, payment_id: int, *, unless: BillingType | None = None
    ) -> bool:
        found = await self._run(self._standing, buyer_id, payment_id)
        if found is None:
            return True
        if unless is not None and found["billing_type"] == unless:
            return False
        if not await self._charging.take_back(found["charge_id"]):
            raise SaleRefused(reason="busy")
        return True

    def _standing(self, buyer_id: int, payment_id: int) -> RowMapping | None:
        with self._database.transaction() as work:
            asked = {"payment": payment_id, "buyer": buyer_id}
            return work.connection.execute(_CHARGE, asked).mappings().one_or_none()

    def _pay(self, buyer_id: int, payment_id: int, key: str) -> None:
        with self._database.transaction() as work:
            sale, left = self._payable(work, buyer_id, payment_id, key=key)
            if left is None:
                return
            free, debt = standing(work.connection, buyer_id)
            amount = payable_from_wallet(left, free - debt)
            if not amount:
                raise SaleRefused(reason="nothing_free")
            now = self._clock.now()
            legs = (
                Leg(account="wallet", amount=-amount, user_id=buyer_id),
                Leg(account="receivable", amount=amount, user_id=buyer_id),
            )
            movement = Movement(
                kind="wallet-pays",
                business_key=f"wallet-pays:{payment_id}:{key}",
                at=now,
                auction_id=sale["product_id"],
                payment_id=payment_id,
                legs=legs,
            )
            move(work.connection, [movement])
            values = {"payment": payment_id, "amount": amount}
            work.connection.execute(_FROM_WALLET, values)
            if amount == left:
                values |= {"paid": PaymentState.PAID, "wallet": Method.WALLET, "now": now}
                work.connection.execute(_PAID, values)
                self._announce_paid(work, sale)
            tell_screens(work, sale)

    def _want(self, buyer_id: int, payment_id: int, way: BillingType) -> None:
        with self._database.transaction() as work:
            sale, left = self._payable(work, buyer_id, payment_id)
            if left is None or sale["charge_id"] is not None:
                return  # another window was quicker
            if work.connection.execute(_CHARGES, {"payment": payment_id}).scalar_one() >= (
                MOST_CHARGES
            ):
                raise SaleRefused(reason="too_many")
            self._charging.want(
                work,
                payment_id,
                billing_type=way,
                value=max(left, LEAST_CHARGE),
                due=sale["due_datetime"].astimezone(BRASILIA).date(),
            )
            tell_screens(work, sale)

    def _payable(
        self, work: Transaction, buyer_id: int, payment_id: int, *, key: str = ""
    ) -> tuple[RowMapping, Decimal | None]:
        """Lock a sale and tell what is left to pay; None if this form was heard already."""
        sale = locked_sale(work.connection, payment_id)
        if sale["user_id"] != buyer_id:
            raise NotFound
        if (
            key
            and work.connection.execute(
                text("select from ledger_transactions where business_key = :key"),
                {"key": f"wallet-pays:{payment_id}:{key}"},
            ).all()
        ):
            return sale, None
        left = owed(work.connection, sale)
        if sale["flag"] in FROZEN:
            raise SaleRefused(reason="frozen")
        if sale["payment_status_id"] == PaymentState.PAID or left <= 0:
            raise SaleRefused(reason="paid")
        if sale["defaulted_at"] is not None or self._clock.now() >= sale["due_datetime"]:
            raise SaleRefused(reason="late")
        if key and sale["charge_id"] is not None:
            raise SaleRefused(reason="busy")
        return sale, left

    def _announce_paid(self, work: Transaction, sale: RowMapping) -> None:
        row = read_sale(work.connection, sale["payment_id"])
        for hook in self._hooks.on_paid:
            hook(work, row)


def payable_from_wallet(left: Decimal, free: Decimal) -> Decimal:
    """Tell how much of what is left a wallet can pay, in reais.

    A rest is never so small that the gateway could not ask for it, where that can be helped.
    """
    amount = max(min(left, free), Decimal(0))
    rest = left - amount
    if 0 < rest < LEAST_CHARGE:
        return max(left - LEAST_CHARGE, Decimal(0))
    return amount
