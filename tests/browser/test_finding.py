"""Finding lots in a real browser: narrowed on a phone, shared, gone back from, kept and told of."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import PASSWORD, settled
from tests.house import House

PHONE = {"width": 390, "height": 844}


def test_a_phone_narrows_shares_and_goes_back(page: Page, browser: Browser) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.emulate_media(reduced_motion="reduce")
    page.goto("/?category=veiculos&state=all")
    settled(page)
    whole = page.locator("[data-card]").count()
    page.click("[data-sheet]")
    sheet = page.get_by_role("dialog", name="Filtros")
    expect(sheet).to_be_visible()
    expect(page.locator("#close-filters")).to_be_focused()
    assert barriers(page) == []
    place = sheet.locator(".filter", has_text="Estado").locator(".pick").first
    said = int(place.locator(".pick__count").inner_text())
    assert 0 < said < whole
    place.locator("input").check()
    show = sheet.locator("[data-show]")
    expect(show).to_have_text(re.compile(rf"^Ver {said} resultado"))
    expect(place.locator("input")).to_be_focused()
    show.click()
    expect(sheet).to_be_hidden()
    expect(page.locator("[data-card]")).to_have_count(said)
    expect(page.locator(".applied .chip")).to_have_count(1)
    assert barriers(page) == []

    other = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    other.goto(page.url)
    expect(other.locator("[data-card]")).to_have_count(said)
    other.close()

    page.locator(".lot__title a").first.click()
    page.wait_for_url("**/auction/*")
    page.go_back()
    expect(page.locator("[data-card]")).to_have_count(said)
    page.go_back()
    expect(page.locator("[data-card]")).to_have_count(whole)
    expect(page.locator(".applied .chip")).to_have_count(0)
    page.click("[data-sheet]")
    page.keyboard.press("Escape")
    expect(page.locator("[data-sheet]")).to_be_focused()


def test_all_of_it_works_without_scripts(
    browser: Browser, browser_context_args: dict[str, Any]
) -> None:
    context = browser.new_context(
        **{**browser_context_args, "viewport": PHONE}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/?category=veiculos&state=all")
    page.click(".orders__filters")
    page.fill("#price-min", "20.000")
    page.fill("#price-max", "R$ 100.000")
    page.click(".filters__go")
    page.wait_for_url(re.compile("min=20.000"))
    expect(page.locator(".applied .chip")).to_have_text(re.compile("de R\\$.20.000 a R\\$.100.000"))
    assert page.locator("[data-card]").count() > 0
    page.locator(".applied .chip").click()
    expect(page.locator(".applied .chip")).to_have_count(0)
    page.goto("/?state=all&look=list")
    page.locator("[rel=next]").click()
    page.wait_for_url(re.compile("after="))
    page.locator("[rel=prev]").click()
    expect(page.locator("[rel=next]")).to_be_visible()
    context.close()


def test_a_search_is_kept_and_a_new_lot_rings(page: Page, house: House) -> None:
    page.goto("/login?next=/?q=zabumba")
    page.fill("[name=username]", "bruno")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/\?q=zabumba$"))
    settled(page)
    expect(page.locator(".empty h2")).to_have_text("Nenhum lote com estes filtros")
    assert page.locator(".nearest [data-card]").count() > 0
    page.click(".keep__open")
    assert barriers(page) == []
    page.fill("#keep-name", "Zabumbas")
    page.click(".keep__form button")
    page.wait_for_url(re.compile(r"/searches\?kept="))
    expect(page.locator(".searches__one h2")).to_have_text("Zabumbas")
    assert barriers(page) == []

    page.goto("/?q=zabumba")
    settled(page)
    lot = house.lot(product_name="Zabumba de couro", ends_in=900)
    fresh = page.locator("[data-fresh]")
    expect(fresh).to_have_text("1 novo lote", timeout=15_000)
    expect(page.locator("[data-unread]")).not_to_be_hidden(timeout=15_000)
    fresh.click()
    expect(page.locator(f"[data-results] [data-card='{lot}']")).to_be_visible()
    expect(fresh).to_be_hidden()
    page.goto("/notifications")
    expect(page.locator(".news__link").first).to_contain_text("Zabumbas")

    page.goto("/searches")
    page.select_option(".searches__pace select", "off")
    page.wait_for_url("**/searches#search-*")
    expect(page.locator(".searches__pace select")).to_have_value("off")
    page.click("form[action$='/forget'] button")
    expect(page.locator(".empty h2")).to_have_text("Você ainda não salvou buscas")
    assert barriers(page) == []
