"""The room without a mouse, without sight, on a small screen and much enlarged."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.house import House

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PASSWORD = "martelo-demo-2026"
PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
Enter = Callable[..., Page]

FOCUS = """() => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const middle = [box.left + box.width / 2, box.top + Math.min(box.height, 40) / 2];
    const above = document.elementFromPoint(...middle);
    const area = at.closest(".skip, .top, .demo-banner") ? "header"
        : at.closest(".crumbs") ? "header"
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

LISTEN = """() => {
    window.heard = [];
    const regions = document.querySelectorAll(".room > .visually-hidden p");
    for (const region of regions) {
        const way = region.getAttribute("role") || region.getAttribute("aria-live");
        const hear = () => {
            const said = region.textContent.trim();
            const plain = said.replaceAll("\\u00a0", " ");
            if (said) window.heard.push({ way, said: plain, at: performance.now() });
        };
        const all = { childList: true, characterData: true, subtree: true };
        new MutationObserver(hear).observe(region, all);
    }
    return [...regions].map((region) => region.textContent);
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


def heard(page: Page, way: str) -> list[str]:
    return [one["said"] for one in page.evaluate("window.heard") if one["way"] == way]


def snapshot(page: Page) -> str:
    return page.locator(".bid-box").aria_snapshot().replace("\xa0", " ")


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
    page.wait_for_function("window.did_handshake === true")

    tab_to(page, lambda at: at["id"] == "search")
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q="))
    page.wait_for_function("window.did_handshake === true")
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


def test_who_is_outbid_at_once_is_told_why_and_told_once(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    bruno, ana = enter(lot, "bruno"), enter(lot, "ana")
    bruno.locator("#amount").fill("400,00")
    bruno.locator("#amount").press("Enter")
    settle(bruno)
    bruno.get_by_role("button", name=re.compile("Confirmar")).click()
    expect(ana.locator(".bid-box__sum")).to_contain_text("100,00")
    expect(ana.locator(".bid-box__sub").first).to_contain_text("1 lance")
    ana.evaluate(LISTEN)
    settle(ana)
    ana.locator(".bid-box .btn--primary").first.click()
    told = ana.locator(".bid-box__body > :is(.band, .notice)")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("Outro participante já tinha um limite maior")
    ana.wait_for_timeout(3500)
    expect(told).to_have_count(1)
    assert len(heard(ana, "alert")) == 1
    assert heard(ana, "status") == [], "the new price was told with it"


def test_the_tree_says_price_leader_and_time_after_each_bid(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100, ends_in=3600 * 5)
    ana, bruno, visitor = enter(lot, "ana"), enter(lot, "bruno"), enter(lot)
    assert "Lance inicial" in snapshot(ana)
    rounds = [("ana", "R$ 100,00", 1), ("bruno", "R$ 105,00", 2), ("ana", "R$ 110,00", 3)]
    for name, price, number in rounds:
        bidder = ana if name == "ana" else bruno
        settle(bidder)
        bidder.locator(".bid-box .btn--primary").first.click()
        expect(visitor.locator(".bid-box__sum")).to_contain_text(price.removeprefix("R$ "))
        expect(ana.locator(".bid-box__sum")).to_contain_text(price.removeprefix("R$ "))
        for page, leader in ((ana, None), (visitor, f"Licitante {1 if name == 'ana' else 2}")):
            said = leader or ("Você está vencendo" if name == "ana" else "Maior lance: Licitante 2")
            expect(page.locator(".bid-box")).to_contain_text(said)
            tree = snapshot(page)
            assert "Lance atual" in tree
            assert price in tree
            assert said in tree
            assert re.search(r'timer "Tempo restante": [45] h \d\d min', tree), tree
            assert f"{number} lance" in tree


def test_the_screen_reader_hears_each_thing_once_and_in_its_manner(
    house: House, enter: Enter
) -> None:
    lot = house.lot(opening=100)
    ana, bruno, visitor = enter(lot, "ana"), enter(lot, "bruno"), enter(lot)
    assert visitor.evaluate(LISTEN) == ["", "", ""], "the regions stand empty from the start"
    assert ana.evaluate(LISTEN) == ["", "", ""]
    timer = visitor.locator("[role=timer]")
    assert timer.get_attribute("aria-live") in (None, "off")
    assert (
        timer.evaluate("node => node.closest('[aria-live]:not([aria-live=off]), [role=status]')")
        is None
    )

    for page in (ana, bruno, ana, bruno):
        settle(page)
        page.locator(".bid-box .btn--primary").first.click()
        expect(page.locator(".bid-box")).to_contain_text("Você está vencendo")
    visitor.wait_for_timeout(3300)

    prices = [one for one in visitor.evaluate("window.heard") if one["way"] == "status"]
    assert prices[-1]["said"] == "Novo lance: R$ 115,00, Licitante 2 · bruno. 4 lances."
    assert len(prices) < 4, "several prices become one message"
    pauses = [after["at"] - before["at"] for before, after in pairwise(prices)]
    assert all(pause > 2900 for pause in pauses), pauses
    assert heard(visitor, "alert") == []
    assert heard(visitor, "polite") == []
    assert heard(ana, "alert") == [
        "Você foi superado. O lance atual é R$ 105,00.",
        "Você foi superado. O lance atual é R$ 115,00.",
    ]


def test_a_lost_connection_and_the_result_are_said_at_once_and_once(
    house: House, enter: Enter
) -> None:
    lot = house.lot(opening=100, ends_in=21, soft_close_seconds=0)
    ana, bruno = enter(lot, "ana"), enter(lot, "bruno")
    ana.evaluate(LISTEN)
    bruno.evaluate(LISTEN)
    settle(bruno)
    bruno.locator(".bid-box .btn--primary").first.click()
    expect(bruno.locator(".bid-box")).to_contain_text("Você está vencendo")
    settle(ana)
    ana.locator(".bid-box .btn--primary").first.click()
    expect(ana.locator(".bid-box")).to_contain_text("Você está vencendo")
    bruno.context.set_offline(True)
    bruno.evaluate("window.socket.io.engine.close()")
    bruno.wait_for_timeout(3600)
    lost = [said for said in heard(bruno, "alert") if "Conexão perdida" in said]
    assert len(lost) == 1
    bruno.context.set_offline(False)

    expect(ana.locator(".result__title")).to_have_text("Arrematado por você", timeout=25_000)
    expect(bruno.locator(".result__title")).to_contain_text("outro participante", timeout=15_000)
    ana.wait_for_timeout(1000)
    assert len([said for said in heard(ana, "alert") if "arrematou" in said]) == 1
    assert len([said for said in heard(bruno, "alert") if "encerrado em" in said]) == 1
    for page in (ana, bruno):
        found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
        assert [violation["id"] for violation in found] == []
    card = ana.locator(".result").inner_text().replace("\xa0", " ")
    for part in ("Valor do martelo", "R$ 105,00", "Comissão (5%)", "R$ 5,25", "Total", "R$ 110,25"):
        assert part in card
    expect(ana.locator(".bid-box__body a")).to_have_text("Ver minha carteira")


def test_the_price_chart_steps_with_the_bids(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    ana, bruno = enter(lot, "ana", reduced_motion="reduce"), enter(lot, "bruno")
    settle(ana)
    ana.locator(".bid-box .btn--primary").first.click()
    expect(ana.locator(".bid-box")).to_contain_text("Você está vencendo")
    expect(ana.locator(".chart")).to_have_count(0)
    settle(bruno)
    bruno.locator(".bid-box .btn--primary").first.click()
    expect(ana.locator(".chart figcaption")).to_contain_text("2 lances")
    expect(ana.locator(".chart figcaption")).to_contain_text("105,00")
    line = ana.locator(".chart__line").get_attribute("d")
    assert line is not None
    assert line.count("V") == 2
    expect(ana.locator(".chart__plot .chart__own")).to_have_count(1)
    for theme in ("light", "dark"):
        ana.emulate_media(color_scheme=theme)
        found = Axe().run(ana, options={"runOnly": TAGS}).response["violations"]
        assert [violation["id"] for violation in found] == []
    ana.emulate_media(forced_colors="active")
    assert ana.locator(".chart__line").evaluate("line => getComputedStyle(line).stroke") != "none"


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
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    assert [violation["id"] for violation in found] == []

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
