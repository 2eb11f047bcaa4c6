"""The bell on a phone: outbid elsewhere, told within two seconds, answered with one tap."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.house import House

SOON_MS = 2000
PHONE = {"viewport": {"width": 390, "height": 800}, "reduced_motion": "reduce"}


def test_who_is_outbid_is_told_at_once_and_answers_with_one_tap(
    visit: Callable[..., Page], house: House
) -> None:
    ana, bia = (house.person(f"told-{name}", money=9000) for name in ("ana", "bia"))
    lot = house.lot(opening=100, product_name="Sino de bronze")
    house.batch(house.request(ana, lot, 100))
    page = visit("/terms", who="told-ana", **PHONE)
    page.wait_for_selector("[data-bell][data-listening]")
    bell = page.get_by_role("link", name="Notificações")
    expect(page.locator("[data-unread]")).to_be_hidden()

    house.batch(house.request(bia, lot, 200))
    expect(page.locator("[data-unread]")).to_have_text("1", timeout=SOON_MS)
    expect(bell).to_have_accessible_name("Notificações 1 não lida")
    told = page.locator("#toasts .toast--danger")
    expect(told).to_contain_text("Superaram seu lance em “Sino de bronze”: agora R$\u00a0105,00")
    assert barriers(page) == []

    bell.click()
    page.wait_for_url("**/notifications")
    page.wait_for_selector("[data-bell][data-listening]")
    expect(page.get_by_role("heading", name="Hoje")).to_be_visible()
    assert barriers(page) == []
    house.batch(house.request(ana, lot, 300))
    house.batch(house.request(bia, lot, 305))
    expect(page.locator(".news__one--new")).to_have_count(2, timeout=SOON_MS)
    page.locator(".news__link").first.click()
    page.wait_for_url(f"**/auction/{lot}")
    page.wait_for_function("window.did_handshake === true")
    cover = page.locator(".bid-form .btn--primary")
    expect(cover).to_have_text("Cobrir com R$\u00a0310,00")
    page.wait_for_timeout(600)  # a tap meant for an older price counts for nothing
    cover.click()
    expect(page.locator(".bid-box")).to_contain_text("Lance de R$\u00a0310,00 confirmado")
    assert house.auction(lot)["leader_id"] == ana
