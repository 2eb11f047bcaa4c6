"""A winner does not pay: the seller offers the lot, who came next answers, another is relisted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.payments.defaults import Defaults
from tests.browser.barriers import barriers, barriers_of_colour
from tests.house import House

Visit = Callable[..., Page]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def fallen(house: House) -> int:
    """A lot that Olga won and did not pay for; Nair came next."""
    seller = house.person("fall-seller", cpf="61390472850")
    olga, nair = (
        house.person(f"fall-{name}", cpf=cpf, money=500)
        for name, cpf in (("olga", "20581736435"), ("nair", "93714620516"))
    )
    lot = house.lot(
        seller,
        opening=10,
        soft_close_seconds=0,
        increment=Decimal(1),
        hold_policy="fixed_deposit",
        hold_value=Decimal(20),
    )
    for person, amount in ((nair, 80), (olga, 100)):
        house.batch(house.request(person, lot, amount, confirmed=True))
    house.change(
        "update products set end_datetime = now() - interval '3 s',"
        " original_end_datetime = now() - interval '3 s' where product_id = :lot",
        lot=lot,
    )
    house.closing.close_auction(lot)  # waits for the site, if that is at it already
    payment = house.one("select payment_id from payments where product_id = :lot", lot=lot)
    house.change("update payments set due_datetime = now() where payment_id = :p", p=payment)
    defaults_of(house).default(payment)
    return lot


def defaults_of(house: House) -> Defaults:
    """What ends sales, without a gateway: nothing is charged here."""
    nobody: Any = None
    herald = house.herald
    return Defaults(house.database, house.clock, nobody, nobody, house.sessions, herald, nobody)


def test_the_lot_goes_on_after_a_default(house: House, visit: Visit, fallen: int) -> None:
    own = f"/sales/lot/{fallen}"
    seller = visit(own, who="fall-seller")
    expect(seller.locator(".policy").nth(1)).to_contain_text("R$ 10,00")
    assert barriers(seller) == []
    seller.check("input[value=own_highest]")
    seller.click("text=Fazer a oferta")
    expect(seller.locator(".notice--success")).to_contain_text("Oferta feita")
    expect(seller.locator(".after")).to_contain_text("Aguardando")
    assert barriers(seller) == []

    number = house.one("select offer_id from offers where product_id = :lot", lot=fallen)
    nair = visit(f"/offers/{number}", who="fall-nair", viewport=PHONE, color_scheme="dark")
    expect(nair.locator(".costs__total")).to_contain_text("R$ 84,00")
    assert nair.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert barriers(nair) == []
    nair.click("text=Não, obrigado")
    expect(nair.locator(".after")).to_contain_text("Você recusou esta oferta")

    seller.goto(own)
    seller.fill("#relist-days", "99")
    seller.click("text=Pôr à venda")
    expect(seller.locator("#relist-days-problem")).to_have_text("De 1 a 60 dias.")
    expect(seller.locator("#relist-days")).to_have_value("99")
    assert barriers(seller) == []
    seller.fill("#relist-days", "2")
    seller.click("text=Pôr à venda")
    expect(seller.locator(".notice--success")).to_contain_text("de novo à venda")
    seller.click("text=Ver o novo leilão")
    expect(seller.locator("h1")).to_contain_text("Gravura")
    again = int(seller.url.rpartition("/")[2])
    olga = visit(f"/auction/{again}", who="fall-olga")
    expect(olga.locator(".bid-box")).to_contain_text("não pode dar lances nele")

    helena = visit("/admin/reconciliation", who="helena", viewport=PHONE)
    helena.click("text=Conferir agora")
    expect(helena.locator(".notice")).to_be_visible()
    assert helena.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert barriers(helena) == []
    for page in (helena, seller):
        page.emulate_media(color_scheme="dark")
        page.goto(own if page is seller else "/admin/reconciliation")
        assert barriers_of_colour(page) == []
