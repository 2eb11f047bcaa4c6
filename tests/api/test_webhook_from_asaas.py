"""From a charge to the wallet and back with Asaas's simulator at the other end, all over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import text

from api import security, webhook
from api.routing import DOORS
from services.billing.gateway import BillingType, PixKeyType, TransferOrder
from services.bootstrap import Services
from services.config import Config
from tests import asaas
from tests.invariants import OF_A_RUNNING_HOUSE, broken

CPF, ASKING = "24971563792", "asking-token-" * 4
_ANA = text("""
    insert into users (name, username, email, cpf) values ('Ana', 'ana', 'a@exemplo.com.br', :cpf)
    returning user_id
""")
_PAYMENT = text("""
    insert into payments (amount, payer, payee, opening_datetime, due_datetime, user_id,
                          payment_method_id, payment_status_id, kind)
    values (:amount, 'Ana', 'Martelo', now(), now() + interval '1 day', :user, 2, 1, :kind)
    returning payment_id
""")
_TRANSFER = text("""
    insert into transfers (payment_id, value, pix_key, pix_key_type, state, created_at, next_try_at)
    values (:payment, :value, :key, 'CPF', 'unknown', now(), now()) returning transfer_id
""")
_LOOK = text("""
    select s.payment_status_name as status, u.wallet, c.gateway_id, c.gateway_status
    from payments p join payment_statuses s using (payment_status_id) join users u using (user_id)
    left join charges c using (payment_id) where payment_id = :payment
""")


@pytest.fixture
def twin() -> Iterator[asaas.RunningTwin]:
    with asaas.opened() as running:
        yield running


@pytest.fixture
def services(fresh_database: str, tmp_path: Path, twin: asaas.RunningTwin) -> Iterator[Services]:
    """The house as it is built, with the simulator's address and key for Asaas's."""
    config = Config(
        _env_file=None,
        secret_key="k" * 40,
        state_dir=tmp_path,
        cep_url="",
        asaas_key=twin.key,
        asaas_url=twin.url,
        asaas_webhook_token=asaas.TOKEN,
        asaas_withdrawal_token=ASKING,
    )
    built = Services(config, fresh_database)
    yield built
    with built.database.transaction() as work:
        wrong = set(broken(work.connection)) - {OF_A_RUNNING_HOUSE}
    built.database.close()
    assert not wrong


@pytest.fixture
async def address(services: Services) -> AsyncIterator[str]:
    """Where the doors of machines answer; the cashier is at work."""
    machines = FastAPI()
    webhook.register_beside(machines, services)
    security.guard_machines(machines, services.config)
    config = uvicorn.Config(machines, host="127.0.0.1", port=0, log_level="error", ws="none")
    socket = config.bind_socket()
    socket.listen()  # who comes before the server is up waits
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[socket]))
    await services.payments.open()
    yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    await services.payments.shut()
    server.should_exit = True
    await task


async def until(look: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool]) -> Any:
    """Look again and again until it is so."""
    found = await look()
    for _ in range(400):
        if wanted(found):
            break
        await asyncio.sleep(0.05)
        found = await look()
    assert wanted(found), found
    return found


async def test_a_pix_is_asked_for_paid_credited_and_given_back(
    services: Services, twin: asaas.RunningTwin, address: str
) -> None:
    await asyncio.to_thread(twin.notify, f"{address}/payment/webhook")
    with services.database.transaction() as work:
        user = work.connection.execute(_ANA, {"cpf": CPF}).scalar_one()
        values = {"amount": 100, "user": user, "kind": "top_up"}
        payment = work.connection.execute(_PAYMENT, values).scalar_one()
        services.payments.charging.want(
            work, payment, billing_type=BillingType.PIX, value=Decimal(100)
        )

    def read() -> Any:
        with services.database.transaction() as work:
            return work.connection.execute(_LOOK, {"payment": payment}).one()

    async def look() -> Any:
        return await asyncio.to_thread(read)

    asked = await until(look, lambda row: row.gateway_id is not None)
    await asyncio.to_thread(twin.pay, asked.gateway_id)
    paid = await until(look, lambda row: row.wallet == 100)
    assert (paid.status, paid.gateway_status) == ("paid", "RECEIVED")
    await asyncio.to_thread(twin.drive, "/credit", value=500)  # what is paid in alone lacks the fee
    await services.payments.gateway.refund(asked.gateway_id, value=None, description="x")
    back = await until(look, lambda row: row.status == "reversed")
    assert back.wallet == 0


async def test_it_pays_out_only_what_the_house_says_it_asked_for(
    services: Services, twin: asaas.RunningTwin, address: str
) -> None:
    await asyncio.to_thread(
        twin.drive, "/validator", url=f"{address}/payment/validate-withdrawal", token=ASKING
    )
    await asyncio.to_thread(twin.drive, "/credit", value=500)
    with services.database.transaction() as work:
        user = work.connection.execute(_ANA, {"cpf": CPF}).scalar_one()
        values = {"amount": 20, "user": user, "kind": "withdrawal"}
        payment = work.connection.execute(_PAYMENT, values).scalar_one()
        ours = {"payment": payment, "value": 20, "key": CPF}
        number = work.connection.execute(_TRANSFER, ours).scalar_one()
    gateway = services.payments.gateway

    def order(value: str) -> TransferOrder:
        return TransferOrder(
            value=Decimal(value),
            pix_key=CPF,
            pix_key_type=PixKeyType.CPF,
            description="x",
            reference=f"transfer:{number}",
        )

    stolen = await gateway.create_transfer(order("450.00"))
    wanted = await gateway.create_transfer(order("20.00"))

    async def look() -> list[str]:
        sent = [await gateway.transfer(each.id) for each in (wanted, stolen)]
        return [each.status for each in sent if each]

    await until(look, lambda states: states in (["DONE", "CANCELLED"], ["DONE", "FAILED"]))
    with services.database.transaction() as work:
        work.connection.execute(text("delete from transfers"))
        work.connection.execute(text("delete from payments"))


def test_the_doors_are_where_asaas_is_told_they_are() -> None:
    house = SimpleNamespace(config=Config(_env_file=None))
    webhook.register_beside(FastAPI(), house)  # type: ignore[arg-type]
    told = (Path(__file__).parents[2] / ".env.example").read_text()
    for path in ("/payment/webhook", "/payment/validate-withdrawal"):
        assert f"BASE_URL{path}" in told
        assert ("POST", path) in DOORS
