"""A day at the house's desk: each person of the house does what is theirs, and the site follows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.test_desk import WHY, order
from tests.browser.test_selling import NEXT, PUBLISH, photos, working_day
from tests.house import House

Visit = Callable[..., Page]
BRANCH, FEATURE, FORMULA = "Veleiros", "Comprimento do casco", "=2+3 Botes"
GONE = "Este endereço saiu do martelo"
ABOUT = "Veleiro de aço, de um inventário da casa, com motor revisado e velas novas a bordo."


@pytest.fixture
def chief(visit: Visit, house: House) -> Iterator[Page]:
    """The administrator at the desk; what was put into the catalogue is retired afterwards."""
    yield visit("/admin", who="helena")
    house.change(
        "update categories set retired_at = now() where category_name = :name", name=BRANCH
    )


def test_a_category_with_its_features_is_what_the_next_official_auction_asks_for(
    chief: Page, house: House
) -> None:
    chief.click(".desk__nav a[href='/admin/features']")
    chief.fill("#new-feature-feature_name", FEATURE)
    chief.select_option("#new-feature-kind", "number")
    chief.fill("#new-feature-unit", "m")
    chief.fill("#new-feature-low", "2")
    chief.fill("#new-feature-why", WHY)
    chief.click("[action='/admin/features'] button")
    expect(chief.locator(".notice--success")).to_be_visible()
    chief.click(".desk__nav a[href='/admin/catalogue']")
    chief.fill("#category-category_name", BRANCH)
    chief.fill("#category-why", WHY)
    chief.click("[action='/admin/catalogue'] button")
    chief.click(f".tree__one >> text={BRANCH}")
    chief.select_option("#attach-feature_id", label=f"{FEATURE} (m) · Número")
    chief.check("#attach-required")
    chief.fill("#attach-why", WHY)
    chief.click("form[action$='/attach'] button")
    expect(chief.locator(".asks")).to_contain_text(FEATURE)
    chief.click(f".asks a >> text={FEATURE}")
    chief.fill("#feature-high", "80")
    chief.fill("#feature-why", WHY)
    chief.click("form[action^='/admin/features/'] button")
    expect(chief.locator(".notice--success")).to_be_visible()
    assert barriers(chief) == []

    chief.click(".desk__nav a[href='/admin/auctions']")
    chief.get_by_role("button", name="Criar leilão oficial").click()
    expect(chief.locator("[name=auction_type][value=official]")).to_be_checked()
    chief.get_by_label(BRANCH, exact=True).check()
    chief.click(NEXT)
    chief.fill("#product_name", "Veleiro de aço da casa")
    chief.fill("#description", ABOUT)
    chief.get_by_label(FEATURE).fill("81")
    chief.click(NEXT)
    expect(chief.locator("[data-summary] a")).to_contain_text(FEATURE)
    chief.get_by_label(FEATURE).fill("12,5")
    chief.click(NEXT)
    chief.set_input_files("#photos-chosen", photos(1))
    expect(chief.locator("[data-photo]")).to_have_count(1)
    chief.click(NEXT)
    chief.fill("#min_bid", "90.000")
    chief.check("[name=ends][value=at]")
    chief.fill("#end_datetime", working_day(9))
    chief.click(NEXT)
    chief.fill("#city", "Santos")
    chief.select_option("#state", "SP")
    chief.click(NEXT)
    chief.click(PUBLISH)
    chief.wait_for_url(re.compile(r"/auction/\d+$"))
    lot = int(chief.url.rsplit("/", 1)[1])
    expect(chief.locator("main")).to_contain_text("12,5")
    assert house.auction(lot)["auction_type"] == "official"


def test_operator_and_finance_each_do_their_own_work(
    house: House, visit: Visit, enter: Callable[..., Page]
) -> None:
    branch = house.category(FORMULA, "botes-de-formula")
    seller, bidder = house.person("armador"), house.person("marujo", money=5000)
    lot = house.lot(
        seller, product_name="Bote", ends_in=1800, soft_close_seconds=0, category_id=branch
    )
    house.batch(house.request(bidder, lot, 200))
    watcher = enter(lot)
    operator = visit(f"/admin/auctions/{lot}", who="olivia")
    assert "Taxas e limites" not in operator.locator(".desk__nav").inner_text()
    assert operator.get_by_role("button", name="Criar leilão oficial").count() == 0
    order(operator, "extend", minutes="30")
    expect(watcher.locator(".bid-box__soft")).to_contain_text("Prorrogado pela administração")
    order(operator, "finalize", confirmation=str(lot))
    expect(watcher.locator(".room")).to_contain_text("Arrematado")

    finance = visit("/admin/reports", who="felipe")
    expect(finance.locator(".desk__nav")).not_to_contain_text("Categorias")
    href = finance.get_by_role("link", name="CSV").get_attribute("href")
    answer = finance.request.get(href or "")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text().lstrip("\ufeff")), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "@")]
    (own,) = [row for row in rows if FORMULA in row[0]]
    assert own[0] == f"'{FORMULA}"
    assert "100,00" in own
    house.change("update categories set retired_at = now() where category_id = :c", c=branch)

    house.change(
        "insert into gateway_events (event_id, event, subject, body, received_at, handled_at,"
        " result, tries, next_try_at) values ('evt_day', 'PAYMENT_RECEIVED', 'pay_of_nobody',"
        " :body, now(), now(), 'orphan', 1, now())",
        body=b'{"id": "evt_day", "event": "PAYMENT_RECEIVED", "payment": {"id": "pay_of_nobody"}}',
    )
    finance.goto("/admin/messages")
    finance.click("text=PAYMENT_RECEIVED")
    finance.get_by_role("button", name="Ler de novo").click()
    finance.wait_for_url("**?done=again")
    done = house.one("select count(*) from audit_records where action = 'message_again'")
    assert done == 1


def test_words_routes_and_handlers_change_while_the_site_is_open(
    chief: Page, visit: Visit, house: House
) -> None:
    visitor = visit("/terms")
    chief.click(".desk__nav a[href='/admin/texts']")
    chief.click("a[href='/admin/texts/pt-BR/page.404.title']")
    words = chief.locator("#text-words")
    before = words.input_value()
    save(chief, GONE)
    follows(visitor, "/nowhere", f"text.includes({GONE!r})")
    lost = visitor.goto("/nowhere")
    assert lost is not None
    assert lost.status == 404
    expect(visitor.locator("h1")).to_have_text(GONE)
    save(chief, before)
    follows(visitor, "/nowhere", f"!text.includes({GONE!r})")
    expect(chief.locator(".past summary")).to_contain_text("2")

    chief.goto("/admin/routes?q=terms")
    chief.click("text='GET /terms'")
    chief.fill("[name=why]", WHY)
    chief.get_by_role("button", name="Colocar em manutenção").click()
    follows(visitor, "/terms", "status === 503")
    closed = visitor.goto("/terms")
    assert closed is not None
    assert closed.status == 503
    expect(visitor.locator("h1")).to_have_text("Esta página está em manutenção")
    assert barriers(visitor) == []
    seen = chief.request.get("/terms")
    assert seen.status == 200, "who looks after the system sees what is being worked on"
    chief.fill("[name=why]", WHY)
    chief.get_by_role("button", name="Abrir de novo").click()
    follows(visitor, "/terms", "status === 200")

    chief.click(".desk__nav a[href='/admin/handlers']")
    one = chief.locator(".asks__one", has_text="tell_who_lost_the_lead")
    for button, off in (("Desligar", True), ("Ligar de novo", False)):
        one.locator("summary").click()
        one.locator("[name=why]").fill(WHY)
        one.get_by_role("button", name=button).click()
        expect(one.locator(".badge--warning")).to_have_count(int(off))
    assert barriers(chief) == []


def save(desk: Page, words: str) -> None:
    desk.fill("#text-words", words)
    desk.fill("[name=why]", WHY)
    desk.get_by_role("button", name="Salvar").click()
    expect(desk.locator(".notice--success")).to_be_visible()


def follows(visitor: Page, path: str, right: str) -> None:
    """Wait until the site answers a visitor as it now should, a few seconds after it was told."""
    assert visitor.evaluate(
        f"async () => {{ for (let tries = 0; tries < 50; tries++) {{"
        f" const answer = await fetch('{path}'), text = await answer.text();"
        f" const status = answer.status; if ({right}) return true;"
        " await new Promise(soon => setTimeout(soon, 200)); } return false; }"
    )
