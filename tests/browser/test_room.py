"""Two people fight for a lot in two browsers, and see it sold."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from models import Status
from tests.browser.barriers import barriers
from tests.house import House

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
PASSWORD = "martelo-demo-2026"
Enter = Callable[..., Page]


def price(page: Page) -> str:
    return page.locator(".bid-box__sum").inner_text().replace("\xa0", " ")


def sees(page: Page, sum_: str) -> None:
    expect(page.locator(".bid-box__sum")).to_have_text(re.compile(re.escape(sum_)), timeout=5000)


def press_bid(page: Page) -> None:
    a_moment(page)
    page.locator(".bid-box .btn--primary").first.click()


def a_moment(page: Page) -> None:
    """A click within half a second of the last one, or of a new price, counts for nothing."""
    page.wait_for_timeout(600)


def box(page: Page) -> Any:
    return page.locator(".bid-box__body")


def seconds_left(page: Page) -> int:
    minutes, seconds = page.locator(".bid-box__clock").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def test_two_people_bid_against_each_other_and_both_see_every_price(
    house: House, enter: Enter
) -> None:
    lot = house.lot(opening=100)
    ana, bruno = enter(lot, "ana"), enter(lot, "bruno", **PHONE)
    visitor = enter(lot)
    press_bid(ana)
    expect(box(ana)).to_contain_text("Você está vencendo")
    for page in (ana, bruno, visitor):
        sees(page, "100,00")

    a_moment(bruno)
    bruno.locator(".bid-bar .btn--primary:visible, .bid-box .btn--primary:visible").first.tap()
    expect(box(bruno)).to_contain_text("Você está vencendo")
    for page in (ana, visitor):
        sees(page, "105,00")
    expect(box(ana)).to_contain_text("superado")

    a_moment(ana)
    ana.get_by_role("button", name=re.compile("Cobrir com")).first.click()
    expect(box(ana)).to_contain_text("Você está vencendo")
    sees(bruno, "110,00")
    expect(box(bruno)).to_contain_text("superado")
    expect(visitor.locator("[role=log]")).to_contain_text("Licitante 2")
    assert [row[1] for row in house.history(lot)] == [100, 105, 110]


def test_a_maximum_bids_for_its_owner_and_nobody_else_sees_it(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    ana, bruno = enter(lot, "ana"), enter(lot, "bruno")
    ana.fill("#amount", "400,00")
    ana.keyboard.press("Enter")
    a_moment(ana)
    ana.get_by_role("button", name=re.compile("Confirmar")).click()
    expect(box(ana)).to_contain_text("Você está vencendo")
    expect(box(ana)).to_contain_text("400,00")

    bruno.reload()
    bruno.wait_for_selector(".bid-box")
    press_bid(bruno)
    expect(box(bruno)).to_contain_text("já tinha um limite maior")
    sees(ana, "110,00")
    assert "400,00" not in bruno.content()
    expect(bruno.locator("[role=log]")).to_contain_text("automático")


def test_a_late_bid_gives_everybody_the_whole_window_again(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100, ends_in=45)
    ana, bruno = enter(lot, "ana"), enter(lot, "bruno")
    assert seconds_left(bruno) <= 45
    press_bid(ana)
    expect(bruno.locator(".bid-box")).to_contain_text("agora encerra")
    assert 110 <= seconds_left(bruno) <= 120
    assert abs(seconds_left(ana) - seconds_left(bruno)) <= 1


def test_the_lot_is_sold_to_the_leader_and_everybody_sees_it(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100, ends_in=10, soft_close_seconds=0)
    ana, bruno = enter(lot, "ana"), enter(lot, "bruno")
    press_bid(bruno)
    expect(box(bruno)).to_contain_text("Você está vencendo")
    press_bid(ana)
    expect(box(ana)).to_contain_text("Você está vencendo")
    expect(ana.locator(".result")).to_contain_text("Arrematado por você", timeout=25_000)
    expect(bruno.locator(".result")).to_contain_text("outro participante", timeout=5000)
    expect(bruno.locator(".result")).to_contain_text("liberado")
    row = house.auction(lot)
    assert (row["outcome"], row["price"]) == ("sold", 105)


def test_a_lot_that_is_coming_opens_by_itself(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100, opens_in=6, ends_in=900, status=Status.NOT_STARTED)
    ana = enter(lot, "ana")
    expect(box(ana)).to_contain_text("ainda não começou")
    expect(ana.locator("#amount")).to_be_visible(timeout=20_000)
    press_bid(ana)
    expect(box(ana)).to_contain_text("Você está vencendo")


def test_after_a_cut_the_room_is_right_and_no_bid_is_lost_in_silence(
    house: House, enter: Enter
) -> None:
    lot = house.lot(opening=100)
    ana, bruno = enter(lot, "ana"), enter(lot, "bruno")
    bruno.context.set_offline(True)
    bruno.evaluate("window.socket.io.engine.close()")
    expect(bruno.locator(".bid-box")).to_contain_text("Conexão perdida")
    bruno.locator(".bid-box .btn--primary").first.click(force=True)
    expect(bruno.locator(".bid-box")).to_contain_text(re.compile("não foi enviado|Conexão perdida"))
    press_bid(ana)
    expect(box(ana)).to_contain_text("Você está vencendo")
    assert price(bruno).endswith("100,00")  # the opening price: it could not hear of the bid

    bruno.context.set_offline(False)
    expect(bruno.locator(".bid-box")).not_to_contain_text("Conexão perdida", timeout=15_000)
    expect(bruno.locator("[role=log]")).to_contain_text("Licitante 1", timeout=3000)
    assert [row[1] for row in house.history(lot)] == [100]
    press_bid(bruno)
    expect(box(bruno)).to_contain_text("Você está vencendo")


def test_a_double_click_is_one_bid(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    ana = enter(lot, "ana")
    ana.locator(".bid-box .btn--primary").first.dblclick()
    expect(box(ana)).to_contain_text("Você está vencendo")
    ana.wait_for_timeout(700)
    assert house.one("select count(*) from bid_intents where product_id = :lot", lot=lot) == 1


def test_two_tabs_of_one_person_agree(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    first = enter(lot, "ana")
    second = first.context.new_page()
    second.goto(f"/auction/{lot}")
    second.wait_for_selector(".bid-box")
    press_bid(first)
    for tab in (first, second):
        expect(box(tab)).to_contain_text("Você está vencendo")


def test_an_amount_that_could_be_misread_is_refused_and_kept(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    ana = enter(lot, "ana")
    for typed in "1234.56", "12,345", "-5", "NaN", "1e9", "cem", "99.999.999.999,00", "1.23,4":
        ana.fill("#amount", typed)
        ana.keyboard.press("Enter")
        expect(ana.locator("#amount-error")).not_to_be_empty()
        expect(ana.locator("#amount")).to_have_value(typed)
        ana.wait_for_timeout(300)  # a bid sent all the same would have been written by now
    assert house.one("select count(*) from bid_intents where product_id = :lot", lot=lot) == 0


def test_the_seller_watches_and_cannot_bid(house: House, enter: Enter) -> None:
    seller = house.one("select user_id from users where username = 'frota'")
    lot = house.lot(seller, opening=100)
    page = enter(lot, "frota")
    expect(box(page)).to_contain_text("Você é o vendedor")
    expect(page.locator("#amount")).to_have_count(0)


def test_a_visitor_is_shown_the_way_to_log_in_and_back(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    page = enter(lot)
    total = box(page).locator(".costs--least .costs__total dd")
    expect(total).to_have_text("R$\u00a0105,00")
    press_bid(enter(lot, "bruno"))
    expect(total).not_to_have_text("R$\u00a0105,00")
    box(page).get_by_role("link", name="Entrar").click()
    page.fill("[name=username]", "ana")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/auction/{lot}$"))


def test_who_has_too_little_is_told_how_much_is_missing(house: House, enter: Enter) -> None:
    lot = house.lot(opening=900_000)
    ana = enter(lot, "ana")
    expect(box(ana)).to_contain_text("Faltam")
    expect(box(ana).get_by_role("link", name=re.compile("saldo", re.IGNORECASE))).to_be_visible()


def test_a_logged_out_screen_cannot_bid_any_more(house: House, enter: Enter) -> None:
    lot = house.lot(opening=100)
    ana = enter(lot, "ana")
    house.change(
        "update sessions set revoked_at = clock_timestamp() where user_id ="
        " (select user_id from users where username = 'ana')"
    )
    ana.wait_for_timeout(2100)  # a session may be remembered for two seconds
    press_bid(ana)
    expect(ana.locator(".bid-box")).to_contain_text(re.compile("sessão|Entre"))
    assert house.one("select count(*) from bid_intents where product_id = :lot", lot=lot) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [None, "ana"])
def test_the_room_has_no_barrier_that_a_machine_can_find(
    house: House, enter: Enter, name: str | None, scheme: str
) -> None:
    lot = house.one("select min(product_id) from products where outcome is null")
    assert barriers(enter(lot, name, color_scheme=scheme)) == []


def test_nothing_of_the_room_is_lost_at_320_pixels(house: House, enter: Enter) -> None:
    lot = house.one("select min(product_id) from products where outcome is null")
    page = enter(lot, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.locator(".bid-bar")).to_be_visible()
