"""The list of bids, live: outbid and won back with one tap, without leaving it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers, barriers_of_colour
from tests.house import House

PHONE = {"viewport": {"width": 390, "height": 800}, "reduced_motion": "reduce"}


def test_a_lead_is_lost_and_won_back_in_the_list(visit: Callable[..., Page], house: House) -> None:
    ana, bia = (house.person(f"busy-{name}", money=9000) for name in ("ana", "bia"))
    lot, dear = house.lot(opening=100), house.lot(opening=2000)
    house.batch(house.request(ana, lot, 100))
    house.batch(house.request(ana, dear, 2000))
    house.batch(house.request(bia, dear, 2050))
    page = visit("/activity", who="busy-ana", **PHONE)
    page.wait_for_selector("[data-living]")
    here, there = (page.locator(f"[data-card='{number}']") for number in (lot, dear))
    expect(here).to_contain_text("Você está vencendo")
    expect(page.locator("[data-activity-head]")).to_contain_text("R$\u00a0100,00")
    assert barriers(page) == []

    house.batch(house.request(bia, lot, 105))
    expect(here).to_contain_text("Superaram seu lance", timeout=2000)
    expect(here.locator("[data-part=amount]")).to_have_text("R$\u00a0105,00")
    expect(page.locator("[data-activity-head]")).to_contain_text("R$\u00a00,00")
    page.wait_for_timeout(600)  # a tap meant for an older price counts for nothing
    here.get_by_role("button", name="Cobrir com R$\u00a0110,00").click()
    expect(page.locator(".toast--success")).to_contain_text("Você está vencendo")
    expect(here).to_contain_text("Você está vencendo")
    assert house.auction(lot)["leader_id"] == ana

    cover = there.get_by_role("button", name="Cobrir com")
    cover.click()
    look = page.get_by_role("dialog")
    expect(look).to_contain_text("Um lance é um compromisso de compra")
    assert barriers(page) == []
    page.keyboard.press("Escape")
    assert house.auction(dear)["leader_id"] == bia
    cover.click()
    look.get_by_role("button", name="Confirmar lance").click()
    expect(there).to_contain_text("Você está vencendo")
    expect(look).to_be_hidden()


def test_bids_are_made_without_scripts_too_and_every_tab_is_open_to_all(
    visit: Callable[..., Page], house: House
) -> None:
    ana, bia = (house.person(f"plain-{name}", money=9000) for name in ("ana", "bia"))
    lot = house.lot(opening=2000)
    house.batch(house.request(ana, lot, 2000))
    house.batch(house.request(bia, lot, 2050))
    page = visit("/activity", who="plain-ana", java_script_enabled=False)
    page.get_by_role("button", name="Cobrir com").click()
    page.get_by_role("button", name="Confirmar lance").click()
    expect(page.locator(".notice--success")).to_contain_text("Você está vencendo")
    assert house.auction(lot)["leader_id"] == ana

    page = visit("/activity", who="plain-bia", chosen={"theme": "dark"})
    house.watching.watch(bia, lot)
    for tab in ("Favoritos", "Arrematados", "Não levei", "Ofertas"):
        page.get_by_role("link", name=tab).first.click()
        expect(page.locator("[aria-current=page].chip")).to_contain_text(tab)
        assert barriers_of_colour(page) == []
