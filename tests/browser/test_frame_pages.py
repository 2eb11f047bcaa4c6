"""The frame in a real browser: looks and comforts for everyone, the first page, the small print."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAPERS = ["/how-it-works", "/terms", "/privacy", "/accessibility"]
LOOKS = ".menu--look > summary"
PHONE: ViewportSize = {"width": 390, "height": 844}
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
HEAR = """
    face => {
        const place = document.querySelector(`[data-card][data-face=${face}]`);
        const card = {auction: Number(place.dataset.card), version: 1e6, status: "open",
            outcome: null, price: "123456.50", minimum: "123500.00", bids: 77,
            starts_ms: 0, ends_ms: Date.now() + 60000};
        const message = {cards: [card], now_ms: Date.now()};
        window.socket.listeners("cards").forEach((hear) => hear(message));
        return place.dataset.card;
    }
"""


@pytest.fixture
def visit(browser: Browser, browser_context_args: dict[str, Any], base_url: str) -> Iterator[Visit]:
    """Open the site with settings of one's own, and cookies as chosen before."""
    opened: list[BrowserContext] = []

    def go(path: str, *, chosen: dict[str, str] | None = None, **settings: Any) -> Page:
        context = browser.new_context(**{**browser_context_args, **settings})
        opened.append(context)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": base_url}
                for name, value in (chosen or {}).items()
            ]
        )
        page = context.new_page()
        page.goto(path)
        return settled(page) if settings.get("java_script_enabled", True) else page

    yield go
    for context in opened:
        context.close()


def settled(page: Page) -> Page:
    """Wait for the live connection of a page that has one."""
    if page.query_selector("#app"):
        page.wait_for_function("window.did_handshake === true")
    return page


def barriers(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]


def log_in(page: Page, name: str = "ana") -> None:
    page.goto("/login")
    page.click(f"[data-fill-login='{name}']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/$"))
    settled(page)


def a_lot(page: Page) -> str:
    page.goto("/")
    return page.locator("[data-face=live] a").first.get_attribute("href") or ""


# ---- barriers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["pt-BR", "en"])
@pytest.mark.parametrize("theme", ["light", "dark", "hc-light", "hc-dark"])
def test_no_barrier_in_any_theme_and_language(visit: Visit, theme: str, language: str) -> None:
    page = visit("/", chosen={"theme": theme, "language": language}, reduced_motion="reduce")
    assert page.evaluate("document.documentElement.lang")[:2] == language[:2]
    assert barriers(page) == []
    for menu in (LOOKS, ".menu--left > summary"):
        page.click(menu)
        assert barriers(page) == []
    for path in PAPERS:
        page.goto(path)
        assert barriers(page) == [], path
    page.set_viewport_size(PHONE)
    page.goto("/")
    settled(page)
    assert barriers(page) == []


@pytest.mark.parametrize("comfort", ["200", "150.spacing.still.underlined.calm"])
def test_comfort_puts_up_no_barrier(visit: Visit, comfort: str) -> None:
    page = visit("/", chosen={"comfort": comfort})
    assert barriers(page) == []
    page.goto(a_lot(page))
    assert barriers(settled(page)) == []


# ---- choosing -----------------------------------------------------------------------------------


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
    expect(opener).to_have_accessible_name("Aparência e acessibilidade")
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


# ---- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize("comfort", ["100", "150", "200", "100.spacing"])
def test_text_of_any_size_is_neither_cut_nor_pushed_out(visit: Visit, comfort: str) -> None:
    page = visit("/", chosen={"comfort": comfort}, reduced_motion="reduce")
    places = ["/", "/?state=live", "/login", "/wallet", "/nowhere", *PAPERS, a_lot(page)]
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for path in places:
            page.goto(path)
            settled(page)
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


def test_a_calm_auction_hides_others_and_keeps_price_and_clock(visit: Visit) -> None:
    page = visit("/", chosen={"comfort": "100.calm"})
    number = page.evaluate(HEAR, "live")
    amount = page.locator(f"[data-card='{number}'].lot--moved [data-part=amount]")
    expect(amount).to_have_text("R$\u00a0123.456,50")
    assert amount.evaluate("place => getComputedStyle(place).animationName") == "none"
    loud = visit("/")
    number = loud.evaluate(HEAR, "live")
    amount = loud.locator(f"[data-card='{number}'].lot--moved [data-part=amount]")
    assert amount.evaluate("place => getComputedStyle(place).animationName") == "moved"
    lot = a_lot(page)
    for screen, people in ((page, 0), (loud, 1)):
        screen.goto(lot)
        expect(screen.locator(".bid-box__people:visible")).to_have_count(people)
        expect(screen.locator(".bid-box__sum")).to_be_visible()
        expect(screen.locator(".bid-box__clock")).to_be_visible()


def test_no_motion_is_no_motion(visit: Visit) -> None:
    page = visit("/", chosen={"comfort": "100.still"})
    number = page.evaluate(HEAR, "live")
    amount = page.locator(f"[data-card='{number}'].lot--moved [data-part=amount]")
    assert amount.evaluate("place => getComputedStyle(place).animationName") == "none"
    ease = "place => getComputedStyle(place).transitionDuration"
    assert page.locator(".btn").first.evaluate(ease) == "0s"


def test_forced_colours_still_tell_what_is_chosen(visit: Visit) -> None:
    page = visit("/accessibility", chosen={"comfort": "112.calm"}, forced_colors="active")
    ground = "place => getComputedStyle(place).backgroundColor"
    for place in ("button[name=text_size][value='{}']", "button[name={}] .looks__switch"):
        on, off = ("112", "150") if "size" in place else ("calm", "still")
        chosen, other = (page.locator(f"main {place.format(one)}") for one in (on, off))
        assert chosen.evaluate(ground) != other.evaluate(ground)


# ---- paper --------------------------------------------------------------------------------------


def test_a_lot_on_paper_is_photo_price_facts_and_rules(visit: Visit) -> None:
    page = visit("/", chosen={"theme": "hc-dark"})
    page.goto(a_lot(page))
    settled(page)
    page.emulate_media(media="print")
    for kept in (
        "h1",
        ".gallery__slide img >> nth=0",
        ".bid-box__sum",
        ".features >> nth=0",
        ".rules",
    ):
        expect(page.locator(kept)).to_be_visible()
    for dropped in ("header.top", "footer", ".dock", ".crumbs", ".history", ".bid-box__body"):
        expect(page.locator(f"{dropped}:visible")).to_have_count(0)
    expect(page.locator(".gallery__slide:visible")).to_have_count(1)
    ink = "getComputedStyle(document.body).color"
    assert page.evaluate(ink) == "rgb(19, 29, 43)", "dark on white, whatever the theme"


# ---- the frame on a phone -----------------------------------------------------------------------


def test_the_phone_has_a_bar_of_four_but_not_beside_the_bid_bar(visit: Visit) -> None:
    page = visit("/", viewport=PHONE)
    dock = page.locator(".dock")
    expect(dock).to_be_visible()
    expect(dock.locator("> a, summary")).to_have_text(["Leilões", "Buscar", "Carteira", "Conta"])
    expect(dock.locator("[aria-current=page]")).to_have_text("Leilões")
    sizes = [one.bounding_box() for one in dock.locator("> a").all()]
    assert all(size and size["height"] >= 44 and size["width"] >= 44 for size in sizes)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    company, bar = page.locator("footer .company").bounding_box(), dock.bounding_box()
    assert company is not None
    assert bar is not None
    assert company["y"] + company["height"] <= bar["y"], "the bar covers nothing at the end"
    dock.locator("a[href='#search']").click()
    expect(page.locator("#search")).to_be_focused()
    expect(page.locator("#search")).to_be_in_viewport()
    page.goto(a_lot(page))
    expect(dock).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/")
    expect(dock).to_be_hidden()


def test_the_account_is_in_the_bar_too(visit: Visit) -> None:
    page = visit("/login", viewport=PHONE)
    log_in(page)
    page.click(".dock summary")
    expect(page.locator(".dock .menu__who")).to_contain_text("@ana")
    page.click(".dock [action='/logout'] button")
    expect(page.locator(".dock a[href^='/login']")).to_be_visible()


# ---- first page ---------------------------------------------------------------------------------


def test_the_first_page_reads_without_scripts(visit: Visit) -> None:
    page = visit("/", java_script_enabled=False)
    expect(page.locator("h1")).to_have_text("Leilões ao vivo, com a mesma regra para todos")
    ending = page.locator("section[aria-labelledby=ending] [data-card]")
    coming = page.locator("section[aria-labelledby=coming] [data-card]")
    assert (ending.count(), coming.count()) == (8, 4)
    page.click(".tile a >> nth=0")
    page.wait_for_url(re.compile(r"/\?category="))
    expect(page.locator("[data-card]").first).to_be_visible()


@pytest.mark.parametrize("face", ["live", "coming"])
def test_both_rails_are_kept_true_by_one_component(visit: Visit, face: str) -> None:
    page = visit("/")
    assert page.locator(".live-listing").count() == 1
    assert page.locator(".live-listing [data-card]").count() == 12
    number = page.evaluate(HEAR, face)
    card = page.locator(f"[data-card='{number}']")
    expect(card.locator("[data-part=amount]")).to_have_text("R$\u00a0123.456,50")
    expect(card.locator(".badge").first).to_have_text("Ao vivo")
    expect(card.locator("[data-part=left]")).to_have_text(re.compile(r"^(1:00|0:5\d)$"))


def test_the_categories_are_one_row_with_the_chosen_one_in_sight(visit: Visit) -> None:
    page = visit("/?state=all", viewport={"width": 1280, "height": 800})
    chips = page.locator(".chips .chip")
    assert chips.count() >= 9
    tops = "places => new Set(places.map((place) => place.getBoundingClientRect().top)).size"
    assert chips.evaluate_all(tops) == 1
    last = chips.last.get_attribute("href") or ""
    page.goto(last)
    settled(page)
    chosen = page.locator(".chips [aria-current]")
    expect(chosen).to_have_text(re.compile("Móveis"))
    box = chosen.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 1280 - 36 - 56, "not even under the fade at the end"


def test_the_menu_of_categories_leads_to_each(visit: Visit) -> None:
    page = visit("/terms")
    page.locator(".menu--left > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?category=veiculos"))
    expect(page.locator("h1")).to_have_text("Veículos")


# ---- small print --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAPERS)
def test_the_small_print_is_found_from_everywhere_and_names_the_company(
    visit: Visit, path: str
) -> None:
    page = visit("/login")
    page.click(f"footer a[href='{path}']")
    page.wait_for_url(f"**{path}")
    expect(page.locator(".crumbs [aria-current=page]")).to_be_visible()
    expect(page.locator("main .company")).to_contain_text("CNPJ 12.ABC.345/01DE-35")
    expect(page.locator("footer .company")).to_contain_text("Dados de exemplo")
    assert page.locator("meta[name=robots]").count() == 0
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
