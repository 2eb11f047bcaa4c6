"""The payment gateway of a house that has none set: it is always away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NoReturn

from services.billing.gateway import ChargeOrder, Customer, TransferOrder
from services.ports import GatewayAway


class NoGateway:
    """Answers nothing, so that what is to be asked waits until a gateway is set."""

    async def create_customer(self, customer: Customer) -> NoReturn:
        """Raise GatewayAway, as everything here."""
        raise NotSet

    async def customer_of(self, *, reference: str, document: str) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def create_charge(self, order: ChargeOrder) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def charge(self, charge_id: str) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def charges_of(self, reference: str) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def charges_since(self, day: date) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def pix_code(self, charge_id: str) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def boleto_line(self, charge_id: str) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def delete_charge(self, charge_id: str) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def refund(self, charge_id: str, *, value: Decimal | None, description: str) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def create_transfer(self, order: TransferOrder) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def transfer(self, transfer_id: str) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def transfers_since(self, day: date) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def balance(self) -> NoReturn:
        """Raise GatewayAway."""
        raise NotSet

    async def close(self) -> None:
        """Have nothing to let go of."""


class NotSet(GatewayAway):
    """No gateway has been set."""

    def __init__(self) -> None:
        super().__init__("ASAAS_KEY is not set", maybe_done=False)
