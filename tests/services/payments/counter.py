"""The people of the house who look after its money, and somebody who takes some home."""

from __future__ import annotations

import asyncio
import dataclasses
from decimal import Decimal
from typing import Any

from services.administration.approvals import Approvals
from services.administration.orders import Order
from services.administration.tables import Tables
from services.payments import Office
from services.payments.payouts import Payouts
from services.views import Visitor
from tests.house import House

WHY = Order(reason="Documento conferido")


@dataclasses.dataclass
class Counter:
    """The house's people who look after its money, and a customer with some of it."""

    house: House
    office: Office

    def __post_init__(self) -> None:
        house = self.house
        self.approvals = Approvals(house.database, house.clock, house.sessions)
        self.payouts = Payouts(
            house.database, house.clock, self.approvals, house.herald, house.sessions
        )
        self.tables = Tables(house.database, house.clock)
        self.chief = house.person("chief", admin=True)
        self.second = house.person("second", admin=True)
        self.ana = house.person("ana", money=100_000)

    def key(self, person: int) -> str:
        return self.house.key(person)

    def withdraw(self, amount: int, *, person: int | None = None, key: str = "one") -> int:
        who = person or self.ana
        return self.office.withdrawals.ask(who, self.key(who), Decimal(amount), key=key)

    def send(self) -> int:
        return asyncio.run(self.office.sending.send_due())

    def state(self, payment: int) -> str:
        return self.office.waiting.withdrawal(payment, Visitor(user_id=self.ana)).state

    def money(self) -> tuple[Any, Any]:
        wallet = self.house.wallet.wallet(self.ana)
        return wallet.balance, wallet.held

    def letters(self) -> list[str]:
        rows = self.house.rows("select subject from mails order by mail_id")
        return [row["subject"].split(":")[0] for row in rows]


def small(counter: Counter) -> int:
    return counter.house.person("small", money=10)
