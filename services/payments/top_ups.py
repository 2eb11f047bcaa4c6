"""Topping up: a wallet is filled by a charge its owner pays, by Pix, boleto or card."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from models import Method, PaymentState
from services.billing.due import BRASILIA, end_of_business_day
from services.billing.gateway import BillingType
from services.billing.money import CENTAVO
from services.config import Config
from services.database import Database, Transaction
from services.errors import AccountIncomplete, BadField, BadForm, NotFound
from services.events import MoneyMoved
from services.payments.charging import Charging
from services.ports import Clock, Runner
from services.throttles import Throttles
from services.wallet import LARGEST_TOP_UP

SMALLEST_TOP_UP = Decimal("5.00")  # the gateway's least
WAYS = {
    "pix": (BillingType.PIX, Method.PIX),
    "boleto": (BillingType.BOLETO, Method.TICKET),
    "card": (BillingType.CREDIT_CARD, Method.CREDIT_CARD),
}
PIX_GOOD_FOR, CARD_GOOD_FOR = timedelta(hours=1), timedelta(hours=24)
BOLETO_BUSINESS_DAYS = 3
BANKS_TAKE = timedelta(days=4)  # for telling that a boleto was paid on its last day
ANSWER_SECONDS = 8.0
_LOOK_SECONDS = 0.25
_MOST, _WITHIN = 20, timedelta(hours=1)
_AGAIN = timedelta(minutes=10)
_PERSON = text("select name, cpf from users where user_id = :user for no key update")
_ASKED = text("select payment_id from payments where user_id = :user and asked_key = :key")
_OPEN = text("""
    insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,
                          payment_method_id, payment_status_id, kind, asked_key)
    values (:amount, :payer, :payee, :now, :due, :user, :method, :pending, 'top_up', :key)
    returning payment_id
""")
_OWN = text("""
    select from payments where payment_id = :payment and user_id = :user and kind = 'top_up'
""")
_STANDING = text("""
    select charge_id, state, last_error,
           billing_type = 'PIX' and pix_payload is null
           or billing_type = 'BOLETO' and boleto_line is null as lacking
    from charges where payment_id = :payment order by charge_id desc limit 1
""")
_GIVE_UP = text("""
    update payments set payment_status_id = :canceled
    where payment_id = :payment and user_id = :user and kind = 'top_up'
      and payment_status_id = :pending and (flag is null or flag = 'overdue')
    returning (select charge_id from charges c
               where c.payment_id = payments.payment_id and c.state = 'open')
""")
# Charges of top-ups that nobody wants any more: given up, or due and not paid.
_OVER = """
    c.closed_at is null and c.next_try_at <= :now and p.kind = 'top_up'
    and (p.payment_status_id = :canceled
         or p.payment_status_id = :pending and (p.flag is null or p.flag = 'overdue')
            and p.due_datetime <= case when c.billing_type = 'BOLETO'
                                       then cast(:now as timestamptz) - :banks else :now end)
"""
_DUE = text(f"""
    select c.charge_id from charges c join payments p using (payment_id) where {_OVER}
    order by c.next_try_at limit 1
""")  # noqa: S608  a condition of our own, written once
_TAKE = text(f"""
    with over as (
        update charges c set next_try_at = :again from payments p
        where c.charge_id = :charge and p.payment_id = c.payment_id and {_OVER}
        returning p.payment_id, p.user_id
    )
    update payments p set payment_status_id = :canceled from over
    where p.payment_id = over.payment_id
    returning p.payment_id, p.user_id
""")  # noqa: S608


class TopUps:
    """Opens top-ups and lets go of those nobody pays; what is paid is credited by the clearing."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        charging: Charging,
        throttles: Throttles,
        run: Runner,
        *,
        config: Config,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charging = charging
        self._throttles = throttles
        self._run = run
        self._house = config.house.name or "Martelo"
        self._under_way: set[asyncio.Task[bool]] = set()

    async def open(self, user_id: int, amount: Decimal, *, way: str, key: str) -> int:
        """Open a top-up and wait some seconds for what it is paid by; returns the payment.

        Raises as `ask`. An answer that does not come in time comes to the payment's page later.
        """
        payment_id = await self._run(self.ask, user_id, amount, way=way, key=key)
        until = asyncio.get_running_loop().time() + ANSWER_SECONDS
        while asyncio.get_running_loop().time() < until:
            charge_id = await self._run(self._lacking, payment_id)
            if charge_id is None:
                break
            await self._asked(charge_id, until)
            await asyncio.sleep(_LOOK_SECONDS)
        return payment_id

    def ask(self, user_id: int, amount: Decimal, *, way: str, key: str) -> int:
        """Write a top-up and the charge that is wanted for it; returns the payment, once per key.

        Raises BadForm for the amount (whole centavos, R$ 5,00 to the largest) or the way,
        AccountIncomplete without a CPF, TooManyAttempts after twenty in an hour.
        """
        problems = _problems(amount, way)
        if problems:
            raise BadForm(problems)
        self._throttles.count(f"top-up:{user_id}", most=_MOST, within=_WITHIN)
        billing_type, method = WAYS[way]
        with self._database.transaction() as work:
            asked = {"user": user_id, "key": f"top-up:{key}"}
            person = work.connection.execute(_PERSON, asked).one_or_none()
            if person is None:
                raise NotFound
            if person.cpf is None:
                raise AccountIncomplete
            before: int | None = work.connection.execute(_ASKED, asked).scalar_one_or_none()
            if before is not None:
                return before
            now = self._clock.now()
            due = good_until(billing_type, now)
            values = {"amount": amount, "payer": person.name, "payee": self._house, "now": now}
            states = {"due": due, "method": method, "pending": PaymentState.PENDING}
            payment_id: int = work.connection.execute(_OPEN, asked | values | states).scalar_one()
            self._charging.want(
                work,
                payment_id,
                billing_type=billing_type,
                value=amount,
                due=due.astimezone(BRASILIA).date(),
            )
            _told(work, user_id, payment_id)
        return payment_id

    async def give_up(self, user_id: int, payment_id: int) -> bool:
        """Cancel a top-up its owner will not pay; False where it has come to its end already.

        Its charge is taken back, now or when the gateway answers. One paid meanwhile is credited.
        Raises NotFound for any other's.
        """
        given_up, charge_id = await self._run(self._give_up, user_id, payment_id)
        if charge_id is not None:
            await self._charging.take_back(charge_id)
        return given_up

    async def take_back_due(self) -> int:
        """Take back one charge of a top-up given up or not paid in time; returns how many: 0, 1."""
        charge_id = await self._run(self._over)
        if charge_id is None:
            return 0
        await self._charging.take_back(charge_id)
        return 1

    async def _asked(self, charge_id: int, until: float) -> None:
        # Shielded: a call cut off on its way would leave nobody who knows what it did.
        asking = asyncio.ensure_future(self._charging.ask(charge_id))
        self._under_way.add(asking)
        asking.add_done_callback(self._under_way.discard)
        await asyncio.wait({asking}, timeout=until - asyncio.get_running_loop().time())

    def _lacking(self, payment_id: int) -> int | None:
        with self._database.transaction() as work:
            row = work.connection.execute(_STANDING, {"payment": payment_id}).one()
        waiting = row.state in ("wanted", "unknown") or (row.state == "open" and row.lacking)
        return row.charge_id if waiting and row.last_error is None else None

    def _give_up(self, user_id: int, payment_id: int) -> tuple[bool, int | None]:
        values = {"user": user_id, "payment": payment_id}
        states = {"canceled": PaymentState.CANCELED, "pending": PaymentState.PENDING}
        with self._database.transaction() as work:
            given_up = work.connection.execute(_GIVE_UP, values | states).one_or_none()
            if given_up is None:
                if work.connection.execute(_OWN, values).one_or_none() is None:
                    raise NotFound
                return False, None
            _told(work, user_id, payment_id)
        return True, given_up.charge_id

    def _over(self) -> int | None:
        now = self._clock.now()
        values: dict[str, Any] = {
            "now": now,
            "again": now + _AGAIN,
            "banks": BANKS_TAKE,
            "canceled": PaymentState.CANCELED,
            "pending": PaymentState.PENDING,
        }
        with self._database.transaction() as work:
            charge_id: int | None = work.connection.execute(_DUE, values).scalar_one_or_none()
            if charge_id is None:
                return None
            taken = work.connection.execute(_TAKE, values | {"charge": charge_id}).one_or_none()
            if taken is None:
                return None
            _told(work, taken.user_id, taken.payment_id)
        return charge_id


def good_until(billing_type: BillingType, now: datetime) -> datetime:
    """Tell until when a top-up waits: a Pix an hour, a card a day, a boleto three business days."""
    if billing_type is BillingType.BOLETO:
        return end_of_business_day(now, after=BOLETO_BUSINESS_DAYS)
    return now + (PIX_GOOD_FOR if billing_type is BillingType.PIX else CARD_GOOD_FOR)


def _problems(amount: Decimal, way: str) -> list[BadField]:
    problems = []
    if not amount.is_finite() or amount != amount.quantize(CENTAVO):
        problems.append(BadField("amount", "amount.unreadable"))
    elif amount < SMALLEST_TOP_UP:
        problems.append(BadField("amount", "amount.smallest", smallest=SMALLEST_TOP_UP))
    elif amount > LARGEST_TOP_UP:
        problems.append(BadField("amount", "amount.largest", largest=LARGEST_TOP_UP))
    if way not in WAYS:
        problems.append(BadField("way", "not_offered"))
    return problems


def _told(work: Transaction, user_id: int, payment_id: int) -> None:
    work.announce(MoneyMoved(user_id=user_id, payment_id=payment_id))
