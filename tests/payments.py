"""What the gateway says of charges, kept and cleared: a mailroom for tests."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping

from services.billing.gateway import BillingType, Charge
from services.database import Transaction
from services.payments.charging import Charging
from services.payments.clearing import Clearing
from services.payments.deliveries import Deliveries
from services.payments.hooks import Hooks
from services.payments.inbox import Inbox
from services.ports import Runner
from tests.house import House
from tests.till import Till

# Every leg of a payment in the order it was made; what is compared between two ways to it.
LEDGER = """
    select t.business_key, e.account, e.user_id, e.amount
    from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
    where t.payment_id = :payment order by t.business_key, e.account
"""
_TOP_UP = """
    insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,
                          payment_method_id, payment_status_id, kind)
    values (:value, 'Ana', 'Martelo', :now, :now, :user, 2, 1, 'top_up') returning payment_id
"""
_numbers = itertools.count(1)


class Mailroom:
    """Charges people, and hears of it; `firm` is what the hooks were told, in order."""

    def __init__(self, house: House, till: Till, run: Runner) -> None:
        self.house, self.till = house, till
        self.hooks = Hooks()
        self.firm: list[tuple[str, int]] = []
        self.hooks.on_paid.append(self._paid)
        self.hooks.on_reversed.append(self._reversed)
        deliveries = Deliveries(house.database, house.clock, house.herald, house.sessions)
        self.hooks.on_paid.append(deliveries.open)
        self.hooks.on_reversed.append(deliveries.freeze)
        self.charging = Charging(
            house.database, house.clock, till, run, base_url="http://localhost:8080"
        )
        self.inbox = Inbox(house.database, house.clock, run)
        self.clearing = Clearing(
            house.database, house.clock, till, run, inbox=self.inbox, hooks=self.hooks
        )

    def _paid(self, work: Transaction, payment: RowMapping) -> None:
        self.firm.append(("paid", payment["payment_id"]))

    def _reversed(self, work: Transaction, payment: RowMapping) -> None:
        self.firm.append(("reversed", payment["payment_id"]))

    # ---- charging -------------------------------------------------------------------------------

    def top_up(
        self, person: int, value: str = "100.00", kind: BillingType = BillingType.PIX
    ) -> int:
        """Open a top-up and charge it; gives the charge's number."""
        payment = self.house.one(_TOP_UP, value=value, now=self.house.clock.now(), user=person)
        return self.charge(payment, value, kind)

    def sale(self, buyer: int, price: int = 200, **terms: Any) -> int:
        """Sell a lot to somebody who is still to pay all of it; gives the payment's number."""
        terms.setdefault("hold_policy", "none")
        lot = self.house.lot(ends_in=10, opening=price, soft_close_seconds=0, **terms)
        self.house.bid(buyer, lot, price)
        self.house.after_end(lot)
        assert self.house.closing.close_due() == 1
        payment: int = self.house.one(
            "select payment_id from payments where product_id = :lot", lot=lot
        )
        return payment

    def charge(
        self, payment: int, value: str, kind: BillingType = BillingType.PIX, *, ask: bool = True
    ) -> int:
        """Want a charge for a payment, and ask the gateway for it."""
        with self.house.database.transaction() as work:
            charge = self.charging.want(work, payment, billing_type=kind, value=Decimal(value))
        if ask:
            self.charge_now(charge)
        return charge

    def charge_now(self, charge: int) -> None:
        """Ask the gateway for a charge that is due."""
        asyncio.run(self.charging.ask(charge))

    def there(self, charge: int) -> str:
        """Give the gateway's number of a charge."""
        return str(self.row(charge)["gateway_id"])

    # ---- hearing --------------------------------------------------------------------------------

    def becomes(self, charge: int, status: str, **more: object) -> Charge:
        """Let a charge stand otherwise at the gateway."""
        return self.till.becomes(self.there(charge), status, **more)

    def event(self, name: str, subject: str, **payment: object) -> bytes:
        """Write a message about a charge of the gateway's, as it stands there unless said."""
        charge = self.till.charges.get(subject)
        about: dict[str, object] = {"object": "payment", "id": subject}
        if charge is not None:
            about |= {
                "customer": charge.customer_id,
                "value": float(charge.value),
                "status": charge.status,
                "externalReference": charge.reference,
            }
        return message(name, {"payment": about | payment})

    def hears(self, *events: str, of: int) -> None:
        """Keep these events of a charge, in this order, and clear all that waits."""
        subject = self.there(of)
        for name in events:
            self.keep(self.event(name, subject))
        self.clear()

    def keep(self, *bodies: bytes) -> None:
        """Take messages in, all at the same time."""

        async def all_at_once() -> None:
            await asyncio.gather(*(self.inbox.keep(body) for body in bodies))

        asyncio.run(all_at_once())

    def clear(self) -> int:
        """Deal with all that is due."""

        async def until_empty() -> int:
            done = 0
            while taken := await self.clearing.clear_due():
                done += taken
            return done

        return asyncio.run(until_empty())

    # ---- looking --------------------------------------------------------------------------------

    def row(self, charge: int) -> Mapping[str, Any]:
        """Look at a charge's row."""
        return self.house.rows("select * from charges where charge_id = :charge", charge=charge)[0]

    def payment(self, charge: int) -> Mapping[str, Any]:
        """Look at the payment of a charge, its status as a word."""
        return self.house.rows(
            """
            select p.*, s.payment_status_name as status
            from charges c join payments p using (payment_id)
            join payment_statuses s using (payment_status_id) where charge_id = :charge""",
            charge=charge,
        )[0]

    def stands(self, charge: int) -> tuple[str, str | None]:
        """Tell status and flag of a charge's payment."""
        payment = self.payment(charge)
        return payment["status"], payment["flag"]

    def ledger(self, charge: int) -> list[tuple[str, str, int | None, Decimal]]:
        """Read every leg of a charge's payment."""
        legs = self.house.rows(LEDGER, payment=self.row(charge)["payment_id"])
        return [tuple(leg.values()) for leg in legs]

    def moved(self, charge: int) -> list[str]:
        """Name the movements of a charge's payment, in the order they were made."""
        return [
            row["business_key"]
            for row in self.house.rows(
                "select business_key from ledger_transactions where payment_id = :payment"
                " order by ledger_transaction_id",
                payment=self.row(charge)["payment_id"],
            )
        ]

    def results(self) -> list[str | None]:
        """Tell what became of each message, in the order they came."""
        rows = self.house.rows("select result from gateway_events order by gateway_event_id")
        return [row["result"] for row in rows]

    def account(self, name: str, person: int | None = None) -> Decimal:
        """Add an account up."""
        total: Decimal = self.house.one(
            """
            select coalesce(sum(amount), 0) from ledger_entries
            where account = :name and user_id is not distinct from :person""",
            name=name,
            person=person,
        )
        return total


def message(event: str, about: dict[str, object], *, number: str | None = None) -> bytes:
    """Write an envelope under a number of its own."""
    envelope = {
        "id": number or f"evt_test&{next(_numbers)}",
        "event": event,
        "dateCreated": "2026-03-04 09:00:00",
    }
    return json.dumps(envelope | about).encode()
