"""The room as it is told to who cannot see it: price, leader, time and result, each once."""

import re
from collections.abc import Callable
from itertools import pairwise

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers, barriers_of_colour
from tests.house import House

Enter = Callable[..., Page]

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


def heard(page: Page, way: str) -> list[str]:
    return [one["said"] for one in page.evaluate("window.heard") if one["way"] == way]


def snapshot(page: Page) -> str:
    return page.locator(".bid-box").aria_snapshot().replace("\xa0", " ")


def settle(page: Page, price: str = "") -> None:
    """See the price others have made; a click within half a second of it counts for nothing."""
    expect(page.locator(".bid-box__sum")).to_contain_text(price)
    page.wait_for_timeout(650)


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
    before = "100,00"
    for name, price, number in rounds:
        bidder = ana if name == "ana" else bruno
        settle(bidder, before)
        before = price.removeprefix("R$ ")
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

    for page, before in ((ana, "100,00"), (bruno, "100,00"), (ana, "105,00"), (bruno, "110,00")):
        settle(page, before)
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
    lot = house.lot(opening=100, ends_in=16, soft_close_seconds=0)
    ana, bruno = enter(lot, "ana"), enter(lot, "bruno")
    ana.evaluate(LISTEN)
    bruno.evaluate(LISTEN)
    settle(bruno)
    bruno.locator(".bid-box .btn--primary").first.click()
    expect(bruno.locator(".bid-box")).to_contain_text("Você está vencendo")
    settle(ana, "100,00")
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
        assert barriers(page) == []
    card = ana.locator(".result").inner_text().replace("\xa0", " ")
    for part in ("Valor do martelo", "R$ 105,00", "Comissão (5%)", "R$ 5,25", "Total", "R$ 110,25"):
        assert part in card
    expect(ana.locator(".bid-box__body a")).to_contain_text("Pagar agora")


def test_the_price_chart_steps_with_the_bids(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    ana, bruno = enter(lot, "ana", reduced_motion="reduce"), enter(lot, "bruno")
    settle(ana)
    ana.locator(".bid-box .btn--primary").first.click()
    expect(ana.locator(".bid-box")).to_contain_text("Você está vencendo")
    expect(ana.locator(".chart")).to_have_count(0)
    settle(bruno, "100,00")
    bruno.locator(".bid-box .btn--primary").first.click()
    expect(ana.locator(".chart figcaption")).to_contain_text("2 lances")
    expect(ana.locator(".chart figcaption")).to_contain_text("105,00")
    line = ana.locator(".chart__line").get_attribute("d")
    assert line is not None
    assert line.count("V") == 2
    expect(ana.locator(".chart__plot .chart__own")).to_have_count(1)
    for theme in ("light", "dark"):
        ana.emulate_media(color_scheme=theme)
        assert barriers_of_colour(ana) == []
    ana.emulate_media(forced_colors="active")
    assert ana.locator(".chart__line").evaluate("line => getComputedStyle(line).stroke") != "none"
