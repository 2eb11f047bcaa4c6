"""What people and the gateway do with a withdrawal: ask for it, send it, say how it stands."""

from __future__ import annotations

import asyncio
import dataclasses
from decimal import Decimal
from typing import Any

from services.payments import Office
from services.sessions import key_of
from services.views import Visitor, WithdrawalView
from tests.house import House
from tests.till import Till


def session(house: House, person: int) -> str:
    return key_of(house.sessions.open(person, ip=None, user_agent=None))


def ask(house: House, office: Office, person: int, amount: str = "60.00", key: str = "one") -> int:
    proved = session(house, person)
    return office.withdrawals.ask(person, proved, Decimal(amount), key=key)


def send(office: Office) -> int:
    return asyncio.run(office.sending.send_due())


def seen(office: Office, person: int, payment: int) -> WithdrawalView:
    return office.waiting.withdrawal(payment, Visitor(user_id=person))


def hear(house: House, office: Office, till: Till, status: str, **more: object) -> str:
    """Let the gateway say how the first transfer stands."""
    number = next(iter(till.transfers))
    reading = dataclasses.replace(till.sent(number, status), **more)  # type: ignore[arg-type]
    with house.database.transaction() as work:
        return office.sending.apply_transfer(work, reading)


def money(house: House, person: int) -> tuple[Any, Any]:
    wallet = house.wallet.wallet(person)
    return wallet.balance, wallet.held


def letters(house: House) -> list[str]:
    rows = house.rows("select subject from mails order by mail_id")
    return [row["subject"].split(":")[0] for row in rows]
