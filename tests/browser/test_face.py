"""The face of the house in a real browser: before scripts, without them, live, and for everyone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import barriers, barriers_of_colour
from tests.browser.conftest import settled
from tests.browser.listing_page import tell

PUBLIC = ["/", "/?state=live", "/?state=ended", "/?q=zzzz", "/login", "/nowhere", "/wallet"]
LOOKS = ".menu--look > summary"
Visit = Callable[..., Page]


@pytest.fixture(scope="module", autouse=True)
def _furnished(browser: Browser, base_url: str) -> None:
    """The site answers a moment before its demonstration lots are all there."""
    page = browser.new_page()
    page.goto(f"{base_url}/?state=all")
    while not page.query_selector("text=52 lotes") and not page.query_selector(".pages"):
        page.wait_for_timeout(300)
        page.reload()
    page.close()


def test_the_listing_is_there_without_scripts(visit: Visit) -> None:
    page = visit("/?state=live", java_script_enabled=False)
    cards = page.locator("[data-card]")
    assert cards.count() >= 20
    assert "R$" in cards.first.inner_text()
    assert page.locator("footer").is_visible()
    assert page.locator("main").count() == 1
    page.fill("#search", "sedã")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=sed"))
    assert cards.count() >= 1
    page.click(".chip >> nth=1")
    page.wait_for_url(re.compile("q=sed.*category=|category=.*q=sed"))


def test_the_live_listing_takes_over_the_same_cards(visit: Visit) -> None:
    page = visit("/?state=live")
    assert page.locator("main").count() == 1
    assert page.locator("main [data-card]").count() == 24
    assert page.locator("#app, script[src^='/_nicegui']").count() == 0, "nothing heavy is loaded"
    order = (
        "document.querySelector('main').compareDocumentPosition(document.querySelector('footer'))"
    )
    assert page.evaluate(order) & 4, "the footer comes after the content"


def test_life_comes_to_the_listing_by_itself(visit: Visit) -> None:
    page = visit("/?sort=ending")
    before = page.locator("[data-part=amount]").all_inner_texts()
    page.wait_for_function(
        "before => [...document.querySelectorAll('[data-part=amount]')]"
        ".some((place, at) => place.innerText !== before[at])",
        arg=before,
        timeout=30_000,
    )


def test_news_moves_the_card_and_old_news_does_not(visit: Visit) -> None:
    page = visit("/?state=live")
    old = {"version": 999_999, "price": "1.00"}
    number = tell(page, {}, old, {"version": 1_000_000, "price": "2.00"})
    card = page.locator(f"[data-card='{number}']")
    expect(card.locator("[data-part=amount]")).to_have_text("R$\u00a0123.456,50")
    expect(card.locator("[data-part=bids]")).to_have_text("77 lances")
    expect(card.locator("[data-part=left]")).to_have_text(re.compile(r"^(1:00|0:5\d)$"))
    expect(card.locator("[data-part=time]")).to_have_attribute("data-urgency", "last")
    expect(card).to_have_class(re.compile("lot--moved"))


def test_a_decided_card_shows_its_result(visit: Visit) -> None:
    page = visit("/?state=live")
    number = tell(page, {"status": "finished", "outcome": "sold"})
    card = page.locator(f"[data-card='{number}']")
    expect(card.locator(".badge").first).to_have_text("Arrematado")
    expect(card.locator("[data-part=label]")).to_have_text("Arrematado por")
    expect(card.locator("[data-part=left]")).to_have_text(re.compile(r"^\d\d/\d\d/\d{4}$"))


def test_at_zero_the_card_waits_for_the_houses_decision(visit: Visit) -> None:
    page = visit("/?state=live")
    number = tell(page, {"ends_ms": 1})
    card = page.locator(f"[data-card='{number}']")
    expect(card.locator(".badge").first).to_have_text("Apurando")
    expect(card.locator("[data-part=left]")).to_have_text("Apurando")


def test_reduced_motion_means_no_fade(visit: Visit) -> None:
    page = visit("/?state=live", reduced_motion="reduce")
    number = tell(page, {})
    moved = page.locator(f"[data-card='{number}'].lot--moved [data-part=amount]")
    assert moved.evaluate("place => getComputedStyle(place).animationName") == "none"


def test_nothing_is_pushed_when_a_price_a_number_or_a_time_grows(visit: Visit) -> None:
    page = visit("/?state=live", viewport={"width": 390, "height": 844})
    page.wait_for_selector("#shell[data-whole]", state="attached")
    stand = """
        () => [...document.querySelectorAll('[data-card]')].map(card => {
            const { top, height } = card.getBoundingClientRect();
            return [card.dataset.card, card.dataset.face, top, height];
        })
    """
    before = page.evaluate(stand)
    hours = page.evaluate("Date.now()") + 11 * 3_600_000
    tell(page, {}, {"version": 1e6 + 1, "bids": 1234, "ends_ms": hours})
    expect(page.locator("[data-part=bids]").first).to_have_text("1234 lances")
    assert page.evaluate(stand) == before


@pytest.mark.parametrize("path", PUBLIC)
def test_no_barrier_on_public_pages_by_day_and_by_night(visit: Visit, path: str) -> None:
    page = visit(path, color_scheme="light", reduced_motion="reduce")
    ground = "getComputedStyle(document.body).backgroundColor"
    by_day = page.evaluate(ground)
    assert barriers(page) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ground) != by_day
    assert barriers_of_colour(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_barrier_in_the_wallet(visit: Visit, theme: str) -> None:
    page = visit("/wallet", who="ana", chosen={"theme": theme})
    assert barriers(page) == []
    page.fill("#amount", "1.0,1")
    page.keyboard.press("Enter")
    expect(page.locator("#amount-refusal")).to_be_visible()
    expect(page.locator("#amount")).to_have_value("1.0,1")
    expect(page.locator("#amount")).to_be_focused()
    assert barriers(page) == []


@pytest.mark.parametrize("path", PUBLIC)
def test_nothing_scrolls_sideways_on_a_phone(visit: Visit, path: str) -> None:
    page = visit(path)
    for width in (320, 360, 390):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_chosen_theme_and_language_are_in_the_first_html(visit: Visit) -> None:
    page = visit("/?state=all", color_scheme="light")
    page.click(LOOKS)
    page.click("button[value=dark]")
    assert "state=all" in page.url, "one stays where one was"
    page.click(LOOKS)
    page.click("button[value=en]")
    html = page.request.get("/?state=live").text()
    assert "--bg:#0D1420" in html
    assert "prefers-color-scheme" not in html
    assert '<html lang="en">' in html
    assert "Live auctions" in html


def test_the_keyboard_skips_to_the_content_and_closes_menus(visit: Visit) -> None:
    page = visit("/?state=live")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    summary = page.locator(LOOKS)
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu--look .menu__panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu--look .menu__panel")).to_be_hidden()
    expect(summary).to_be_focused()


def test_one_logs_in_returns_and_logs_out(visit: Visit) -> None:
    page = visit("/wallet")
    expect(page.locator("h1")).to_have_text("Entre para continuar")
    page.click("main .btn--primary")
    page.fill("#login", "ana")
    page.fill("#password", "not the password")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_contain_text("E-mail, usuário ou senha incorretos.")
    expect(page.locator("#login")).to_have_value("ana")
    page.click("[data-fill-login='ana']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/wallet")
    page.click(".menu--account > summary")
    page.click(".menu--account [action='/logout'] button")
    expect(page.locator(".top__login")).to_be_visible()
    assert page.goto("/wallet").status == 401  # type: ignore[union-attr]


def test_the_password_can_be_shown(visit: Visit) -> None:
    page = visit("/login")
    page.fill("#password", "segredo")
    page.click("[data-reveal]")
    expect(page.locator("#password")).to_have_attribute("type", "text")
    page.click("[data-reveal]")
    expect(page.locator("#password")).to_have_attribute("type", "password")


def test_a_listing_without_connection_says_so_until_it_is_back(visit: Visit) -> None:
    page = visit("/?state=live")
    page.context.set_offline(True)
    page.evaluate("window.ear.close()")
    lost = page.get_by_role("status").filter(has_text="Conexão perdida")
    expect(lost).to_be_visible()
    page.context.set_offline(False)
    expect(lost).to_have_count(0)
    settled(page)
    number = tell(page)
    amount = page.locator(f"[data-card='{number}'] [data-part=amount]")
    expect(amount).to_have_text("R$\u00a0123.456,50")
