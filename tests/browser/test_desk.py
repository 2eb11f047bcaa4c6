"""A morning at the house's desk: an auctioneer verified, an auction ended with a watcher there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.house import House

Visit = Callable[..., Page]
WHY = "Pedido do comitente, por ofício"


@pytest.fixture
def lot(house: House) -> int:
    """A lot with a formula for a name and one bid on it."""
    count = house.one("select count(*) from users")
    seller = house.person(f"seller-at-desk{count}")
    bidder = house.person(f"bidder-at-desk{count}", money=5000)
    number = house.lot(seller, product_name="=1+1 Prensa", ends_in=1800, soft_close_seconds=0)
    house.batch(house.request(bidder, number, 200))
    return number


def order(page: Page, act: str, **fields: str) -> None:
    """Choose an act beside a lot or a person, fill the order and give it."""
    page.click(f".sheet__acts a[href$='/{act}']")
    page.fill("[name=reason]", WHY)
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.click(".order button[type=submit]")
    page.wait_for_url(f"**?done={act}")


def test_an_auctioneer_asks_and_is_verified(house: House, visit: Visit) -> None:
    ivo = house.person("ivo-leiloeiro")
    asking = visit("/account/auctioneer", who="ivo-leiloeiro")
    asking.click("form[action='/account/auctioneer'] button")
    expect(asking.locator("#auctioneer-registration-problem")).to_be_visible()
    assert barriers(asking) == []
    asking.fill("#auctioneer-registration", "123/2020")
    asking.select_option("#auctioneer-uf", "SP")
    asking.click("form[action='/account/auctioneer'] button")
    expect(asking.locator(".notice--info")).to_contain_text("JUCESP")

    desk = visit("/admin", who="helena")
    assert barriers(desk) == []
    desk.click("text=Leiloeiros a verificar")
    desk.click("text=Ivo-Leiloeiro")
    order(desk, "verify")
    expect(desk.locator(".records")).to_contain_text(WHY)
    assert barriers(desk) == []
    asking.goto("/account/auctioneer")
    expect(asking.locator(".notice--success")).to_contain_text("123/2020")
    assert house.one("select verified_by is not null from auctioneers where user_id = :u", u=ivo)


def test_who_watches_sees_at_once_what_the_house_does(
    house: House, visit: Visit, enter: Callable[..., Page], lot: int
) -> None:
    watcher = enter(lot)
    desk = visit("/admin", who="helena")
    desk.keyboard.press("Control+k")
    expect(desk.locator("[data-desk-find]")).to_be_focused()
    desk.keyboard.type(f"#{lot}")
    desk.keyboard.press("Enter")
    desk.click(".found a >> text=Prensa")
    before = house.auction(lot)["end_datetime"]
    order(desk, "extend", minutes="90")
    assert (house.auction(lot)["end_datetime"] - before).total_seconds() == 5400
    expect(watcher.locator(".bid-box__soft")).to_contain_text("Prorrogado pela administração")
    desk.click(".sheet__acts a[href$='/finalize']")
    expect(desk.locator(".order__then")).to_contain_text("Vence @bidder-at-desk")
    assert barriers(desk) == []
    desk.fill("[name=confirmation]", "nada")
    desk.click(".order button[type=submit]")
    expect(desk.locator("#order-reason-problem")).to_be_visible()
    expect(desk.locator("[name=confirmation]")).to_have_value("nada")
    assert barriers(desk) == []
    expect(watcher.locator(".bid-box")).not_to_contain_text("Arrematado")
    desk.fill("[name=reason]", WHY)
    desk.fill("[name=confirmation]", str(lot))
    desk.click(".order button[type=submit]")
    expect(watcher.locator(".room")).to_contain_text("Arrematado")
    expect(desk.locator(".badge >> text=Vendido")).to_be_visible()
    assert house.auction(lot)["outcome"] == "sold"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_table_narrows_sorts_and_leaves_as_a_file_without_formulas(
    visit: Visit, lot: int, width: int, base_url: str
) -> None:
    desk = visit(
        "/admin/auctions",
        who="helena",
        viewport={"width": width, "height": 800},
        color_scheme="dark" if width == 390 else "light",
    )
    assert barriers(desk) == []
    desk.fill("#q", "Prensa")
    desk.keyboard.press("Enter")
    rows = desk.locator(".ledger tbody tr")
    expect(rows.first).to_contain_text("=1+1 Prensa")
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    dashes = desk.locator(".ledger td", has_text=re.compile("^–$"))
    expect(dashes.first).to_be_visible(visible=width == 1280)  # a card says what there is
    assert (
        desk.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('.ledger'))")
        == 0
    )
    if width == 1280:
        desk.click(".ledger th a >> text=Preço")
        expect(desk.locator("th[aria-sort=ascending]")).to_contain_text("Preço")
    answer = desk.request.get(desk.locator("text=CSV").get_attribute("href") or "")
    found = list(csv.reader(io.StringIO(answer.text().lstrip("\ufeff")), delimiter=";"))
    named = [row for row in found if row[0] == str(lot)]
    assert named[0][1] == "'=1+1 Prensa"
    assert "100,00" in named[0]
    book = desk.request.get(desk.locator("text=XLSX").get_attribute("href") or "")
    assert cells_of(book.body(), lot)[1] == "'=1+1 Prensa"


def cells_of(body: bytes, lot: int) -> list[Any]:
    page = load_workbook(io.BytesIO(body)).active
    assert page is not None
    for row in page.iter_rows():
        assert all(cell.data_type != "f" for cell in row)
        if row[0].value == lot:
            values = [cell.value for cell in row]
            assert 100 in [value for value in values if isinstance(value, (int, float, Decimal))]
            return values
    raise LookupError(lot)


def test_an_auditor_finds_one_auction_and_no_way_to_anything_else(
    house: House, visit: Visit, lot: int
) -> None:
    person = house.person("dra-auditora")
    chief = house.one("select user_id from users where username = 'helena'")
    house.change(
        "insert into roles (user_id, role, product_id, granted_at, granted_by)"
        " values (:user, 'auditor', :lot, now(), :chief)",
        user=person,
        lot=lot,
        chief=chief,
    )
    desk = visit("/admin", who="dra-auditora")
    assert desk.locator(".desk__nav a").all_inner_texts() == ["Painel"]
    desk.click(".found a")
    expect(desk.locator(".ledger")).to_contain_text("bidder-at-desk")
    assert barriers(desk) == []
    for path in (f"/admin/auctions/{lot}", "/admin/users", "/admin/audit", "/admin/messages"):
        answer = desk.goto(path)
        assert answer is not None
        assert answer.status == 403
