"""A bid typed wrong is taken back: all see the price fall and why, and the right one follows."""

from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.house import House


def test_a_bid_taken_back_is_seen_to_go_by_all(enter: Callable[..., Page], house: House) -> None:
    seller = house.one("select user_id from users where username = 'frota'")
    bruno = house.one("select user_id from users where username = 'bruno'")
    lot = house.lot(seller, product_name="Bigorna errada", opening=10, ends_in=2 * 86400)
    rival = house.person("rival-of-bigorna", money=900)
    house.batch(house.request(rival, lot, 40))
    house.batch(house.request(bruno, lot, 400, confirmed=True))
    watcher, page = enter(lot), enter(lot, "bruno")
    expect(watcher.locator(".bid-box__sum")).to_have_text("R$\u00a041,00")
    page.click("text=Retirar meu lance")
    page.wait_for_url(f"**/auction/{lot}/retract")
    assert barriers(page) == []
    page.check("[value=description_changed]")
    page.click("text=Retirar o lance")
    expect(page.locator("#what-refusal")).to_be_visible()
    assert barriers(page) == []
    page.check("[value=typing_error]")
    page.click("text=Retirar o lance")
    page.wait_for_url(f"**/auction/{lot}*")
    expect(watcher.locator(".bid-box__sum")).to_have_text("R$\u00a010,00")
    expect(watcher.locator(".bid-box .notice")).to_contain_text("retirado")
    expect(watcher.locator(".history__gone")).to_contain_text("anulado")
    expect(watcher.locator(".history")).to_contain_text("bruno retirou o lance")
    assert barriers(watcher) == []
    expect(page.locator(".bid-box .notice")).to_contain_text("valor certo")
    expect(page.locator("#amount")).to_be_focused()
    page.fill("#amount", "20")
    page.click(".bid-form .btn--primary")
    confirm = page.locator(".confirm .btn--primary")
    if confirm.count():
        confirm.click()
    expect(page.locator(".history")).to_contain_text("recalculado")
    assert house.auction(lot)["price"] >= Decimal(10)
