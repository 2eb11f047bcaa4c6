"""Money's whole way: in by Pix, held by a bid, for what was won, to the seller, and home."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from playwright.sync_api import Page, expect

from services.people.passwords import hashed
from tests.house import House

Visit = Callable[..., Page]
PASSWORD = "doze figos secos"
BUYER, SELLER = "68735201444", "90215764307"
ENDS_IN = 10.0
DECIDED = 30_000  # milliseconds: the lot's end, and the house's grace


def paid_by_pix(page: Page) -> None:
    """Pay the charge that stands on the page, at the simulator's own page of it."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Pagar no simulador").click()
    with opened.value.expect_navigation():  # a page closed on its way may never say that it is
        opened.value.get_by_role("button", name="Simular pagamento por Pix").click()
    opened.value.close()
    page.bring_to_front()


def sums(page: Page) -> list[str]:
    """Read the wallet: what is free, and what is held."""
    found = page.locator(".sums__one .num").all_inner_texts()
    return [text.replace("\xa0", " ") for text in found[:2]]


def test_from_a_top_up_to_the_sellers_bank(visit: Visit, house: House) -> None:
    house.person("ines", password=hashed(PASSWORD), cpf=BUYER)
    seller_id = house.person("otto", password=hashed(PASSWORD), cpf=SELLER)

    # In by Pix, and the wallet has it without anybody's help.
    buyer = visit("/wallet", who="ines", reduced_motion="reduce")
    buyer.locator("#amount").fill("80,00")
    buyer.get_by_role("button", name="Continuar").click()
    expect(buyer.get_by_role("img", name="QR Code do Pix")).to_be_visible()
    paid_by_pix(buyer)
    expect(buyer.locator("[data-standing]")).to_have_text("Recebido", timeout=20_000)

    # A bid holds its deposit, and wins.
    lot = house.lot(
        seller_id, opening=100, ends_in=ENDS_IN, soft_close_seconds=0,
        product_name="Rádio de válvulas", hold_policy="fixed_deposit", hold_value=Decimal(50),
    )  # fmt: skip
    buyer.goto(f"/auction/{lot}")
    buyer.locator(".bid-box .btn--primary").first.click()
    expect(buyer.locator(".bid-box")).to_contain_text("vencendo")
    watched = visit("/wallet", who="ines")
    assert sums(watched) == ["R$ 30,00", "R$ 50,00"]
    expect(buyer.locator(".bid-box")).to_contain_text("Arrematado por você", timeout=DECIDED)

    # The wallet pays what it can, Pix the rest.
    buyer.get_by_role("link", name=re.compile("Pagar")).first.click()
    buyer.wait_for_url(re.compile(r"/payments/\d+$"))
    due = buyer.locator("[data-headline]")
    expect(due).to_contain_text("Falta pagar R$\u00a055,00")  # the deposit counts
    buyer.get_by_role("button", name="Pagar R$\u00a030,00 com a carteira").click()
    expect(due).to_contain_text("Falta pagar R$\u00a025,00")
    buyer.get_by_role("button", name="Pix", exact=True).click()
    expect(buyer.get_by_role("img", name="QR Code do Pix")).to_be_visible(timeout=20_000)
    paid_by_pix(buyer)
    expect(due).to_contain_text("Tudo pago", timeout=20_000)

    # The seller hands the lot over, the buyer has it, and the money is the seller's.
    seller = visit("/sales", who="otto")
    seller.get_by_role("link", name="Rádio de válvulas").first.click()
    seller.get_by_label("Como foi entregue, ou onde retirar?").fill("Correios AB123456789BR")
    seller.get_by_role("button", name="Avisar que está entregue ou pronto").click()
    expect(due).to_contain_text("O vendedor avisou da entrega", timeout=20_000)
    buyer.get_by_text("Recebi o que comprei").click()
    buyer.get_by_role("button", name="Confirmar e liberar").click()
    expect(due).to_contain_text("Compra concluída")

    # Home, to the seller's own document.
    net = house.wallet.wallet(seller_id).available
    assert Decimal(90) <= net < Decimal(100)  # less the commission
    seller.goto("/wallet/withdraw")
    seller.get_by_label("Valor do saque").fill(str(net).replace(".", ","))
    if seller.get_by_label("Senha", exact=True).count():
        seller.get_by_label("Senha", exact=True).fill(PASSWORD)
    seller.get_by_role("button", name="Sacar").click()
    expect(seller.locator("[data-standing]")).to_have_text("Concluído", timeout=45_000)
    seller.goto("/wallet")
    assert sums(seller) == ["R$ 0,00", "R$ 0,00"]
    buyer.goto("/wallet")
    assert sums(buyer) == ["R$ 0,00", "R$ 0,00"]
    assert house.broken_promises() == []
