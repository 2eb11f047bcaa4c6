"""Looks and comforts for everyone: chosen at once, kept, and nothing is lost by them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import settled

PAPERS = ["/how-it-works", "/terms", "/privacy", "/accessibility"]
LOOKS = ".menu--look > summary"
Visit = Callable[..., Page]
CUT = """
    () => [...document.querySelectorAll(
        ".lot__amount, .lot__title, .btn, .chip, h1, h2, h3, .bid-box__sum, .company *, dd, td"
    )].filter((place) => place.checkVisibility()
        && !place.closest(".visually-hidden, .gallery__strip, .grid--rail, .chips")
        && (place.getBoundingClientRect().right > innerWidth + 1
            || (getComputedStyle(place).overflowX !== "visible"
                && place.scrollWidth > place.clientWidth + 1)))
        .map((place) => `${place.className || place.tagName}: ${place.textContent.trim()}`)
"""


def log_in(page: Page, name: str = "ana") -> None:
    page.goto("/login")
    page.click(f"[data-fill-login='{name}']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/$"))
    settled(page)


def a_lot(page: Page) -> str:
    page.goto("/")
    return page.locator("[data-face=live] a").first.get_attribute("href") or ""


@pytest.mark.parametrize("comfort", ["200", "150.spacing.still.underlined.calm"])
def test_comfort_puts_up_no_barrier(visit: Visit, comfort: str) -> None:
    page = visit("/", chosen={"comfort": comfort})
    assert barriers(page) == []
    page.goto(a_lot(page))
    assert barriers(settled(page)) == []


def test_everything_can_be_chosen_without_scripts(visit: Visit) -> None:
    page = visit("/terms", java_script_enabled=False)
    for name, value in (("theme", "hc-dark"), ("text_size", "150"), ("calm", "on")):
        page.click(LOOKS)
        page.click(f".menu--look button[name={name}][value='{value}']")
        assert page.url.endswith("/terms"), "one stays where one was"
    html = page.request.get("/").text()
    assert "--bg:#000000" in html
    assert '<meta name="comfort" content="text-150 calm">' in html


def test_a_comfort_is_worn_at_once_and_the_page_is_not_left(visit: Visit) -> None:
    page = visit("/")
    page.evaluate("window.here = 'still'")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert page.evaluate(size) == 16
    page.click(LOOKS)
    with page.expect_response("**/preferences"):
        page.click(".menu--look button[name=text_size][value='125']")
    with page.expect_response("**/preferences"):
        page.click(".menu--look button[name=underlined]")
    assert page.evaluate(size) == 20
    assert page.evaluate("window.here") == "still"
    chosen = page.locator(".menu--look [aria-pressed=true]")
    assert [one.get_attribute("name") for one in chosen.all()] == ["text_size", "underlined"]
    page.reload()
    assert page.evaluate(size) == 20
    lines = "getComputedStyle(document.querySelector('.lot__title a')).textDecorationLine"
    assert page.evaluate(lines) == "underline"
    page.click(LOOKS)
    with page.expect_response("**/preferences"):
        page.click(".menu--look button[name=underlined]")
    assert page.evaluate(lines) == "none"


def test_the_account_takes_its_comfort_along(visit: Visit) -> None:
    page = visit("/login")
    log_in(page, "bruno")
    page.click(LOOKS)
    with page.expect_response("**/preferences"):
        page.click(".menu--look button[name=text_size][value='112']")
    elsewhere = visit("/login")
    log_in(elsewhere, "bruno")
    size = "getComputedStyle(document.documentElement).fontSize"
    assert elsewhere.evaluate(size) == "18px"
    elsewhere.click(LOOKS)
    with elsewhere.expect_response("**/preferences"):
        elsewhere.click(".menu--look button[name=text_size][value='100']")


def test_the_symbol_opens_the_menu_by_keyboard(visit: Visit) -> None:
    page = visit("/terms")
    opener = page.locator(LOOKS)
    expect(opener).to_have_accessible_name("Aparência e acessibilidade PT")
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".menu--look button[value=system]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".menu--look .menu__panel")).to_be_hidden()
    expect(opener).to_be_focused()


def test_on_a_phone_the_whole_menu_is_in_sight(visit: Visit) -> None:
    page = visit("/", viewport={"width": 320, "height": 640})
    page.click(LOOKS)
    box = page.locator(".menu--look .menu__panel").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    page.locator(".menu--look button[value=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))


@pytest.mark.parametrize("comfort", ["100", "150", "200", "100.spacing"])
def test_text_of_any_size_is_neither_cut_nor_pushed_out(visit: Visit, comfort: str) -> None:
    page = visit("/", chosen={"comfort": comfort}, reduced_motion="reduce")
    places = ["/", "/?state=live", "/login", "/wallet", "/nowhere", *PAPERS, a_lot(page)]
    for path in places:
        page.goto(path)
        settled(page)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert page.evaluate(CUT) == [], (path, width)


def test_at_twice_the_zoom_everything_is_still_there(visit: Visit) -> None:
    half = {"width": 640, "height": 400}
    page = visit("/", viewport=half, device_scale_factor=2)
    for path in ("/", "/?state=live", a_lot(page), "/privacy"):
        page.goto(path)
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        expect(page.locator("#search")).to_be_visible()
        expect(page.locator(LOOKS)).to_be_visible()
        expect(page.locator("h1")).to_be_visible()


def test_reading_spacing_has_the_values_of_the_guideline(visit: Visit) -> None:
    page = visit("/terms", chosen={"comfort": "100.spacing"})
    style = page.locator(".paper__body p").first.evaluate(
        "p => { const s = getComputedStyle(p); const size = parseFloat(s.fontSize);"
        "return [s.lineHeight, s.letterSpacing, s.wordSpacing].map((v) => parseFloat(v) / size) }"
    )
    assert style == pytest.approx([1.8, 0.12, 0.16], abs=0.001)


def test_forced_colours_still_tell_what_is_chosen(visit: Visit) -> None:
    page = visit("/accessibility", chosen={"comfort": "112.calm"}, forced_colors="active")
    ground = "place => getComputedStyle(place).backgroundColor"
    for place in ("button[name=text_size][value='{}']", "button[name={}] .looks__switch"):
        on, off = ("112", "150") if "size" in place else ("calm", "still")
        chosen, other = (page.locator(f"main {place.format(one)}") for one in (on, off))
        assert chosen.evaluate(ground) != other.evaluate(ground)
