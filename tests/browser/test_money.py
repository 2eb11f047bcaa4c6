"""Money comes in by Pix and goes home by Pix, in a real browser, at the simulator."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, expect

from services.people.passwords import hashed
from tests.browser.barriers import barriers, barriers_of_colour
from tests.house import House

Visit = Callable[..., Page]
PASSWORD, CPF = "onze mangas maduras", "61827394528"
PHONE: ViewportSize = {"width": 390, "height": 844}


def looked_at(page: Page) -> None:
    """Look at a page as it is, in the dark, and on a phone."""
    page.evaluate("document.fonts.ready")
    assert barriers(page) == []
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert barriers_of_colour(page) == []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def test_money_comes_in_by_pix_and_goes_home_by_pix(visit: Visit, house: House) -> None:
    house.person("mara", password=hashed(PASSWORD), cpf=CPF)
    page = visit("/wallet", who="mara", reduced_motion="reduce")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    # A form that is refused keeps what was typed; another is paid at a bank and shows it by itself.
    page.get_by_label("Valor", exact=True).first.fill("4,99")
    page.get_by_role("radio", name="Boleto").check()
    page.get_by_role("button", name="Continuar").click()
    expect(page.locator("#amount-refusal")).to_contain_text("R$ 5,00")
    expect(page.get_by_role("radio", name="Boleto")).to_be_checked()
    page.locator("#amount").fill("250,00")
    page.get_by_role("radio", name="Pix").check()
    page.get_by_role("button", name="Continuar").click()
    page.wait_for_url(re.compile(r"/payments/\d+$"))
    standing = page.locator("[data-standing]")
    expect(standing).to_have_text("Aguardando pagamento")
    expect(page.get_by_role("img", name="QR Code do Pix")).to_be_visible()
    expect(page.locator("[data-until]")).to_have_text(re.compile(r"^[45]\d:\d\d$"))
    page.get_by_role("button", name="Copiar código").click()
    expect(page.get_by_role("button", name="Copiado")).to_be_visible()
    code = page.evaluate("navigator.clipboard.readText()")
    assert code == page.get_by_label("Pix copia e cola").input_value()
    looked_at(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Pagar no simulador").click()
    opened.value.get_by_role("button", name="Simular pagamento por Pix").click()
    page.evaluate("window.stayed = true")
    page.bring_to_front()
    expect(standing).to_have_text("Recebido", timeout=20_000)
    expect(page.get_by_text("R$ 250,00 na sua carteira.")).to_be_visible()
    assert page.evaluate("window.stayed"), "the page was loaded again"

    # A boleto, given up.
    page.get_by_role("link", name="Voltar à carteira").click()
    page.locator("#amount").fill("80")
    page.get_by_role("radio", name="Boleto").check()
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_role("img", name="Código de barras do boleto")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Cancelar depósito").click()
    expect(standing).to_have_text("Cancelado")
    page.get_by_role("link", name="Tentar de novo").click()
    expect(page.locator("#amount")).to_have_value("80,00")
    expect(page.get_by_role("radio", name="Boleto")).to_be_checked()

    # Home again, to the own document, with a proof.
    house.change("update sessions set elevated_at = null where user_id ="
                 " (select user_id from users where username = 'mara')")  # fmt: skip
    page.get_by_role("link", name="Sacar", exact=True).click()
    expect(page.get_by_text("618.273.945-28")).to_be_visible()
    looked_at(page)
    page.get_by_label("Valor do saque").fill("100")
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sacar").click()
    page.wait_for_url(re.compile(r"/payments/\d+$"))
    expect(standing).to_have_text("Concluído", timeout=45_000)
    looked_at(page)
    page.get_by_role("link", name="Voltar à carteira").click()
    expect(page.locator(".sums__one--main")).to_contain_text("R$ 150,00")
    page.get_by_label("Tipo").select_option("out")
    page.get_by_role("button", name="Filtrar").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("-R$ 100,00")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Baixar em CSV").click()
    assert ";-100,00;150,00;" in taken.value.path().read_text("utf-8-sig")
    looked_at(page)
