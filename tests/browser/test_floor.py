"""A live session in three browsers: the auctioneer's, the hall's display, a bidder's at home."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.house import House
from tests.services.test_floor import auctioneer

WHY = "Falha geral de energia no salão"


def test_what_the_auctioneer_says_and_stops_is_seen_in_the_hall_and_at_home(
    visit: Callable[..., Page], enter: Callable[..., Page], house: House
) -> None:
    who = auctioneer(house, "leiloeira-do-salao")
    house.person("em-casa", money=5000)
    lot, after = (
        house.lot(who, auction_type="judicial", ends_in=seconds, product_name=f"Peça {seconds}")
        for seconds in (900, 1800)
    )
    console = visit(f"/auctioneer/{lot}", who="leiloeira-do-salao")
    hall, home = visit(f"/auction/{lot}/display"), enter(lot, "em-casa")
    for page in (console, hall):
        assert barriers(page) == []
    assert hall.locator("button, a, input, form").count() == 0, "nothing to press"

    console.keyboard.press("1")
    console.keyboard.press("Alt+Digit1")
    console.keyboard.press("Alt+Shift+Digit1")
    for page, place in ((hall, ".display__said"), (home, ".said li >> nth=0")):
        expect(page.locator(place)).to_contain_text("Dou-lhe uma…")
    console.fill("#words", "Uma obra <b>rara</b>.")
    console.keyboard.press("Enter")
    expect(hall.locator(".display__said")).to_have_text("Uma obra <b>rara</b>.")
    expect(home.locator(".said li")).to_have_count(2)

    bidder = house.one("select user_id from users where username = 'em-casa'")
    house.batch(house.request(bidder, lot, 150))
    for page in (console, hall):
        expect(page.locator("[data-live=leader]")).to_have_text("Licitante 1")
        expect(page.locator("[data-live=price]")).to_contain_text("100,00")
    expect(console.locator("[data-before-bids]")).to_be_hidden()

    console.fill("#reason", WHY)
    console.keyboard.press("Alt+Shift+KeyP")
    expect(hall.locator("[data-live=clock]")).to_have_text("Pausado")
    expect(home.locator(".bid-box")).to_contain_text("suspenso", ignore_case=True)
    expect(console.locator("[aria-keyshortcuts='Alt+Shift+R']")).to_be_visible()
    console.keyboard.press("Alt+Shift+KeyR")
    expect(hall.locator("[data-live=clock]")).to_contain_text(":")
    expect(home.locator(".said li >> nth=0")).to_contain_text("O lote continua")

    hall.context.set_offline(True)
    expect(hall.locator(".display__lost")).to_contain_text("Sem conexão", timeout=10_000)
    hall.context.set_offline(False)
    expect(hall.locator(".display__lost")).to_be_empty(timeout=15_000)
    console.get_by_role("button", name="Chamar Peça 1800").click()
    expect(console).to_have_url(f"{console.url.split('/auctioneer')[0]}/auctioneer/{after}")
    expect(hall.locator("h1")).to_have_text("Peça 1800")


def test_without_scripts_the_console_is_plain_forms(
    visit: Callable[..., Page], house: House
) -> None:
    who = auctioneer(house, "leiloeira-sem-script")
    lot = house.lot(who, auction_type="judicial", ends_in=900)
    console = visit(f"/auctioneer/{lot}", who="leiloeira-sem-script", java_script_enabled=False)
    console.click("text=Dou-lhe duas…")
    expect(console.locator("[data-log]")).to_contain_text("Dou-lhe duas…")
    console.locator("#reason").evaluate("field => { field.minLength = 0; field.value = 'curto' }")
    console.click("text=Pausar o lote")
    expect(console.locator(".notice--danger")).to_contain_text("pelo menos 10 letras")
    expect(console.locator("#reason")).to_have_value("curto")
