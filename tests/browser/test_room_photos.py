"""Photos of a lot looked at closely: with keys, wheel, buttons, and two fingers."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.house import House

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
Enter = Callable[..., Page]


def test_a_photo_is_looked_at_closely_with_keys_wheel_and_buttons(
    house: House, enter: Enter
) -> None:
    lot = house.one("select min(product_id) from products where outcome is null")
    page = enter(lot)
    dialog, large = page.locator("[data-dialog]"), page.locator("[data-large]")
    level, move = page.locator("[data-level]"), "image => image.style.transform"
    page.locator(".gallery__slide a").first.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("+")
    expect(level).to_have_text("150%")
    page.keyboard.press("+")
    before = large.evaluate(move)
    page.keyboard.press("ArrowRight")
    assert large.evaluate(move) != before, "an arrow moves about a close photo"
    expect(page.locator("[data-caption]")).to_contain_text("1 / ")
    page.keyboard.press("0")
    expect(level).to_have_text("100%")
    assert large.evaluate(move) == ""
    page.keyboard.press("-")
    expect(level).to_have_text("100%")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-caption]")).to_contain_text("2 / ")

    dialog.get_by_role("button", name="Ampliar").click()
    dialog.get_by_role("button", name="Ampliar").click()
    before = large.evaluate(move)
    dialog.get_by_role("button", name="Ver mais à direita").click()
    assert large.evaluate(move) != before
    dialog.get_by_role("button", name="Ver a foto inteira").click()
    expect(level).to_have_text("100%")
    page.mouse.move(400, 300)
    page.mouse.wheel(0, -300)
    expect(level).not_to_have_text("100%")
    before = large.evaluate(move)
    page.mouse.down()
    page.mouse.move(300, 220, steps=4)
    page.mouse.up()
    assert large.evaluate(move) != before, "a close photo follows the hand"
    assert barriers(page) == []

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".gallery__slide a").nth(1)).to_be_focused()
    expect(page.locator(".gallery__thumb").nth(1)).to_have_attribute("aria-current", "true")


def test_two_fingers_and_two_taps_enlarge_and_a_swipe_leafs(house: House, enter: Enter) -> None:
    lot = house.one("select min(product_id) from products where outcome is null")
    page = enter(lot, **PHONE)
    level = page.locator("[data-level]")
    page.locator(".gallery__slide a").first.tap()
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *places: tuple[int, int]) -> None:
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", (160, 300), (200, 300))
    fingers("touchMove", (130, 300), (230, 300))
    fingers("touchMove", (110, 300), (250, 300))
    fingers("touchEnd")
    expect(level).to_have_text(re.compile("3[0-9]{2}%"))
    page.locator("[data-zoom=fit]").tap()
    expect(level).to_have_text("100%")
    page.touchscreen.tap(180, 250)
    expect(level).to_have_text("100%")
    page.wait_for_timeout(400)
    page.touchscreen.tap(180, 250)
    page.touchscreen.tap(180, 250)
    expect(level).to_have_text("250%")
    page.locator("[data-zoom=fit]").tap()
    fingers("touchStart", (300, 300))
    fingers("touchMove", (200, 302))
    fingers("touchMove", (90, 304))
    fingers("touchEnd")
    expect(page.locator("[data-caption]")).to_contain_text("2 / ")
