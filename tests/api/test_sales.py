"""The doors of a sale: what its own people do, in their words; to others it is not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from fastapi import FastAPI

from api import payments, sales
from services.billing.gateway import BillingType
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.house import House
from tests.stand_ins import ToldClock

D = Decimal


@pytest.fixture
def house(services: Services) -> Iterator[House]:
    """The same house an hour ago, where lots have ended already."""
    standing = House(services.database.url, clock=ToldClock(datetime.now(UTC) - timedelta(hours=1)))
    standing.told = standing.clock  # type: ignore[assignment]
    yield standing
    standing.leave()


@pytest.fixture
def people(house: House) -> dict[str, int]:
    """Who buys, who sells, who rules, and who has nothing to do with it."""
    return {
        name: house.person(name, money=money, admin=name == "helena")
        for name, money in {"bruna": 3000, "selma": 0, "helena": 0, "zeca": 0}.items()
    }


@pytest.fixture
def payment(house: House, people: dict[str, int]) -> int:
    """Bruna owes 1000 more of what she won from Selma."""
    lot = house.lot(
        people["selma"], opening=1000, ends_in=100, soft_close_seconds=0,
        hold_policy="fixed_deposit", hold_value=D(50), product_name="=Cadeira <b>",
    )  # fmt: skip
    house.bid(people["bruna"], lot, 1000, confirmed=True)
    house.after_end(lot)
    house.closing.close_due()
    number: int = house.one("select payment_id from payments where product_id = :l", l=lot)
    return number


@pytest.fixture
def opened(doors: FastAPI, services: Services) -> FastAPI:
    payments.register(doors, services)
    sales.register(doors, services)
    return doors


Comer = Callable[[str], Browser]


@pytest.fixture
def as_(opened: FastAPI, services: Services, people: dict[str, int]) -> Comer:
    """Give a browser in which somebody is logged in."""

    def come(name: str) -> Browser:
        token = services.sessions.open(people[name], ip=None, user_agent=None)
        return Browser(opened, cookies={"sid": token})

    return come


async def send(browser: Browser, path: str, **fields: str) -> tuple[int, str, str]:
    csrf = (await browser.marks())["csrf"]
    answer = await browser.post(path, data={"csrf": csrf, **fields})
    return answer.status_code, answer.headers.get("location", ""), answer.text


async def test_the_buyer_pays_and_confirms_and_the_seller_hands_over(
    as_: Comer, payment: int, services: Services, people: dict[str, int]
) -> None:
    bruna, selma = as_("bruna"), as_("selma")
    here = f"/payments/{payment}"
    mark = (await bruna.get(f"/api{here}")).json()["mark"]
    assert (await send(bruna, f"{here}/wallet", key="key-of-a-form"))[:2] == (
        303,
        f"{here}?done=wallet",
    )
    assert (await bruna.get(f"/api{here}")).json()["mark"] != mark
    status, _, again = await send(bruna, f"{here}/wallet", key="key-of-another")
    assert status == 409
    assert "Não há mais nada a pagar" in again
    status, _, empty = await send(selma, f"{here}/hand-over", how=" ")
    assert status == 422
    assert re.search(r'<textarea id="how"[^>]*aria-invalid="true"', empty)
    status, _, long = await send(selma, f"{here}/hand-over", how="x" * 201)
    assert status == 422
    assert "x" * 201 in long, "what was typed is kept"
    status, there, _ = await send(selma, f"{here}/hand-over", how="Na loja, das 9h às 17h")
    assert (status, there) == (303, f"{here}?done=hand-over")
    assert (await send(bruna, f"{here}/received"))[0] == 303
    assert services.wallet.wallet(people["selma"]).balance == D(950)


async def test_a_way_to_pay_is_chosen_among_those_there_are(
    as_: Comer, payment: int, services: Services
) -> None:
    bruna = as_("bruna")
    for way in ("", "UNDEFINED", "CASH", "pix"):
        assert (await send(bruna, f"/payments/{payment}/charge", way=way))[0] == 422
    assert (await send(bruna, f"/payments/{payment}/charge", way=BillingType.PIX))[0] == 303
    with services.database.transaction() as work:
        rows = work.connection.exec_driver_sql("select billing_type, value from charges").all()
    assert [tuple(row) for row in rows] == [("PIX", D(1000))]


@pytest.mark.parametrize("name", ["selma", "zeca", "helena"])
async def test_what_is_the_buyers_is_nobody_elses(
    as_: Comer, opened: FastAPI, payment: int, name: str, house: House
) -> None:
    other = as_(name)
    here = f"/payments/{payment}"
    sees = {"selma": 200, "zeca": 404, "helena": 200}[name]
    assert (await other.get(f"/api{here}")).status_code == sees
    for step in ("wallet", "charge", "received", "dispute"):
        fields = {"key": "key-of-a-form", "way": "PIX", "reason": "Nada"}
        status, _, _ = await send(other, f"{here}/{step}", **fields)
        assert status in ((404,) if step in ("wallet", "charge") else (404, 409)), step
    for step in ("guide", "ruling"):
        status, _, _ = await send(other, f"/admin{here}/{step}", ruling="seller", why="x")
        assert status == (403 if name != "helena" else {"guide": 404, "ruling": 404}[step])
    assert house.one("select count(*) from charges") == 0
    assert house.one("select from_wallet from payments where payment_id = :p", p=payment) == D(50)
    assert (await Browser(opened).get(f"/api{here}")).status_code == 401


async def test_a_dispute_is_told_in_words_and_ruled_by_the_house(
    as_: Comer, payment: int, services: Services, people: dict[str, int]
) -> None:
    bruna, helena = as_("bruna"), as_("helena")
    here = f"/payments/{payment}"
    await send(bruna, f"{here}/wallet", key="key-of-a-form")
    assert (await send(bruna, f"{here}/dispute", reason=""))[0] == 422
    reason = "Veio com <script>alert(1)</script>"
    assert (await send(bruna, f"{here}/dispute", reason=reason))[0] == 303
    status, _, shown = await send(bruna, f"{here}/received")
    assert status == 409
    assert "A compra está contestada" in shown
    assert "<script>alert(1)" not in shown
    status, _, wrong = await send(helena, f"/admin{here}/ruling", ruling="both", why="")
    assert status == 422
    assert wrong.count("field__refusal") == 2, "each field's at once"
    status, there, _ = await send(helena, f"/admin{here}/ruling", ruling="buyer", why="Procede.")
    assert (status, there) == (303, f"{here}?done=ruling")
    assert services.wallet.wallet(people["bruna"]).balance == D(3000)


async def test_what_was_sold_is_taken_away_as_a_file(
    as_: Comer, payment: int, services: Services
) -> None:
    selma = as_("selma")
    answer = await selma.get("/sales.csv")
    head, line = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Número;Vendido em;Lote;Situação")
    assert line.split(";")[2:7] == ["'=Cadeira <b>", "A pagar", "1000,00", "50,00", "950,00"]
    assert len((await as_("zeca").get("/sales.csv")).text.splitlines()) == 1
