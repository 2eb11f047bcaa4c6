"""A court's lot in the browser: what is declared once, next to the button, before the first bid."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.house import House


def test_on_a_court_s_lot_one_tick_comes_before_the_first_bid(
    enter: Callable[..., Page], house: House
) -> None:
    seller = house.one("select user_id from users where username = 'frota'")
    house.person("arrematante-zelosa", money=5000)
    lot = house.lot(seller, auction_type="judicial", product_name="Casa penhorada", ends_in=7200)
    page = enter(lot, "arrematante-zelosa")
    tick = page.get_by_role("checkbox", name="Declaro que nada me impede")
    page.click(".bid-form .btn--primary")
    expect(tick).to_be_focused()
    expect(page.locator("#declare-error")).to_be_visible()
    expect(page.locator("[role=alert]")).to_have_text(
        "Marque esta declaração para dar o seu lance."
    )
    assert barriers(page) == []
    assert house.one("select count(*) from bid_intents where product_id = :lot", lot=lot) == 0
    page.keyboard.press("Space")
    expect(page.locator("#declare-error")).to_be_hidden()
    page.keyboard.press("Tab")
    page.locator(".bid-form .btn--primary").press("Enter")
    expect(page.locator(".band--success")).to_be_visible()
    asked = "select notice from declarations where product_id = :lot"
    assert house.one(asked, lot=lot) == 1
    expect(tick).to_have_count(0)
