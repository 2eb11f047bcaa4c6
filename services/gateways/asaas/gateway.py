"""Asaas: charges people and pays them, by its API v3."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import httpx

from services.billing.gateway import (
    BoletoLine,
    Charge,
    ChargeOrder,
    Customer,
    PixCode,
    Transfer,
    TransferOrder,
)
from services.gateways.asaas import reading
from services.gateways.asaas.breaker import Breaker
from services.gateways.asaas.wire import Wire, new_client
from services.ports import GatewayAway, GatewayRefused

PAGE = 100
MOST_PAGES = 1000
LONGEST_DESCRIPTION = 500
_PUNCTUATION = re.compile(r"[^0-9A-Za-z]")


class AsaasGateway:
    """One account at Asaas; `base_url` ends in `/v3`. Used from one event loop."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        user_agent: str,
        client: httpx.AsyncClient | None = None,
        breaker: Breaker | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._wire = Wire(
            base_url,
            api_key,
            user_agent=user_agent,
            client=client or new_client(base_url),
            breaker=breaker or Breaker(),
            pause=pause,
        )

    async def create_customer(self, customer: Customer) -> str:
        """Make a customer, whom Asaas itself sends nothing, and return its number there."""
        body = {
            "name": customer.name,
            "cpfCnpj": _bare(customer.document),
            "email": customer.email,
            "mobilePhone": _bare(customer.mobile_phone),
            "postalCode": _bare(customer.postal_code),
            "address": customer.address,
            "addressNumber": customer.address_number,
            "complement": customer.complement,
            "province": customer.district,
            "externalReference": customer.reference,
        }
        given = {name: value for name, value in body.items() if value}
        answer = await self._wire.post("/customers", {**given, "notificationDisabled": True})
        return reading.demanded(reading.text(answer.get("id")), "id")

    async def customer_of(self, *, reference: str, document: str) -> str | None:
        """Find a customer by the house's reference, else by its CPF or CNPJ in digits."""
        for query in ({"externalReference": reference}, {"cpfCnpj": _bare(document)}):
            async for one in self._listed("/customers", **query):
                number = reading.text(one.get("id"))
                if number is not None and one.get("deleted") is not True:
                    return number
        return None

    async def create_charge(self, order: ChargeOrder) -> Charge:
        """Ask somebody for money."""
        body: dict[str, Any] = {
            "customer": order.customer_id,
            "billingType": order.billing_type.value,
            "value": order.value,
            "dueDate": order.due_date.isoformat(),
            "description": order.description[:LONGEST_DESCRIPTION],
            "externalReference": order.reference,
        }
        if order.success_url:
            body["callback"] = {"successUrl": order.success_url, "autoRedirect": True}
        return reading.charge_of(await self._wire.post("/payments", body))

    async def charge(self, charge_id: str) -> Charge | None:
        """Read a charge as it stands now; None if Asaas knows of none."""
        found = await self._found(f"/payments/{charge_id}")
        return None if found is None else reading.charge_of(found)

    async def charges_of(self, reference: str) -> tuple[Charge, ...]:
        """Find the charges of a reference, the newest first."""
        return await self._charges(externalReference=reference)

    async def charges_since(self, day: date) -> tuple[Charge, ...]:
        """List all charges made on `day` or later, the newest first."""
        return await self._charges(**{"dateCreated[ge]": day.isoformat()})

    async def pix_code(self, charge_id: str) -> PixCode:
        """Get the code that pays a charge by Pix."""
        return reading.pix_code_of(await self._wire.get(f"/payments/{charge_id}/pixQrCode"))

    async def boleto_line(self, charge_id: str) -> BoletoLine:
        """Get the line that pays a charge at a bank."""
        path = f"/payments/{charge_id}/identificationField"
        return reading.boleto_line_of(await self._wire.get(path))

    async def delete_charge(self, charge_id: str) -> None:
        """Take an unpaid charge back; one already paid is refused.

        A refusal is believed only of a charge that still stands: an earlier try, its answer lost,
        may have taken it back.
        """
        try:
            await self._wire.delete(f"/payments/{charge_id}")
        except GatewayRefused as refusal:
            if refusal.status not in (400, 404):
                raise
            standing = await self.charge(charge_id)
            if standing is None or not standing.deleted:
                raise

    async def refund(self, charge_id: str, *, value: Decimal | None, description: str) -> Charge:
        """Give money of a paid charge back, all of it without a `value`."""
        body: dict[str, Any] = {"description": description[:LONGEST_DESCRIPTION]}
        if value is not None:
            body["value"] = value
        return reading.charge_of(await self._wire.post(f"/payments/{charge_id}/refund", body))

    async def create_transfer(self, order: TransferOrder) -> Transfer:
        """Send money to somebody's Pix key."""
        body = {
            "value": order.value,
            "pixAddressKey": order.pix_key,
            "pixAddressKeyType": order.pix_key_type.value,
            "operationType": "PIX",
            "description": order.description,
            "externalReference": order.reference,
        }
        return reading.transfer_of(await self._wire.post("/transfers", body))

    async def transfer(self, transfer_id: str) -> Transfer | None:
        """Read a transfer as it stands now; None if Asaas knows of none."""
        found = await self._found(f"/transfers/{transfer_id}")
        return None if found is None else reading.transfer_of(found)

    async def transfers_since(self, day: date) -> tuple[Transfer, ...]:
        """List all transfers made on `day` or later."""
        query = {"dateCreated[ge]": day.isoformat()}
        found = [reading.transfer_of(one) async for one in self._listed("/transfers", **query)]
        return tuple(found)

    async def balance(self) -> Decimal:
        """Tell how much money the house has there, settled."""
        body = await self._wire.get("/finance/balance")
        return reading.demanded(reading.money(body.get("balance")), "balance")

    async def close(self) -> None:
        """Let connections go; safe to call twice."""
        await self._wire.close()

    async def _charges(self, **query: str) -> tuple[Charge, ...]:
        found = [reading.charge_of(one) async for one in self._listed("/payments", **query)]
        return tuple(found)

    async def _found(self, path: str) -> dict[str, Any] | None:
        try:
            return await self._wire.get(path)
        except GatewayRefused as refusal:
            if refusal.status == 404:
                return None
            raise

    async def _listed(self, path: str, **query: str) -> AsyncIterator[dict[str, Any]]:
        """Walk a list page by page, each thing once though new ones push the pages on."""
        seen: set[object] = set()
        for page in range(MOST_PAGES):
            body = await self._wire.get(path, **query, offset=page * PAGE, limit=PAGE)
            for one in reading.things(body.get("data")):
                if one.get("id") not in seen:
                    seen.add(one.get("id"))
                    yield one
            if body.get("hasMore") is not True:
                return
        raise GatewayAway("a list without end", maybe_done=False)


def _bare(document: str) -> str:
    """Take punctuation away; a CNPJ's letters stay, in capitals."""
    return _PUNCTUATION.sub("", document).upper()
