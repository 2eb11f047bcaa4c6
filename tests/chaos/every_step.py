"""A sale from the hammer to its money, killed between any two steps of it and taken up again.

Arguments: the database. What is not committed leaves nothing, so the steps are the commits and the
calls of the gateway. At each in turn a process of the house is killed; another, later, does what is
left, and the gateway says again what was not answered. Prints one line of JSON for each: the step,
what the ledger says in the end, and how often the gateway was asked for money.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, text

from services.billing.gateway import BillingType
from tests.house import House
from tests.payments import LEDGER, Mailroom, message
from tests.stand_ins import ToldClock, run
from tests.till import Till

DEPOSIT, PRICE, ASKED = 60, 200, "210.00"  # more is asked than is left: the rest is the payer's
_LEASES = ("charges", "gateway_events")
_FOUND = """
    select payment_id, payment_status_id, charge_id, state
    from payments left join charges using (payment_id) where product_id = :lot
"""


class LastingTill(Till):
    """A gateway that outlives whoever asks it."""

    def __init__(self, kept: Path) -> None:
        super().__init__()
        self._kept = kept
        if kept.exists():
            self.customers, self.charges, asked = pickle.loads(kept.read_bytes())
            for _ in range(asked):
                next(self._numbers)

    def _did(self, name: str, act: Callable[[], Any]) -> Any:
        step()
        done = super()._did(name, act)
        asked = len(self.customers) + len(self.charges)
        self._kept.write_bytes(pickle.dumps((self.customers, self.charges, asked)))
        step()
        return done


def sell(url: str, number: int) -> dict[str, Any]:
    """Put a lot on sale and bid on it; gives what there is to be known of it."""
    house = House(url)
    seller = house.person(f"seller{number}")
    buyer = house.person(f"buyer{number}", money=DEPOSIT)
    lot = house.lot(
        seller,
        ends_in=10,
        opening=PRICE,
        soft_close_seconds=0,
        hold_policy="fixed_deposit",
        hold_value=Decimal(DEPOSIT),
    )
    house.bid(buyer, lot, PRICE)
    after = house.auction(lot)["end_datetime"].timestamp() + 2
    house.leave()
    return {"lot": lot, "people": [buyer, seller], "after": after}


def go_on(url: str, sale: dict[str, Any], kept: Path) -> None:
    """Do whatever of the sale is not done yet, to its end."""
    clock = ToldClock()
    clock.goes_on(sale["after"] - clock.now().timestamp())
    house = House(url, clock=clock)
    till = LastingTill(kept)
    mailroom = Mailroom(house, till, run)
    house.closing.close_due()
    payment, _, charge, _ = house.rows(_FOUND, lot=sale["lot"])[0].values()
    if charge is None:
        mailroom.charge(payment, ASKED, BillingType.PIX, ask=False)
    while asyncio.run(mailroom.charging.ask_due()):
        continue
    gateway_id = charges_of(house, till, sale)[0]
    till.becomes(gateway_id, "RECEIVED")
    body = message("PAYMENT_RECEIVED", {"payment": {"id": gateway_id}}, number=f"evt_{payment}")
    mailroom.keep(body)  # said again until it is answered
    mailroom.clear()
    house.leave()


def charges_of(house: House, till: Till, sale: dict[str, Any]) -> list[str]:
    """Name the charges the gateway was asked for by a sale."""
    reference = f"charge:{house.rows(_FOUND, lot=sale['lot'])[0]['charge_id']}"
    return [number for number, each in till.charges.items() if each.reference == reference]


def end(url: str, sale: dict[str, Any], kept: Path) -> dict[str, Any]:
    """Look at what is there in the end, by names that are the same for every sale."""
    house = House(url)
    found = house.rows(_FOUND, lot=sale["lot"])[0]
    legs = house.rows(LEDGER, payment=found["payment_id"])
    charge = found["charge_id"]
    names = dict(zip(sale["people"], ("buyer", "seller"), strict=True))
    said = {
        "status": found["payment_status_id"],
        "state": found["state"],
        "result": house.one(
            "select result from gateway_events where event_id = :event",
            event=f"evt_{found['payment_id']}",
        ),
        "money": [str(amount) for amount in house.money(sale["people"][0])],
        "ledger": [
            [
                leg["business_key"].replace(f":{charge}", ":n"),
                leg["account"],
                names.get(leg["user_id"]),
                str(leg["amount"]),
            ]
            for leg in legs
        ],
        "asked": len(charges_of(house, LastingTill(kept), sale)),
    }
    house.leave()
    return said


_left = 0  # steps to live, in a process that is to be killed


def step(*_: object) -> None:
    """Come to the next step, and perhaps no further."""
    global _left
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def killed_at(number: int) -> None:
    """Let this process be killed at its step of that number."""
    global _left
    _left = number
    event.listen(Engine, "commit", step)


def in_a_process(work: Callable[[], Any]) -> Any:
    """Do it in a process of its own; gives what it says, None if it was killed."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        status = 1
        with contextlib.suppress(BrokenPipeError):
            said = json.dumps(work())
            os.write(into, said.encode())
            status = 0
        os._exit(status)
    os.close(into)
    with os.fdopen(out) as heard:
        words = heard.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None
    if status != 0:
        raise SystemExit("a process of the house failed")
    return json.loads(words) or {}


def let_leases_go(url: str) -> None:
    """Let as much time go by as it takes for others to take up what was begun."""
    house = House(url)
    with house.database.transaction() as work:
        for table in _LEASES:
            work.connection.execute(text(f"update {table} set next_try_at = '2000-01-01'"))
    house.leave()


def main(url: str) -> None:
    """Kill at the first step, the second, until there is none to be killed at."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "till"
        number, killed = 0, True
        while killed:
            number += 1
            sale = in_a_process(functools.partial(sell, url, number))
            killed = in_a_process(functools.partial(doomed, url, sale, kept, number)) is None
            found = in_a_process(functools.partial(another, url, sale, kept))
            print(json.dumps({"step": number, "killed": killed, **found}))


def doomed(url: str, sale: dict[str, Any], kept: Path, number: int) -> None:
    """Begin, and be killed at a step."""
    killed_at(number)
    go_on(url, sale, kept)


def another(url: str, sale: dict[str, Any], kept: Path) -> dict[str, Any]:
    """Take up, later, what was begun."""
    let_leases_go(url)
    go_on(url, sale, kept)
    return end(url, sale, kept)


if __name__ == "__main__":
    main(*sys.argv[1:])
