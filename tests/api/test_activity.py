"""One tap in the list of bids: a bid like any other, once, with a second look at large sums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from api import activity
from services.bootstrap import Services
from tests.api.conftest import Browser
from tests.house import House

JSON = {"accept": "application/json"}


@pytest.fixture
def house(services: Services, ana: int) -> Iterator[House]:
    services.clock.set_by_database()
    made = House(services.database.url, clock=services.clock)
    made.change(
        "update users set cpf = '11144477735', email_verified_at = now() where user_id = :u", u=ana
    )
    made.pay_in(ana, 9000)
    services.bids.desk.start()
    yield made
    services.bids.desk.stop()
    made.leave()


@pytest.fixture
def lot(house: House, ana: int) -> int:
    """A lot on which Ana has been outbid, at R$ 105,00."""
    number = house.lot(opening=100)
    bia = house.person("bia", money=9000)
    house.batch(house.request(ana, number, 100))
    house.batch(house.request(bia, number, 105))
    return number


@pytest.fixture
async def bidder(doors: FastAPI, services: Services, house: House) -> Browser:
    activity.register(doors, services)
    browser = Browser(doors)
    await browser.log_in()
    return browser


async def tap(browser: Browser, lot: int, amount: str, **fields: str) -> dict[str, Any]:
    csrf = (await browser.marks())["csrf"]
    form = {"csrf": csrf, "amount": amount, "key": "a1b2c3d4e5f6", **fields}
    answer = await browser.post(f"/activity/bid/{lot}", data=form, headers=JSON)
    return {"status": answer.status_code, **answer.json()}


async def test_the_sum_on_the_button_is_bid_once_however_often_it_is_sent(
    bidder: Browser, house: House, lot: int, ana: int
) -> None:
    first = await tap(bidder, lot, "110.00")
    assert (first["status"], first["accepted"], first["standing"]) == (200, True, "leading")
    assert first["said"] == "Lance de R$\u00a0110,00 confirmado. Você está vencendo."
    assert await tap(bidder, lot, "110.00") == first
    auction = house.auction(lot)
    assert (auction["leader_id"], auction["bid_count"]) == (ana, 3)


async def test_a_price_that_has_moved_is_refused_and_never_raised(
    bidder: Browser, house: House, lot: int
) -> None:
    house.batch(house.request(house.person("caio", money=9000), lot, 150))
    refused = await tap(bidder, lot, "110.00")
    assert (refused["accepted"], refused["code"]) == (False, "below_min_next")
    assert house.auction(lot)["bid_count"] == 3


async def test_what_is_above_a_thousand_is_shown_before_it_is_offered(
    bidder: Browser, house: House, ana: int
) -> None:
    lot = house.lot(opening=2000)
    bia = house.person("bia", money=9000)
    house.batch(house.request(ana, lot, 2000))
    house.batch(house.request(bia, lot, 2050))
    cover = house.rooms.public(lot).minimum
    looked = await tap(bidder, lot, f"{cover:.2f}")
    assert "Um lance é um compromisso de compra" in looked["confirm"]
    assert 'name="confirmed" value="on"' in looked["confirm"]
    assert house.auction(lot)["leader_id"] == bia
    made = await tap(bidder, lot, f"{cover:.2f}", confirmed="on", key="f6e5d4c3b2a1")
    assert made["standing"] == "leading"
    assert house.auction(lot)["leader_id"] == ana


async def test_without_scripts_the_answer_is_read_on_the_page(bidder: Browser, lot: int) -> None:
    csrf = (await bidder.marks())["csrf"]
    form = {"csrf": csrf, "amount": "110.00", "key": "a1b2c3d4e5f6"}
    answer = await bidder.post(f"/activity/bid/{lot}", data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/activity?lot={lot}&bid=a1b2c3d4e5f6"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"csrf": "guessed"}, 403),
        ({"amount": "110,00"}, 422),
        ({"amount": "1e3"}, 422),
        ({"amount": ""}, 422),
        ({"key": "short"}, 422),
        ({"key": "' or 1=1; --"}, 422),
    ],
)
async def test_a_form_that_is_not_ours_bids_nothing(
    bidder: Browser, house: House, lot: int, fields: dict[str, str], status: int
) -> None:
    answer = await tap(bidder, lot, **{"amount": "110.00", **fields})
    assert answer["status"] == status
    assert house.auction(lot)["bid_count"] == 2


async def test_standings_are_the_askers_own(bidder: Browser, house: House, lot: int) -> None:
    other = house.lot(opening=100)
    told = (await bidder.get(f"/api/activity?ids={lot},{other}")).json()
    assert list(told["parts"]) == [str(lot)]
    assert "Superaram seu lance" in told["parts"][str(lot)]
    assert told["counts"]["bidding"] == "1"
    assert (await bidder.get("/api/activity?ids=x")).status_code == 422
