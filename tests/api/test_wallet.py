"""Play money: added once, by its owner, from our own form, in an amount that can be read."""

from decimal import Decimal

import pytest
from fastapi import FastAPI

from api import wallet
from services.bootstrap import Services
from tests.api.conftest import Browser

KEY = "a-key-of-its-own"


@pytest.fixture
async def bidder(doors: FastAPI, services: Services, ana: int) -> Browser:
    wallet.register(doors, services)
    browser = Browser(doors)
    await browser.log_in()
    return browser


async def top_up(browser: Browser, amount: str, *, key: str = KEY) -> int:
    csrf = (await browser.marks())["csrf"]
    form = {"csrf": csrf, "amount": amount, "key": key}
    return (await browser.post("/wallet/demo-top-up", data=form)).status_code


def balance(services: Services, person: int) -> Decimal:
    return services.wallet.wallet(person).balance


async def test_money_arrives_and_the_wallet_is_shown(
    bidder: Browser, services: Services, ana: int
) -> None:
    csrf = (await bidder.marks())["csrf"]
    form = {"csrf": csrf, "amount": "1.234,56", "key": KEY}
    answer = await bidder.post("/wallet/demo-top-up", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/wallet?topped_up")
    assert balance(services, ana) == Decimal("1234.56")


async def test_the_same_form_sent_twice_counts_once(
    bidder: Browser, services: Services, ana: int
) -> None:
    assert [await top_up(bidder, "100"), await top_up(bidder, "100")] == [303, 303]
    assert balance(services, ana) == 100
    assert await top_up(bidder, "100", key="another-key") == 303
    assert balance(services, ana) == 200


@pytest.mark.parametrize("amount", ["", "0", "-5", "1,234", "1234.56", "NaN", "9.999.999.999,99"])
async def test_an_amount_that_cannot_be_taken_is_shown_again_and_nothing_is_written(
    bidder: Browser, services: Services, ana: int, amount: str
) -> None:
    csrf = (await bidder.marks())["csrf"]
    form = {"csrf": csrf, "amount": amount, "key": KEY}
    answer = await bidder.post("/wallet/demo-top-up", data=form)
    assert answer.status_code == 422
    assert f'value="{amount}" inputmode="decimal"' in answer.text
    assert 'id="demo-amount-refusal"' in answer.text
    assert balance(services, ana) == 0


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "a key with spaces", "é" * 10])
async def test_a_form_without_a_proper_key_is_refused(
    bidder: Browser, services: Services, ana: int, key: str
) -> None:
    assert await top_up(bidder, "100", key=key) == 422
    assert balance(services, ana) == 0


async def test_a_strangers_form_is_refused(bidder: Browser, services: Services, ana: int) -> None:
    form = {"csrf": "guessed", "amount": "100", "key": KEY}
    assert (await bidder.post("/wallet/demo-top-up", data=form)).status_code == 403
    assert balance(services, ana) == 0


async def test_nobody_logged_in_is_told_to_log_in(doors: FastAPI, services: Services) -> None:
    wallet.register(doors, services)
    assert await top_up(Browser(doors), "100") == 401
