"""Charges: written first, then asked of the gateway, once, whatever becomes of its answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import RowMapping, text

from models import PaymentState
from services.billing.due import BRASILIA
from services.billing.gateway import BillingType, BoletoLine, Charge, ChargeOrder, PixCode
from services.database import Database, Transaction
from services.events import GatewayWanted, MoneyMoved
from services.payments.customers import Customers
from services.ports import Clock, GatewayAway, GatewayRefused, PaymentGateway, Runner

_LEASE = timedelta(minutes=2)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=30)
_WANT = text("""
    insert into charges (payment_id, billing_type, value, due_date, state, created_at, next_try_at)
    values (:payment, :type, :value, :due, 'wanted', :now, :now) returning charge_id
""")
_DUE = text("""
    select charge_id from charges
    where closed_at is null and next_try_at <= :now
      and (state in ('wanted', 'unknown') or billing_type = 'PIX' and pix_payload is null
           or billing_type = 'BOLETO' and boleto_line is null)
    order by next_try_at limit 1
""")
_TAKE = text("""
    update charges c set tries = tries + 1, next_try_at = :lease,
        state = case when state = 'wanted' then 'unknown' else state end
    from payments p
    where c.charge_id = :charge and c.closed_at is null and c.next_try_at <= :now
      and (state in ('wanted', 'unknown') or billing_type = 'PIX' and pix_payload is null
           or billing_type = 'BOLETO' and boleto_line is null)
      and p.payment_id = c.payment_id
    returning c.*, p.user_id, p.kind, p.product_id, c.tries > 1 as asked_before
""")
_OPEN = text("""
    update charges set state = 'open', gateway_id = :gateway_id, gateway_status = :status,
        net_value = :net, invoice_url = :invoice, bank_slip_url = :slip, last_error = null
    where charge_id = :charge and closed_at is null
""")
_PIX = text("""
    update charges set pix_payload = :payload, pix_image = :image, pix_expires_at = :expires
    where charge_id = :charge
""")
_BOLETO = text("update charges set boleto_line = :line, bar_code = :code where charge_id = :charge")
_LATER = text("""
    update charges set next_try_at = :at, last_error = :error,
        state = case when state = 'unknown' and not :maybe then 'wanted' else state end
    where charge_id = :charge and closed_at is null
""")
_CLOSE = text("""
    update charges set state = 'closed', closed_at = :now, last_error = :error
    where charge_id = :charge and closed_at is null
""")
# A sale refused in one way of paying may be paid in another; a top-up was nothing but this charge.
_NO_TOP_UP = text("""
    update payments p set payment_status_id = :failed from charges c
    where c.charge_id = :charge and p.payment_id = c.payment_id and p.kind = 'top_up'
      and p.payment_status_id = :pending
""")
log = structlog.get_logger(__name__)


class Charging:
    """Asks payers for money through the gateway.

    What is asked is a row first, written with the fact that wants it; its number is the reference
    at the gateway. After an answer that was lost the charge is looked for by that reference before
    it is asked for again, so that nobody is asked twice.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        gateway: PaymentGateway,
        run: Runner,
        *,
        base_url: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._gateway = gateway
        self._run = run
        self._base_url = base_url.rstrip("/")
        self.customers = Customers(database, gateway, run)

    def want(
        self,
        work: Transaction,
        payment_id: int,
        *,
        billing_type: BillingType,
        value: Decimal,
        due: date | None = None,
    ) -> int:
        """Write that a payment is to be asked for, until the end of `due` in Brasília (today).

        In the transaction of the fact that wants it; returns the charge's number. A payment has
        one standing charge: a second one is the database's IntegrityError.
        """
        now = self._clock.now()
        today = now.astimezone(BRASILIA).date()
        number: int = work.connection.execute(
            _WANT,
            {
                "payment": payment_id,
                "type": billing_type.value,
                "value": value,
                "due": max(due or today, today),
                "now": now,
            },
        ).scalar_one()
        work.announce(GatewayWanted())
        return number

    async def ask(self, charge_id: int) -> bool:
        """Ask for this charge now, or fetch what is missing of it; tells whether it was due.

        What goes wrong is written down and tried again later; nothing is raised.
        """
        row = await self._run(self._take, charge_id)
        if row is None:
            return False
        try:
            found = await self._made_before(row) if row["asked_before"] else None
            charge = found or await self._gateway.create_charge(await self._order(row))
            await self._run(self._opened, row, charge)
            await self._complete(row, charge)
        except GatewayRefused as refusal:
            await self._run(self._refused, row, refusal.description)
        except GatewayAway as away:
            await self._run(self._put_off, row, str(away), away.maybe_done)
        return True

    async def ask_due(self) -> int:
        """Ask for the charge that has waited longest; returns how many were due: one or none."""
        charge_id = await self._run(self._due)
        return 0 if charge_id is None else int(await self.ask(charge_id))

    async def take_back(self, charge_id: int) -> bool:
        """Take a standing charge back; False where it is paid already, or cannot be told now.

        A charge that was asked for without an answer is looked for first.
        """
        row = await self._run(self._standing, charge_id)
        if row is None:
            return True
        try:
            gateway_id = row["gateway_id"]
            if gateway_id is None:
                made = await self._made_before(row) if row["tries"] else None
                gateway_id = made.id if made else None
            if gateway_id is not None:
                await self._gateway.delete_charge(gateway_id)
        except (GatewayRefused, GatewayAway) as answer:
            log.warning("charge_not_taken_back", charge=charge_id, why=str(answer))
            return False
        await self._run(self._close, row, None)
        return True

    async def _made_before(self, row: RowMapping) -> Charge | None:
        if row["gateway_id"] is not None:
            return await self._gateway.charge(row["gateway_id"])
        made = await self._gateway.charges_of(reference(row["charge_id"]))
        return next((charge for charge in made if not charge.deleted), None)

    async def _order(self, row: RowMapping) -> ChargeOrder:
        # The payer reads it on the invoice and in the bank's application, which are in Portuguese.
        top_up = row["kind"] == "top_up"
        paid_for = "depósito na carteira" if top_up else f"lote {row['product_id']}"
        return ChargeOrder(
            customer_id=await self.customers.customer_id(row["user_id"]),
            billing_type=BillingType(row["billing_type"]),
            value=row["value"],
            due_date=row["due_date"],
            description=f"Martelo: {paid_for}",
            reference=reference(row["charge_id"]),
            success_url=f"{self._base_url}/payments/{row['payment_id']}",
        )

    async def _complete(self, row: RowMapping, charge: Charge) -> None:
        detail: Callable[[], Awaitable[PixCode | BoletoLine]] | None = None
        if row["billing_type"] == BillingType.PIX:
            detail = lambda: self._gateway.pix_code(charge.id)  # noqa: E731
        elif row["billing_type"] == BillingType.BOLETO:
            detail = lambda: self._gateway.boleto_line(charge.id)  # noqa: E731
        if detail is not None:
            await self._run(self._completed, row, await detail())

    def _due(self) -> int | None:
        with self._database.transaction() as work:
            due = work.connection.execute(_DUE, {"now": self._clock.now()})
            found: int | None = due.scalar_one_or_none()
        return found

    def _take(self, charge_id: int) -> RowMapping | None:
        now = self._clock.now()
        values = {"charge": charge_id, "now": now, "lease": now + _LEASE}
        with self._database.transaction() as work:
            return work.connection.execute(_TAKE, values).mappings().one_or_none()

    def _standing(self, charge_id: int) -> RowMapping | None:
        with self._database.transaction() as work:
            found = work.connection.execute(
                text("""
                    select c.*, p.user_id from charges c join payments p using (payment_id)
                    where charge_id = :charge and closed_at is null
                """),
                {"charge": charge_id},
            )
            return found.mappings().one_or_none()

    def _opened(self, row: RowMapping, charge: Charge) -> None:
        self._write(
            row,
            _OPEN,
            gateway_id=charge.id,
            status=charge.status,
            net=charge.net_value,
            invoice=charge.invoice_url,
            slip=charge.bank_slip_url,
        )

    def _completed(self, row: RowMapping, detail: PixCode | BoletoLine) -> None:
        if isinstance(detail, PixCode):
            self._write(
                row, _PIX, payload=detail.payload, image=detail.image, expires=detail.expires_at
            )
        else:
            self._write(row, _BOLETO, line=detail.line, code=detail.bar_code)

    def _refused(self, row: RowMapping, why: str) -> None:
        log.warning("charge_refused", charge=row["charge_id"], why=why)
        self._close(row, why[:500])
        self._write(row, _NO_TOP_UP, failed=PaymentState.FAILED, pending=PaymentState.PENDING)

    def _close(self, row: RowMapping, why: str | None) -> None:
        self._write(row, _CLOSE, now=self._clock.now(), error=why)

    def _put_off(self, row: RowMapping, why: str, maybe_done: bool) -> None:
        wait = min(_FIRST_WAIT * 2 ** min(row["tries"] - 1, 12), _LONGEST_WAIT)
        at: datetime = self._clock.now() + wait
        self._write(row, _LATER, at=at, error=why[:500], maybe=maybe_done)
        log.warning("charge_put_off", charge=row["charge_id"], until=at.isoformat(), why=why)

    def _write(self, row: RowMapping, statement: Any, **values: object) -> None:
        with self._database.transaction() as work:
            work.connection.execute(statement, {"charge": row["charge_id"], **values})
            work.announce(MoneyMoved(user_id=row["user_id"], payment_id=row["payment_id"]))


def reference(charge_id: int) -> str:
    """Name a charge to the gateway, and find its number in what the gateway says: `charge:17`."""
    return f"charge:{charge_id}"
