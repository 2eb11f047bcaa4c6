"""The room without a mouse, by finger, on a small screen and much enlarged."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PASSWORD, settled
from tests.house import House

PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
Enter = Callable[..., Page]

FOCUS = """() => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const middle = [box.left + box.width / 2, box.top + Math.min(box.height, 40) / 2];
    const above = document.elementFromPoint(...middle);
    const area = at.closest(".skip, .top, .demo-banner") ? "header"
        : at.closest(".crumbs, .watch") ? "header"
        : at.closest(".gallery") ? "gallery"
        : at.closest(".bid-box") ? "box" : at.closest(".bid-bar") ? "bar" : "rest";
    return {
        area,
        text: (at.getAttribute("aria-label") || at.innerText || at.value || "").trim(),
        id: at.id,
        outlined: [at, at.closest(".lot") ?? at].some((node) => {
            const { outlineStyle, outlineWidth } = getComputedStyle(node);
            return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
        }),
        body: at === document.body,
        uncovered: Boolean(above) && (at.contains(above) || above.contains(at)),
    };
}"""


def focus(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(FOCUS)
    return found


def tab_to(page: Page, there: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Press Tab until the focus is there; on the way it is always seen and never covered."""
    for _ in range(90):
        page.keyboard.press("Tab")
        page.wait_for_timeout(30)
        at = focus(page)
        if at["body"]:
            continue
        assert at["outlined"], f"no focus to be seen on {at}"
        assert at["uncovered"], f"something covers {at}"
        if there(at):
            return at
    pytest.fail(f"the focus never came there; it is on {focus(page)}")


def settle(page: Page) -> None:
    """A click within half a second of a new price counts for nothing."""
    page.wait_for_timeout(650)


def test_a_bid_is_placed_from_the_home_page_with_the_keyboard_alone(
    house: House, enter: Enter
) -> None:
    lot = house.lot(opening=100)
    page = enter(lot)
    title = page.locator("h1").inner_text()
    page.goto("/login")
    page.locator("#login").focus()
    page.keyboard.type("ana")
    tab_to(page, lambda at: at["id"] == "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/$"))
    settled(page)

    tab_to(page, lambda at: at["id"] == "search")
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    settled(page)
    card = page.locator(f"[data-card='{lot}'] a").first
    expect(card).to_be_visible()
    for _ in range(60):
        tab_to(page, lambda at: at["area"] == "rest")
        if page.evaluate(f"document.activeElement.href?.endsWith('/auction/{lot}') ?? false"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/auction/{lot}$"))
    page.wait_for_function("window.did_handshake === true")

    tab_to(page, lambda at: "Dar lance de" in at["text"])
    settle(page)
    page.keyboard.press("Enter")
    expect(page.locator(".bid-box")).to_contain_text("Você está vencendo")
    assert [row[1] for row in house.history(lot)] == [100]
    assert focus(page)["area"] == "box", "the focus stays where the bid was placed"


def test_the_focus_goes_through_header_gallery_and_box_to_the_rest(
    house: House, enter: Enter
) -> None:
    lot = house.one("select min(product_id) from products where outcome is null")
    page = enter(lot, "bruno")
    areas = ["header"]
    for _ in range(70):
        page.keyboard.press("Tab")
        at = focus(page)
        if at["body"]:
            break
        if at["area"] != areas[-1]:
            areas.append(at["area"])
        if at["area"] == "rest":
            break
    assert areas == ["header", "gallery", "box", "rest"]


@pytest.mark.parametrize("place", ["#amount", ".quick__sum >> nth=1", ".bid-box .btn--primary"])
def test_a_new_price_does_not_move_the_focus(house: House, enter: Enter, place: str) -> None:
    lot = house.lot(opening=100)
    ana = enter(lot, "ana")
    ana.locator(place).focus()
    ana.evaluate("window.focused = document.activeElement")
    enter(lot, "bruno").locator(".bid-box .btn--primary").first.click()
    expect(ana.locator(".bid-box__sub").first).to_contain_text("1 lance")
    expect(ana.locator(".bid-box")).to_contain_text("Maior lance: Licitante")
    assert ana.evaluate("window.focused.isConnected && window.focused === document.activeElement")


def test_escape_takes_the_confirmation_back_to_the_field(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    ana = enter(lot, "ana")
    ana.locator("#amount").focus()
    ana.keyboard.type("250,00")
    ana.keyboard.press("Enter")
    expect(ana.locator("#confirm-title")).to_be_focused()
    assert focus(ana)["outlined"]
    ana.keyboard.press("Escape")
    expect(ana.locator(".confirm")).to_have_count(0)
    expect(ana.locator("#amount")).to_be_focused()
    expect(ana.locator("#amount")).to_have_value("250,00")
    assert house.one("select count(*) from bid_intents where product_id = :lot", lot=lot) == 0

    settle(ana)
    ana.keyboard.press("Enter")
    tab_to(ana, lambda at: at["text"].startswith("Confirmar lance de"))
    settle(ana)
    ana.keyboard.press("Enter")
    expect(ana.locator(".bid-box")).to_contain_text("Você está vencendo")
    assert focus(ana)["area"] == "box"


def test_the_amount_is_written_as_money_wherever_the_house_writes_it(
    house: House, enter: Enter
) -> None:
    lot = house.lot(opening=25_500)
    ana = enter(lot, "ana")
    amount = ana.locator("#amount")
    expect(amount).to_have_attribute("placeholder", "25.500,00")
    second = ana.locator(".quick__sum").nth(1)
    shown = second.inner_text().replace("R$\xa0", "")
    second.click()
    expect(amount).to_have_value(f"{shown},00")
    assert "." in shown
    amount.press("ArrowUp")
    expect(amount).to_have_value(re.compile(r"^\d\d\.\d{3},00$"))


def small_targets(place: Locator) -> list[str]:
    found: list[str] = place.evaluate_all(
        """nodes => nodes.filter((node) => node.checkVisibility()).flatMap((node) => {
            const { width, height } = node.getBoundingClientRect();
            const what = node.innerText || node.id;
            return width < 44 || height < 44 ? [`${what}: ${width} x ${height}`] : [];
        })"""
    )
    return found


def test_a_finger_meets_what_it_bids_with(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    ana = enter(lot, "ana", **PHONE)
    targets = ana.locator(":is(.bid-box, .bid-bar) :is(button, input, .btn)")
    assert targets.count() >= 6
    assert small_targets(targets) == []
    ana.fill("#amount", "900,00")
    ana.keyboard.press("Enter")
    expect(ana.locator(".confirm")).to_be_visible()
    assert small_targets(targets) == []


def test_the_bottom_bar_covers_nothing_that_has_the_focus(house: House, enter: Enter) -> None:
    lot = house.one("select min(product_id) from products where outcome is null")
    page = enter(lot, "ana", **PHONE)
    bar = page.locator(".bid-bar")
    beside = 0
    page.locator(".foot a").last.focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        page.wait_for_timeout(60)
        at = focus(page)
        if at["area"] == "header":
            break
        beside += bar.is_visible()
        assert at["uncovered"], at
    assert beside > 3, "the bar was there while the focus went by"


LOST = """() => {
    const words = "p, strong, h1, h2, h3, dt, dd, label, button, b, .num";
    const hidden = ".visually-hidden, .gallery__strip, .gallery__thumbs, dialog";
    const lost = (node) => {
        const cut = node.scrollWidth > node.clientWidth + 1;
        const inline = getComputedStyle(node).display === "inline";
        return node.getBoundingClientRect().right > innerWidth + 1 || (cut && !inline);
    };
    return [...document.querySelectorAll(`.room :is(${words})`)]
        .filter((node) => node.checkVisibility() && !node.closest(hidden) && lost(node))
        .map((node) => `${node.className} ${node.innerText}`);
}"""


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(320, 640, "100%"), (640, 450, "100%"), (1280, 900, "200%"), (720, 900, "200%")],
)
def test_nothing_is_lost_on_320_pixels_or_twice_as_large(
    house: House, enter: Enter, width: int, height: int, size: str
) -> None:
    lot = house.lot(opening=125_000)
    page = enter(lot, "ana", viewport={"width": width, "height": height})
    page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
    if size == "100%":
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(LOST) == []
