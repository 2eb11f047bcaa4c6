"""At the desk: a flag is judged, a large withdrawal is checked, figures move by themselves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.house import House

Visit = Callable[..., Page]


def test_a_flag_is_judged_while_the_live_figures_move(house: House, visit: Visit) -> None:
    ana = house.person("flagged-ana")
    lot = house.lot(ana)
    number = house.one(
        "insert into flags (kind, unique_key, user_id, product_id, facts, raised_at)"
        " values ('nibbling', 'browser-1', :ana, :lot, '{\"bids\": 31}', now()) returning flag_id",
        ana=ana,
        lot=lot,
    )
    live = visit("/admin/live", who="helena")
    assert barriers(live) == []
    opened = live.locator("[data-figure=lots_open] [data-written]")
    before = int(opened.inner_text())
    house.lot(ana)
    expect(opened).to_have_text(str(before + 1), timeout=10_000)
    live.click("[data-live-pause]")
    expect(live.locator("[data-live-said]")).to_have_text("Em pausa")

    desk = visit("/admin", who="helena")
    desk.click("text=Sinais de abuso a rever")
    desk.click(f".ledger a[href='/admin/flags/{number}'] >> nth=1")
    expect(desk.locator(".desk-facts")).to_contain_text("31")
    desk.click("button[value=confirm]")
    expect(desk.locator("#order-reason-problem")).to_be_visible()
    assert barriers(desk) == []
    desk.fill("[name=reason]", "Trinta passos mínimos seguidos")
    desk.click("button[value=confirm]")
    expect(desk.locator(".records")).to_contain_text("Trinta passos mínimos seguidos")
    assert barriers(desk) == []
    assert house.one("select status from flags where flag_id = :f", f=number) == "confirmed"
    assert house.one("select blocked_at from users where user_id = :a", a=ana) is None


def test_a_large_withdrawal_shows_its_owner_that_it_is_checked(house: House, visit: Visit) -> None:
    dora = house.person("rica-dora", money=200_000)
    wallet = visit("/wallet/withdraw", who="rica-dora")
    wallet.fill("[name=amount]", "150.000,00")
    wallet.click("form[action='/wallet/withdrawals'] button[type=submit]")
    wallet.wait_for_url("**/payments/*")
    expect(wallet.locator("[data-standing]")).to_contain_text("Em conferência")
    assert barriers(wallet) == []
    payment = int(wallet.url.rsplit("/", 1)[1].partition("?")[0])
    desk = visit("/admin/payouts?state=checking", who="helena")
    assert barriers(desk) == []
    desk.click(f".ledger a[href='/admin/payouts/{payment}'] >> nth=0")
    desk.fill("[name=reason]", "Documento conferido")
    desk.click("button[value=ask]")
    expect(desk.locator(".notice--success")).to_be_visible()
    assert barriers(desk) == []
    desk.click("a[href^='/admin/approvals/']")
    facts = desk.locator(".desk-facts")
    expect(facts).to_contain_text(f"Saque nº {payment}")
    expect(facts).to_contain_text("R$\u00a0150.000,00")
    assert barriers(desk) == []
    desk.go_back()
    desk.fill("[name=reason]", "A pedido da dona da conta")
    desk.click("button[value=refuse]")
    expect(desk.locator(".sheet__marks")).to_contain_text("Recusado")
    wallet.reload()
    expect(wallet.locator(".notice--danger")).to_contain_text("A pedido da dona da conta")
    assert house.wallet.wallet(dora).held == Decimal(0)
