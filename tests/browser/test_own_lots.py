"""A seller follows the own lots and takes one back, and whoever is in the room sees it go."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.house import House


def test_a_lot_withdrawn_is_gone_for_who_watches_it(
    visit: Callable[..., Page], enter: Callable[..., Page], house: House
) -> None:
    seller = house.one("select user_id from users where username = 'frota'")
    lot = house.lot(seller, product_name="Serra de fita retirada", reserve=900)
    bruno = house.one("select user_id from users where username = 'bruno'")
    house.watching.watch(bruno, lot)
    watcher = enter(lot, "bruno")
    page = visit("/selling", who="frota")
    row = page.locator(f"[data-card='{lot}']")
    expect(row).to_contain_text("1 pessoa acompanha")
    assert barriers(page) == []
    row.locator("h2 a").click()
    page.wait_for_url(f"**/selling/{lot}")
    page.click(".more summary")
    page.fill("#withdraw-reason", "   ")
    page.click(".more .btn--danger")
    expect(page.locator("#withdraw-refusal")).to_be_visible()
    assert barriers(page) == []
    page.fill("#withdraw-reason", "A lâmina trincou no transporte")
    page.click(".more .btn--danger")
    page.wait_for_url(f"**/selling/{lot}?done=free")
    expect(page.locator(".notice--success")).to_contain_text("retirado da venda")
    expect(page.locator("[data-part=badge]").first).to_contain_text("Cancelado")
    expect(watcher.locator(".room")).to_have_attribute("data-state", "canceled")
    page.goto("/selling?tab=ended")
    expect(page.locator(f"[data-card='{lot}']")).to_contain_text("Pôr de novo à venda")


def test_figures_move_with_the_bids(visit: Callable[..., Page], house: House) -> None:
    seller = house.one("select user_id from users where username = 'frota'")
    lot = house.lot(seller, product_name="Furadeira ao vivo", opening=100, seller_rate=8)
    bruno = house.one("select user_id from users where username = 'bruno'")
    house.batch(house.request(bruno, lot, 100))
    page = visit(f"/selling/{lot}", who="frota")
    expect(page.locator("[data-net]")).to_have_text("R$\u00a092,00")
    house.batch(house.request(house.person("rival-of-bruno", money=900), lot, 205))
    expect(page.locator("[data-part=amount]")).to_have_text("R$\u00a0105,00")
    expect(page.locator("[data-net]")).to_have_text("R$\u00a096,60")


def test_a_lot_is_duplicated_from_the_list(visit: Callable[..., Page], house: House) -> None:
    seller = house.one("select user_id from users where username = 'frota'")
    lot = house.lot(seller, product_name="Torno mecânico em dobro", opening=100)
    page = visit("/selling", who="frota")
    page.locator(f"[data-card='{lot}']").get_by_role("button", name="Duplicar").click()
    page.wait_for_url("**/new/auction/*?step=details")
    expect(page.locator("#product_name")).to_have_value("Torno mecânico em dobro")
    page.goto("/selling?tab=drafts")
    expect(page.locator(".own__title").first).to_have_text("Torno mecânico em dobro")
    assert house.auction(lot)["product_name"] == "Torno mecânico em dobro"
    page.goto(f"/selling/{lot}")
    expect(page.get_by_role("button", name="Duplicar")).to_be_visible()
    assert barriers(page) == []
