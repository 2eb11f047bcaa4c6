"""The forms of real money: a charge to pay, a withdrawal to follow, and nothing typed is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from api import wallet
from services.bootstrap import Services
from services.lots import Increments
from services.payments import Office
from tests.api.conftest import PASSWORD, Browser
from tests.till import Till

KEY = "a-key-of-its-own"
TOP_UP, WITHDRAW = "/wallet/top-ups", "/wallet/withdrawals"


@pytest.fixture
def office(services: Services) -> Office:
    """The office at a gateway in memory."""
    services.payments = Office(
        services.database,
        services.clock,
        services.hub,
        gateway=Till(),
        run=services.run,
        config=services.config,
        herald=services.herald,
        throttles=services.throttles,
        proofs=services.proofs,
        sessions=services.sessions,
        increments=Increments(),
    )
    return services.payments


@pytest.fixture
async def payer(doors: FastAPI, services: Services, office: Office, ana: int) -> Browser:
    wallet.register(doors, services)
    change(services, "update users set cpf = '52998224725' where user_id = :user", ana)
    browser = Browser(doors)
    await browser.log_in()
    return browser


def change(services: Services, statement: str, user: int) -> None:
    with services.database.transaction() as work:
        work.connection.execute(text(statement), {"user": user})


async def send(browser: Browser, path: str, **fields: str) -> httpx.Response:
    csrf = (await browser.marks())["csrf"]
    form = {"csrf": csrf, "key": KEY, "amount": "150,00", "way": "pix"}
    return await browser.post(path, data=form | fields)


def payments(services: Services) -> list[Any]:
    with services.database.transaction() as work:
        return list(work.connection.execute(text("select * from payments order by payment_id")))


async def test_a_top_up_leads_to_what_pays_it_once_a_form(
    payer: Browser, services: Services, ana: int
) -> None:
    answers = [await send(payer, TOP_UP), await send(payer, TOP_UP)]
    (payment,) = payments(services)
    assert {answer.headers["location"] for answer in answers} == {f"/payments/{payment.payment_id}"}
    assert (payment.amount, payment.user_id, payment.kind) == (Decimal(150), ana, "top_up")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "4,99"}, ["O mínimo é R$\u00a05,00."]),
        ({"amount": "1.0,1", "way": "x"}, ["Escreva um valor", "Escolha uma das opções."]),
    ],
)
async def test_a_refused_top_up_comes_back_as_it_was_typed(
    payer: Browser, services: Services, fields: dict[str, str], said: list[str]
) -> None:
    answer = await send(payer, TOP_UP, **fields)
    assert answer.status_code == 422
    assert f'value="{fields["amount"]}"' in answer.text
    assert all(sentence in answer.text for sentence in said)
    assert not payments(services)


async def test_an_account_is_completed_first_and_the_form_is_not_lost(
    payer: Browser, services: Services, ana: int
) -> None:
    change(services, "update users set cpf = null where user_id = :user", ana)
    answer = await send(payer, TOP_UP)
    assert answer.headers["location"] == (
        "/account/complete?next=%2Fwallet%3Famount%3D150%252C00%26way%3Dpix"
    )
    answer = await send(payer, WITHDRAW)
    assert answer.headers["location"] == "/account/complete?next=%2Fwallet%2Fwithdraw"


async def test_a_top_up_is_given_up_by_its_owner_alone(
    payer: Browser, doors: FastAPI, services: Services, ana: int
) -> None:
    path = (await send(payer, TOP_UP)).headers["location"]
    number = path.rpartition("/")[2]
    assert (await Browser(doors).post(f"{TOP_UP}/{number}/give-up")).status_code == 401
    forged = await payer.post(f"{TOP_UP}/{number}/give-up", data={"csrf": "guessed"})
    assert forged.status_code == 403
    assert payments(services)[0].payment_status_id == 1
    answer = await send(payer, f"{TOP_UP}/{number}/give-up")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert payments(services)[0].payment_status_id == 5


async def test_a_withdrawal_is_proved_held_and_followed(
    payer: Browser, services: Services, ana: int
) -> None:
    services.wallet.demo_top_up(ana, Decimal(200), key="play")
    change(services, "update sessions set elevated_at = null where user_id = :user", ana)
    answer = await send(payer, WITHDRAW, amount="x")
    assert answer.status_code == 422
    assert 'id="amount-refusal"' in answer.text
    assert 'id="password-refusal"' in answer.text
    answer = await send(payer, WITHDRAW, password="errada")
    assert 'value="150,00"' in answer.text
    assert "errada" not in answer.text
    assert not payments(services)
    answer = await send(payer, WITHDRAW, password=PASSWORD)
    (payment,) = payments(services)
    assert answer.headers["location"] == f"/payments/{payment.payment_id}"
    assert services.wallet.available(ana) == 50
    answer = await send(payer, WITHDRAW, password=PASSWORD, key="another-key", amount="50,01")
    assert answer.status_code == 422
    assert "Você tem R$\u00a050,00" in answer.text


async def test_who_has_no_password_is_sent_to_prove_and_finds_the_form_again(
    payer: Browser, services: Services, ana: int
) -> None:
    change(services, "update sessions set elevated_at = null where user_id = :user", ana)
    change(services, "update users set password = null where user_id = :user", ana)
    answer = await send(payer, WITHDRAW)
    assert answer.headers["location"] == (
        "/account/verify?next=%2Fwallet%2Fwithdraw%3Famount%3D150%252C00"
    )


async def test_the_statement_goes_home_as_csv_to_its_owner_alone(
    payer: Browser, doors: FastAPI, services: Services, ana: int
) -> None:
    services.wallet.demo_top_up(ana, Decimal("1234.50"), key="play")
    answer = await payer.get("/wallet/statement.csv?kind=in")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert ";1234,50;1234,50;" in answer.text
    assert "1234" not in (await payer.get("/wallet/statement.csv?kind=out")).text
    assert (await Browser(doors).get("/wallet/statement.csv")).status_code == 401
