"""The frame and the first page in a real browser: on paper, on a phone, and the small print."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.barriers import barriers, barriers_of_colour
from tests.browser.conftest import settled
from tests.browser.listing_page import tell

PAPERS = ["/how-it-works", "/terms", "/privacy", "/accessibility"]
LOOKS = ".menu--look > summary"
PHONE: ViewportSize = {"width": 390, "height": 844}
Visit = Callable[..., Page]


def a_lot(page: Page) -> str:
    page.goto("/")
    return page.locator("[data-face=live] a").first.get_attribute("href") or ""


@pytest.mark.parametrize("language", ["pt-BR", "en"])
def test_no_barrier_in_either_language(visit: Visit, language: str) -> None:
    page = visit("/", chosen={"language": language}, reduced_motion="reduce")
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
    assert barriers(settled(page)) == []


@pytest.mark.parametrize("theme", ["dark", "hc-light", "hc-dark"])  # light is looked at above
def test_everything_can_be_read_in_every_theme(visit: Visit, theme: str) -> None:
    page = visit("/", chosen={"theme": theme}, reduced_motion="reduce")
    assert barriers_of_colour(page) == []
    for menu in (LOOKS, ".menu--left > summary"):
        page.click(menu)
        assert barriers_of_colour(page) == []
    for path in ("/accessibility", "/privacy"):  # all kinds of blocks that papers have
        page.goto(path)
        assert barriers_of_colour(page) == [], path
    page.set_viewport_size(PHONE)
    page.goto("/")
    assert barriers_of_colour(settled(page)) == []


def test_a_calm_auction_hides_others_and_keeps_price_and_clock(visit: Visit) -> None:
    page = visit("/", chosen={"comfort": "100.calm"})
    number = tell(page)
    amount = page.locator(f"[data-card='{number}'].lot--moved [data-part=amount]")
    expect(amount).to_have_text("R$\u00a0123.456,50")
    assert amount.evaluate("place => getComputedStyle(place).animationName") == "none"
    loud = visit("/")
    number = tell(loud)
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
    number = tell(page)
    amount = page.locator(f"[data-card='{number}'].lot--moved [data-part=amount]")
    assert amount.evaluate("place => getComputedStyle(place).animationName") == "none"
    ease = "place => getComputedStyle(place).transitionDuration"
    assert page.locator(".btn").first.evaluate(ease) == "0s"


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
        ".history__list",
        ".costs--least",
    ):
        expect(page.locator(kept)).to_be_visible()
    pressed = (".heart", ".btn", "button", ".share", ".asking__form", ".bid-box__action")
    for dropped in ("header.top", "footer", ".dock", ".crumbs", *pressed):
        expect(page.locator(f"{dropped}:visible")).to_have_count(0)
    photo = page.locator(".gallery__slide img").first
    shape = "one => one.clientWidth / one.clientHeight - one.naturalWidth / one.naturalHeight"
    assert abs(photo.evaluate(shape)) < 0.02, "no strip beside it"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    bids = int(page.inner_text(".bid-box__sub span >> nth=0").split()[0])
    expect(page.locator(".history__list li")).to_have_count(bids)
    expect(page.locator(".gallery__slide:visible")).to_have_count(1)
    ink = "getComputedStyle(document.body).color"
    assert page.evaluate(ink) == "rgb(19, 29, 43)", "dark on white, whatever the theme"


def test_the_phone_has_a_bar_of_four_but_not_beside_the_bid_bar(visit: Visit) -> None:
    page = visit("/", viewport=PHONE)
    dock = page.locator(".dock")
    expect(dock).to_be_visible()
    expect(dock.locator("> a, summary")).to_have_text(["Leilões", "Buscar", "Vender", "Conta"])
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


def test_the_bar_of_who_is_logged_in_holds_selling_and_the_account(visit: Visit) -> None:
    page = visit("/new/auction", who="ana", viewport={"width": 320, "height": 640})
    items = page.locator(".dock").locator("> a, summary")
    expect(items).to_have_text(["Leilões", "Buscar", "Vender", "Lances", "Conta"])
    expect(page.locator(".dock [aria-current=page]")).to_have_text("Vender")
    for item in items.all():
        box = item.bounding_box()
        assert box is not None
        assert box["width"] >= 44
        assert item.evaluate("it => it.scrollWidth <= it.clientWidth"), "no word is cut"
    assert barriers(page) == []
    page.goto("/wallet")
    expect(page.locator(".dock [aria-current]")).to_have_text("Conta")
    page.click(".dock summary")
    expect(page.locator(".dock .menu__panel a[href='/wallet']")).to_be_visible()
    expect(page.locator(".dock .menu__who")).to_contain_text("@ana")
    page.click(".dock [action='/logout'] button")
    expect(page.locator(".dock a[href^='/login']")).to_be_visible()


def test_the_first_page_reads_without_scripts(visit: Visit) -> None:
    page = visit("/", java_script_enabled=False)
    expect(page.locator("h1")).to_have_text("Leilões ao vivo, com a mesma regra para todos")
    ending = page.locator("section[aria-labelledby=ending] [data-card]")
    coming = page.locator("section[aria-labelledby=coming] [data-card]")
    assert (ending.count(), coming.count()) == (8, 4)
    page.click(".tile a >> nth=0")
    page.wait_for_url(re.compile(r"/\?category="))
    expect(page.locator("[data-card]").first).to_be_visible()


def test_lots_like_this_one_come_alive_when_one_comes_near(visit: Visit) -> None:
    page = visit("/")
    page.goto(a_lot(page))
    settled(page)
    alike = page.locator("[data-alike]")
    assert page.evaluate("window.ear") is None
    alike.scroll_into_view_if_needed()
    page.wait_for_selector("#cards[data-listening]", state="attached")
    face = alike.locator("[data-card]").first.get_attribute("data-face") or ""
    number = tell(page, face=face)
    amount = alike.locator(f"[data-card='{number}'] [data-part=amount]")
    expect(amount).to_have_text("R$\u00a0123.456,50")
    assert barriers(page) == []


@pytest.mark.parametrize("face", ["live", "coming"])
def test_both_rails_are_kept_true_by_one_component(visit: Visit, face: str) -> None:
    page = visit("/")
    assert page.locator("[data-card]").count() in (16, 17)  # one more if there are any bids
    number = tell(page, face=face)
    card = page.locator(f"[data-card='{number}']")
    card.scroll_into_view_if_needed()
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
    name = page.locator(":focus").inner_text().splitlines()[0]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/\?category="))
    expect(page.locator("h1")).to_have_text(name)


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
