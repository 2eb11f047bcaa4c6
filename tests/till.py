"""A payment gateway in memory that keeps the port, and can lose its answers."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from services.billing.gateway import (
    BoletoLine,
    Charge,
    ChargeOrder,
    Customer,
    PixCode,
    Refund,
    Transfer,
    TransferOrder,
)
from services.ports import GatewayAway, GatewayRefused

T = TypeVar("T")
FEE = Decimal("1.99")


class Till:
    """Keeps charges and transfers; `failures` are raised by the next calls, before or after."""

    def __init__(self) -> None:
        self.customers: dict[str, Customer] = {}
        self.charges: dict[str, Charge] = {}
        self.transfers: dict[str, Transfer] = {}
        self.calls: list[str] = []
        self.said: list[str] = []
        self.before: list[Exception | None] = []
        self.after: list[Exception | None] = []
        self.money = Decimal(0)
        self._numbers = itertools.count(1)

    async def create_customer(self, customer: Customer) -> str:
        return self._did("create_customer", lambda: self._add_customer(customer))

    async def customer_of(self, *, reference: str, document: str) -> str | None:
        return self._did("customer_of", lambda: self._customer(reference, document))

    async def create_charge(self, order: ChargeOrder) -> Charge:
        self.said.append(order.description)
        return self._did("create_charge", lambda: self._add_charge(order))

    async def charge(self, charge_id: str) -> Charge | None:
        return self._did("charge", lambda: self.charges.get(charge_id))

    async def charges_of(self, reference: str) -> tuple[Charge, ...]:
        found = [charge for charge in self.charges.values() if charge.reference == reference]
        return self._did("charges_of", lambda: tuple(reversed(found)))

    async def charges_since(self, day: date) -> tuple[Charge, ...]:
        found = [charge for charge in self.charges.values() if charge.created_on >= day]
        return self._did("charges_since", lambda: tuple(reversed(found)))

    async def pix_code(self, charge_id: str) -> PixCode:
        code = PixCode(
            payload=f"00020126{charge_id}",
            image=b"\x89PNG",
            expires_at=datetime(2030, 1, 1, tzinfo=UTC),
        )
        return self._did("pix_code", lambda: code)

    async def boleto_line(self, charge_id: str) -> BoletoLine:
        return self._did("boleto_line", lambda: BoletoLine(line="4" * 47, bar_code="4" * 44))

    async def delete_charge(self, charge_id: str) -> None:
        self._did("delete_charge", lambda: self._delete(charge_id))

    async def refund(self, charge_id: str, *, value: Decimal | None, description: str) -> Charge:
        return self._did("refund", lambda: self._refund(charge_id, value))

    async def create_transfer(self, order: TransferOrder) -> Transfer:
        return self._did("create_transfer", lambda: self._add_transfer(order))

    async def transfer(self, transfer_id: str) -> Transfer | None:
        return self._did("transfer", lambda: self.transfers.get(transfer_id))

    async def transfers_since(self, day: date) -> tuple[Transfer, ...]:
        return self._did("transfers_since", lambda: tuple(self.transfers.values()))

    async def balance(self) -> Decimal:
        return self._did("balance", lambda: self.money)

    async def close(self) -> None:
        self.calls.append("close")

    def becomes(self, charge_id: str, status: str, **more: object) -> Charge:
        """Let a charge stand otherwise from now on; the money of a settled one is there."""
        settled = status in ("RECEIVED", "DUNNING_RECEIVED")
        changes: dict[str, object] = {"status": status, **more}
        if settled:
            changes.setdefault("settled_on", date(2026, 11, 23))
        self.charges[charge_id] = dataclasses.replace(self.charges[charge_id], **changes)  # type: ignore[arg-type]
        return self.charges[charge_id]

    def sent(self, transfer_id: str, status: str, fail_reason: str | None = None) -> Transfer:
        """Let a transfer come to an end, or on its way."""
        self.transfers[transfer_id] = dataclasses.replace(
            self.transfers[transfer_id], status=status, fail_reason=fail_reason
        )
        return self.transfers[transfer_id]

    def _did(self, name: str, act: Callable[[], T]) -> T:
        self.calls.append(name)
        if self.before and (failure := self.before.pop(0)):
            raise failure
        done = act()
        if self.after and (failure := self.after.pop(0)):
            raise failure
        return done

    def _add_customer(self, customer: Customer) -> str:
        number = f"cus_{next(self._numbers):012}"
        self.customers[number] = customer
        return number

    def _customer(self, reference: str, document: str) -> str | None:
        return next(
            (
                number
                for number, customer in self.customers.items()
                if customer.reference == reference or customer.document == document
            ),
            None,
        )

    def _add_charge(self, order: ChargeOrder) -> Charge:
        if order.value < 5:
            raise GatewayRefused("O valor da cobrança não pode ser menor que R$ 5,00.")
        number = f"pay_{next(self._numbers):016}"
        self.charges[number] = Charge(
            id=number,
            customer_id=order.customer_id,
            status="PENDING",
            billing_type=order.billing_type.value,
            value=order.value,
            net_value=order.value - FEE,
            due_date=order.due_date,
            reference=order.reference,
            deleted=False,
            created_on=order.due_date,
            invoice_url=f"https://example.org/i/{number}",
        )
        return self.charges[number]

    def _delete(self, charge_id: str) -> None:
        if self.charges[charge_id].status not in ("PENDING", "OVERDUE"):
            raise GatewayRefused("Só é possível remover cobranças pendentes ou vencidas.")
        self.charges[charge_id] = dataclasses.replace(self.charges[charge_id], deleted=True)

    def _refund(self, charge_id: str, value: Decimal | None) -> Charge:
        charge = self.charges[charge_id]
        part = charge.value if value is None else value
        refund = Refund(key=f"{charge_id}:{next(self._numbers)}", status="DONE", value=part)
        status = "REFUNDED" if value is None or value == charge.value else charge.status
        return self.becomes(charge_id, status, refunds=(*charge.refunds, refund))

    def _add_transfer(self, order: TransferOrder) -> Transfer:
        number = f"00000000-0000-4000-8000-{next(self._numbers):012}"
        self.transfers[number] = Transfer(
            id=number,
            status="PENDING",
            value=order.value,
            fee=Decimal(0),
            reference=order.reference,
            pix_key=order.pix_key,
            authorized=False,
        )
        return self.transfers[number]


def lost() -> GatewayAway:
    """Make an answer that never came, of a call that may have been done."""
    return GatewayAway("no answer", maybe_done=True)


def away() -> GatewayAway:
    """Make a gateway that could not be reached at all."""
    return GatewayAway("not reached", maybe_done=False)
