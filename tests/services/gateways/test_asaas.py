"""The house's way to Asaas: what it asks, what it reads, and what it makes of silence."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.billing.gateway import (
    BillingType,
    Charge,
    ChargeOrder,
    Customer,
    PixKeyType,
    TransferOrder,
)
from services.gateways.asaas import AsaasGateway, Breaker, reading
from services.ports import GatewayAway, GatewayRefused
from tests.asaas import CPF, RunningTwin, opened

PAYLOADS = Path(__file__).resolve().parents[2] / "vectors" / "asaas"
DUE = date(2099, 1, 31)


class Pauses(list[float]):
    """Waits no time, and remembers for how long it was asked."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


class Hours:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def twin() -> Iterator[RunningTwin]:
    with opened() as running:
        yield running


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def gateway(twin: RunningTwin, pauses: Pauses) -> AsyncIterator[AsaasGateway]:
    opened_gateway = twin.gateway(pause=pauses, breaker=Breaker(failures=100))
    yield opened_gateway
    await opened_gateway.close()


def ana(**changes: str) -> Customer:
    facts = {"name": "Ana", "document": CPF, "email": "ana@example.com", "reference": "user:7"}
    return Customer(**{**facts, **changes})


async def charge(
    gateway: AsaasGateway, reference: str = "lot:1", kind: BillingType = BillingType.PIX
) -> Charge:
    customer = await gateway.customer_of(reference="user:7", document=CPF)
    customer = customer or await gateway.create_customer(ana())
    return await gateway.create_charge(
        ChargeOrder(
            customer_id=customer,
            billing_type=kind,
            value=Decimal("1250.50"),
            due_date=DUE,
            description="Lote 14",
            reference=reference,
            success_url="http://localhost/wallet",
        )
    )


# ---- what is asked and read --------------------------------------------------------------------


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
    asked = await charge(gateway, kind=BillingType.UNDEFINED)
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
    unpaid, paid = await charge(gateway), await charge(gateway)
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
    paid = await charge(gateway)
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


# ---- what was told once -------------------------------------------------------------------------


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


# ---- silence ------------------------------------------------------------------------------------


async def test_an_order_whose_answer_is_lost_may_be_done_and_is_found(
    twin: RunningTwin, gateway: AsaasGateway, pauses: Pauses
) -> None:
    await gateway.create_customer(ana())
    twin.fault("drop_after", method="POST", path="/payments")
    with pytest.raises(GatewayAway) as away:
        await charge(gateway, "lot:9")
    assert away.value.maybe_done
    assert pauses == []  # not asked for twice
    assert len(await gateway.charges_of("lot:9")) == 1


@pytest.mark.parametrize("kind", ["error", "drop_before"])
async def test_an_order_is_never_repeated_once_it_may_have_been_heard(
    twin: RunningTwin, gateway: AsaasGateway, pauses: Pauses, kind: str
) -> None:
    await gateway.create_customer(ana())
    twin.fault(kind, method="POST")
    with pytest.raises(GatewayAway) as away:
        await charge(gateway, "lot:9")
    assert (away.value.maybe_done, pauses) == (True, [])
    assert await gateway.charges_of("lot:9") == ()


async def test_a_question_is_repeated_with_growing_pauses(
    twin: RunningTwin, gateway: AsaasGateway, pauses: Pauses
) -> None:
    twin.fault("error", times=2)
    twin.fault("drop_before")
    assert await gateway.balance() == 0
    assert len(pauses) == 3
    assert 0.25 <= pauses[0] <= 0.5 <= pauses[1] <= 1 <= pauses[2] <= 2
    twin.fault("error", times=4)
    with pytest.raises(GatewayAway) as away:
        await gateway.balance()
    assert not away.value.maybe_done  # a question changes nothing


async def test_too_many_requests_waits_as_long_as_is_asked_and_no_longer(
    twin: RunningTwin, gateway: AsaasGateway, pauses: Pauses
) -> None:
    await gateway.create_customer(ana())
    twin.fault("rate_limit", method="POST")
    await charge(gateway, "lot:9")
    assert (pauses, len(await gateway.charges_of("lot:9"))) == ([1.0], 1)
    twin.fault("rate_limit", times=4, method="POST")
    with pytest.raises(GatewayAway) as away:
        await charge(gateway, "lot:9")
    assert not away.value.maybe_done


async def test_nobody_waits_minutes_for_a_limit() -> None:
    busy = httpx.Response(429, headers={"RateLimit-Reset": "600"})
    pauses = Pauses()
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: busy)) as client:
        quiet = AsaasGateway(
            "http://asaas.test/v3", "$aact_x", user_agent="x", client=client, pause=pauses
        )
        with pytest.raises(GatewayAway):
            await quiet.balance()
    assert pauses == []


async def test_a_charge_is_gone_though_the_answer_was_lost(
    twin: RunningTwin, gateway: AsaasGateway
) -> None:
    asked = await charge(gateway)
    twin.fault("drop_after", method="DELETE")
    await gateway.delete_charge(asked.id)
    gone = await gateway.charge(asked.id)
    assert gone is not None
    assert gone.deleted


async def test_a_house_nobody_answers_at_has_done_nothing(pauses: Pauses) -> None:
    nowhere = AsaasGateway("http://127.0.0.1:9/v3", "$aact_x", user_agent="x", pause=pauses)
    with pytest.raises(GatewayAway) as away:
        await nowhere.create_customer(ana())
    assert not away.value.maybe_done
    assert len(pauses) == 3  # nothing was heard, so that it may be asked again
    await nowhere.close()
    await nowhere.close()


async def test_without_a_key_nobody_is_asked() -> None:
    keyless = AsaasGateway("", "", user_agent="x")
    with pytest.raises(GatewayAway) as away:
        await keyless.create_customer(ana())
    assert not away.value.maybe_done
    await keyless.close()


async def test_after_failures_in_a_row_all_are_told_at_once_until_one_try_succeeds(
    twin: RunningTwin, pauses: Pauses
) -> None:
    hours = Hours()
    breaker = Breaker(failures=3, rest_seconds=30, now=hours)
    gateway = twin.gateway(pause=pauses, breaker=breaker)
    twin.fault("error", times=4)
    for _ in range(3):
        with pytest.raises(GatewayAway):
            await gateway.create_customer(ana())
    with pytest.raises(GatewayAway) as away:
        await gateway.create_customer(ana())  # the fourth fault is still ordered
    assert (breaker.open, away.value.maybe_done) == (True, False)
    hours.seconds = 30
    with pytest.raises(GatewayAway) as away:
        await gateway.create_customer(ana())
    assert (breaker.open, away.value.maybe_done) == (True, True)  # one tried, and failed
    hours.seconds = 59
    with pytest.raises(GatewayAway):
        await gateway.balance()
    hours.seconds = 60
    assert await gateway.balance() == 0
    assert not breaker.open
    await gateway.close()


def test_only_one_tries_a_gateway_that_was_down() -> None:
    hours = Hours()
    breaker = Breaker(failures=1, rest_seconds=30, now=hours)
    assert breaker.enter()
    breaker.failed()
    hours.seconds = 30
    assert (breaker.enter(), breaker.enter()) == (True, False)
    breaker.gave_up()
    assert (breaker.enter(), breaker.enter()) == (True, False)
    breaker.answered()
    assert (breaker.enter(), breaker.enter()) == (True, True)
