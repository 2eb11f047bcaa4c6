"""The house's way to Asaas: what it asks, and what it reads."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.billing.gateway import BillingType, PixKeyType, TransferOrder
from services.gateways.asaas import AsaasGateway, reading
from services.ports import GatewayAway, GatewayRefused
from tests.asaas import CPF, DUE, RunningTwin, ana, ask_for_money

PAYLOADS = Path(__file__).resolve().parents[2] / "vectors" / "asaas"


async def test_a_customer_is_found_by_reference_then_by_document(
    twin: RunningTwin, gateway: AsaasGateway
) -> None:
    assert await gateway.customer_of(reference="user:7", document=CPF) is None
    first = await gateway.create_customer(ana(document="249.715.637-92"))
    company = await gateway.create_customer(ana(document="12.ABC.345/01DE-35", reference="user:8"))

    assert await gateway.customer_of(reference="user:8", document=CPF) == company
    assert await gateway.customer_of(reference="user:9", document=CPF) == first
    assert await gateway.customer_of(reference="", document="12.abc.345/01de-35") == company
    told = twin.ask("GET", f"/customers/{company}").json()
    assert (told["cpfCnpj"], told["personType"]) == ("12ABC34501DE35", "JURIDICA")
    assert told["notificationDisabled"] is True
    twin.ask("DELETE", f"/customers/{first}")
    assert await gateway.customer_of(reference="user:7", document=CPF) is None


async def test_a_charge_is_asked_for_paid_and_read(
    twin: RunningTwin, gateway: AsaasGateway
) -> None:
    asked = await ask_for_money(gateway, kind=BillingType.UNDEFINED)
    code, line = await gateway.pix_code(asked.id), await gateway.boleto_line(asked.id)

    assert (asked.status, asked.value, asked.reference) == ("PENDING", Decimal("1250.50"), "lot:1")
    assert (asked.due_date, asked.net_value) == (DUE, Decimal("1248.51"))
    assert code.image.startswith(b"\x89PNG")
    assert code.expires_at == datetime(2100, 2, 1, 2, 59, 59, tzinfo=UTC)  # Brasília's midnight
    assert (len(line.line), len(line.bar_code)) == (47, 44)
    twin.pay(asked.id)
    paid = await gateway.charge(asked.id)
    assert paid is not None
    assert (paid.status, paid.billing_type) == ("RECEIVED", "PIX")
    assert await gateway.balance() == Decimal("1248.51")


async def test_money_goes_out_as_a_number_of_two_places(gateway: AsaasGateway) -> None:
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.read())
        return httpx.Response(200, json={"id": "t", "status": "PENDING", "value": 0.1})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        quiet = AsaasGateway("http://asaas.test/v3", "$aact_x", user_agent="x", client=client)
        order = TransferOrder(
            value=Decimal("1234567.10"),
            pix_key=CPF,
            pix_key_type=PixKeyType.CPF,
            description="",
            reference="w",
        )
        told = await quiet.create_transfer(order)
    assert b'"value":1234567.10,' in sent[0]
    assert told.value == Decimal("0.10")


async def test_charges_are_listed_page_by_page_the_newest_first(
    twin: RunningTwin, gateway: AsaasGateway
) -> None:
    customer = twin.customer()
    made = [
        twin.charge(customer=customer, externalReference=f"lot:{n % 2}")["id"] for n in range(103)
    ]
    assert [one.id for one in await gateway.charges_since(date(2026, 1, 1))] == made[::-1]
    assert [one.id for one in await gateway.charges_of("lot:1")] == made[::-1][1::2]
    assert await gateway.charges_since(date(2199, 1, 1)) == ()


async def test_a_refusal_carries_asaass_own_words(gateway: AsaasGateway) -> None:
    with pytest.raises(GatewayRefused) as refused:
        await gateway.create_customer(ana(document="11111111111"))
    assert refused.value.description == "O CPF/CNPJ informado é inválido."
    assert (refused.value.code, refused.value.status) == ("invalid_object", 400)


async def test_an_answer_without_words_is_still_a_refusal(
    twin: RunningTwin, gateway: AsaasGateway
) -> None:
    twin.fault("html")
    with pytest.raises(GatewayRefused) as refused:
        await gateway.balance()
    assert (refused.value.description, refused.value.status) == ("", 403)
    assert await gateway.charge("pay_0000000000000000") is None
    assert await gateway.transfer("nobody") is None


async def test_an_unpaid_charge_is_taken_back_and_a_paid_one_refused(
    twin: RunningTwin, gateway: AsaasGateway
) -> None:
    unpaid, paid = await ask_for_money(gateway), await ask_for_money(gateway)
    twin.pay(paid.id)
    await gateway.delete_charge(unpaid.id)
    gone = await gateway.charge(unpaid.id)
    assert gone is not None
    assert (gone.deleted, gone.status) == (True, "PENDING")
    with pytest.raises(GatewayRefused):
        await gateway.delete_charge(paid.id)
    with pytest.raises(GatewayRefused):
        await gateway.delete_charge("pay_0000000000000000")


async def test_money_is_given_back_in_parts_each_with_a_key_that_stays(
    twin: RunningTwin, gateway: AsaasGateway
) -> None:
    paid = await ask_for_money(gateway)
    twin.pay(paid.id)
    twin.drive("/switches", slow_refunds=True)
    asked = await gateway.refund(paid.id, value=Decimal("50.10"), description="metade")
    twin.drive(f"/payments/{paid.id}/refund-finish")
    twin.drive("/switches", slow_refunds=False)
    again = await gateway.refund(paid.id, value=Decimal("50.10"), description="metade")

    assert (asked.status, asked.refunds[0].status) == ("REFUND_IN_PROGRESS", "PENDING")
    assert again.status == "RECEIVED"
    assert [(one.status, one.value) for one in again.refunds] == [("DONE", Decimal("50.10"))] * 2
    keys = {one.key for one in again.refunds}
    assert len(keys) == 2
    assert asked.refunds[0].key in keys


@pytest.mark.parametrize("path", sorted(PAYLOADS.glob("real_PAYMENT*")), ids=lambda path: path.stem)
def test_a_real_charge_is_read(path: Path) -> None:
    told: Any = json.loads(path.read_text(), parse_float=Decimal)["payment"]
    read = reading.charge_of(told)
    assert (read.id, read.status, read.deleted) == (told["id"], told["status"], told["deleted"])
    assert read.value == told["value"]
    assert read.net_value == told["netValue"]
    assert (read.due_date.isoformat(), read.reference) == (
        told["dueDate"],
        told["externalReference"],
    )
    assert len(read.refunds) == len(told["refunds"] or [])


@pytest.mark.parametrize("name", ["docs_TRANSFER", "docs_withdrawal", "real_TRANSFER"])
def test_a_real_transfer_is_read(name: str) -> None:
    (path,) = PAYLOADS.glob(f"{name}*")
    told: Any = json.loads(path.read_text(), parse_float=Decimal)["transfer"]
    read = reading.transfer_of(told)
    assert (read.id, read.status, read.value) == (told["id"], "PENDING", told["value"])
    assert read.pix_key == told["bankAccount"]["pixAddressKey"]


def test_what_is_missing_is_no_surprise_unless_it_is_the_money() -> None:
    least = {"id": "pay_1", "status": "NEW_WORD", "value": 5, "dateCreated": "2026-01-02"}
    read = reading.charge_of({**least, "refunds": "?", "netValue": "?", "something": {"new": 1}})
    assert (read.value, read.net_value, read.due_date) == (Decimal(5), Decimal(5), date(2026, 1, 2))
    for name in least:
        with pytest.raises(GatewayAway) as away:
            reading.charge_of({**least, name: None})
        assert away.value.maybe_done
