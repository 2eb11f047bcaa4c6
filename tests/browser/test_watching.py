"""Hearts in a real browser: pressed with and without scripts, and by somebody not logged in."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import PASSWORD, settled
from tests.browser.listing_page import tell, with_an_ear
from tests.house import House


def log_in(page: Page) -> None:
    page.fill("[name=username]", "bruno")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")


def test_a_lot_is_watched_found_again_and_let_go(page: Page, house: House) -> None:
    lot = house.lot(ends_in=90, product_name="Lampião de vigia")
    with_an_ear(page.context)
    page.emulate_media(reduced_motion="reduce")

    page.goto(f"/auction/{lot}")
    settled(page)
    page.click(".watch__button")
    page.wait_for_url(re.compile(f"/login\\?next=%2Fauction%2F{lot}"))
    log_in(page)
    page.wait_for_url(f"**/auction/{lot}")
    settled(page)
    button = page.locator(".watch__button")
    expect(button).to_have_text("Favoritar", use_inner_text=True)
    button.click()
    expect(button).to_have_text("Nos favoritos", use_inner_text=True)
    expect(page.locator("[data-watchers]")).to_have_text("1 pessoa acompanha")
    expect(page.locator("#toasts[role=status] .toast p")).to_have_text(
        "Lote guardado nos seus favoritos."
    )
    expect(button).to_be_focused()
    assert barriers(page) == []

    page.goto("/")
    settled(page)
    rail = page.locator(".rail:has(#watched)")
    hearts = page.locator(f".heart[formaction='/auction/{lot}/watch']")
    expect(rail.locator(f"[data-card='{lot}']")).to_be_visible()
    expect(hearts).to_have_count(2)  # it ends soon, too
    tell(page, {"auction": lot, "price": "777.00", "bids": 9})
    expect(page.locator(f"[data-card='{lot}'] [data-part=amount]")).to_have_text(
        ["R$\u00a0777,00"] * 2
    )
    page.route("**/watch", lambda route: route.abort())
    hearts.first.click()
    expect(page.locator(".toast--danger")).to_contain_text("Tente de novo")
    expect(hearts.first).to_have_attribute("aria-pressed", "true")
    page.unroute("**/watch")
    hearts.first.click()
    for heart in hearts.all():
        expect(heart).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".toast")).to_have_count(2)
    page.locator(".toast--success .toast__close").click()
    expect(page.locator(".toast")).to_have_count(1)
    page.goto("/?state=watched")
    expect(page.locator(f"[data-card='{lot}']")).to_have_count(0)


def test_a_heart_moves_the_number_on_every_screen_and_nothing_else(
    browser: Browser, browser_context_args: dict[str, Any], house: House
) -> None:
    lot = house.lot(ends_in=900, product_name="Lampião à vista de todos")
    people = [house.person(name) for name in ("vigia", "ronda")]
    phone = {"width": 320, "height": 640}
    context = browser.new_context(**{**browser_context_args, "viewport": phone})
    page = context.new_page()
    page.goto(f"/auction/{lot}")
    settled(page)
    stands = "document.querySelector('.bid-box').getBoundingClientRect().top"
    number, before = page.locator("[data-watchers]"), page.evaluate(stands)
    expect(number).to_have_text("")
    where, heart = (page.locator(one).bounding_box() for one in (".room__where", ".watch"))
    assert where
    assert heart
    assert abs(where["y"] - heart["y"]) < 20, "side by side on the smallest phone"
    for person in people:
        house.watching.watch(person, lot)
    expect(number).to_have_text("2 pessoas acompanham")
    assert page.evaluate(stands) == before, "nothing is pushed"
    house.watching.forget(people[0], lot)
    expect(number).to_have_text("1 pessoa acompanha")
    context.set_offline(True)
    house.watching.forget(people[1], lot)
    context.set_offline(False)
    expect(number).to_have_text("")
    context.close()


def test_hearts_need_no_script(
    browser: Browser, browser_context_args: dict[str, Any], house: House
) -> None:
    lot = house.lot(ends_in=60, product_name="Lampião sem roteiro")
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/login?next=/?q=roteiro")
    log_in(page)
    heart = page.locator(f"[data-card='{lot}'] .heart")
    heart.click()
    assert "q=roteiro" in page.url, "one stays where one was"
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.goto(f"/auction/{lot}")
    expect(page.locator(".bid-box noscript .notice")).to_be_visible()
    context.close()
