"""A sale in a real browser: paid, handed over and received, each seen by the other at once."""

from decimal import Decimal

from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers, barriers_of_colour
from tests.browser.conftest import PASSWORD
from tests.house import House
from tests.services.payments.conftest import office_of
from tests.till import Till


def test_what_was_won_is_paid_handed_over_and_received(page: Page, house: House) -> None:
    office = office_of(house, Till())
    bruno = house.one("select user_id from users where username = 'bruno'")
    seller = house.person("vendedora-da-venda")
    house.pay_in(bruno, 3000)
    lot = house.lot(
        seller, opening=1000, ends_in=3, soft_close_seconds=0, product_name="Baú de viagem",
        hold_policy="fixed_deposit", hold_value=Decimal(50),
    )  # fmt: skip
    house.batch(house.request(bruno, lot, 1000, confirmed=True))
    page.emulate_media(reduced_motion="reduce")
    page.goto("/login?next=/purchases")
    page.fill("[name=username]", "bruno")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/purchases")
    found = page.get_by_role("link", name="Baú de viagem")
    while not found.count():  # the house decides some seconds after the end
        page.wait_for_timeout(300)
        page.reload()
    assert barriers(page) == []
    found.click()
    expect(page.locator("[data-headline]")).to_contain_text("Falta pagar R$\u00a01.000,00")
    expect(page.locator("[data-until]")).to_contain_text("dia")
    payment = int(page.url.rsplit("/", 1)[1])
    assert barriers(page) == []
    page.get_by_role("button", name="Pagar R$\u00a01.000,00 com a carteira").click()
    expect(page.locator(".notice--success")).to_contain_text("confirmado")
    expect(page.locator("[data-headline]")).to_contain_text("Tudo pago")

    page.get_by_text("Tenho um problema com a compra").click()
    page.get_by_label("O que está errado?").fill("Ainda não sei")
    office.deliveries.hand_over(seller, payment, how="No balcão, das 9h às 17h")
    expect(page.locator("[data-stale]")).to_be_visible()  # what is being written stays
    expect(page.get_by_label("O que está errado?")).to_have_value("Ainda não sei")
    page.get_by_label("O que está errado?").fill("")
    page.get_by_label("O que está errado?").blur()
    expect(page.locator("[data-headline]")).to_contain_text("O vendedor avisou da entrega")
    expect(page.locator("[data-live]")).to_contain_text("O vendedor avisou da entrega")
    expect(page.locator(".sale__quote")).to_contain_text("No balcão")
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert barriers_of_colour(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_text("Recebi o que comprei").click()
    page.get_by_role("button", name="Confirmar e liberar").click()
    expect(page.locator("[data-headline]")).to_contain_text("Compra concluída")
    assert house.wallet.wallet(seller).balance == Decimal(950)
