"""Both sides of a sale rate each other in their browsers, and the lot's page tells all."""

from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers, barriers_of_colour
from tests.house import House
from tests.services.payments.conftest import office_of
from tests.till import Till


def test_both_sides_rate_and_all_read_it(visit: Callable[..., Page], house: House) -> None:
    seller, bruno = (
        house.one("select user_id from users where username = :n", n=name)
        for name in ("frota", "bruno")
    )
    house.pay_in(bruno, 3000)
    lot = house.lot(
        seller, opening=100, buy_now=Decimal(500), product_name="Bússola avaliada",
        hold_policy="fixed_deposit", hold_value=Decimal(600),
    )  # fmt: skip
    house.batch(house.request(bruno, lot, 500, buy_now=True))
    payment = house.one("select payment_id from payments where product_id = :lot", lot=lot)
    office_of(house, Till()).deliveries.confirm(bruno, payment)
    buyer = visit(f"/payments/{payment}", who="bruno")
    buyer.click("text=Avaliar o vendedor")
    buyer.wait_for_url("**/rating")
    assert barriers(buyer) == []
    buyer.check("[name=stars][value='4']")
    buyer.fill("#words", "Bem embalada.")
    buyer.click("text=Enviar avaliação")
    expect(buyer.locator(".rating")).to_contain_text("Ainda oculta")
    sold = visit(f"/payments/{payment}/rating", who="frota", viewport={"width": 390, "height": 800})
    expect(sold.locator(".rating")).not_to_contain_text("Bem embalada.")
    sold.check("[name=stars][value='5']")
    sold.click("text=Enviar avaliação")
    expect(sold.locator("#theirs ~ .said")).to_contain_text("Bem embalada.")
    sold.fill("#reply", "Obrigado pela compra.")
    sold.click("text=Responder")
    expect(sold.locator(".said__reply")).to_contain_text("Obrigado")
    assert barriers(sold) == []
    assert sold.evaluate("document.documentElement.scrollWidth <= innerWidth")
    anybody = visit(f"/auction/{lot}")
    expect(anybody.locator(".seller__rating")).to_contain_text("4,0 de 5")
    anybody.click(".seller__name a")
    anybody.wait_for_url("**/seller/*")
    expect(anybody.locator(".said").first).to_contain_text("Bem embalada.")
    assert barriers(anybody) == []
    anybody.emulate_media(color_scheme="dark")
    assert barriers_of_colour(anybody) == []
