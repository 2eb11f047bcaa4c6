"""A question crosses from one browser to another and is read by all, with and without scripts."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import PASSWORD, settled
from tests.house import House


def log_in(page: Page, person: str, lot: int) -> None:
    page.goto(f"/login?next=/auction/{lot}")
    page.fill("[name=username]", person)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"^[^?]*/auction/{lot}$"))


def test_asked_answered_and_read(
    browser: Browser, browser_context_args: dict[str, Any], page: Page, house: House
) -> None:
    seller = house.one("select user_id from users where username = 'frota'")
    lot = house.lot(
        seller,
        product_name="Torno de perguntas",
        description="# Estado\n\nBom, **sem** folga.\n\n[laudo](https://laudo.example/1)",
    )
    official = house.lot(
        seller, auction_type="official", description="[laudo](https://laudo.example/1)"
    )
    log_in(page, "bruno", official)
    settled(page)
    expect(page.locator(".prose a")).to_have_attribute("rel", "nofollow ugc noopener")
    page.goto(f"/auction/{lot}")
    settled(page)
    expect(page.locator(".prose h3")).to_have_text("Estado")
    expect(page.locator(".prose a")).to_have_count(0)
    expect(page.locator(".prose")).not_to_contain_text("laudo.example")
    page.fill("#question", "11 98765-4321")
    page.click("form[action$='/questions'] button")
    expect(page.locator("#question-refusal")).to_contain_text("contatos são ocultados")
    expect(page.locator("#question")).to_have_value("11 98765-4321")
    assert barriers(page) == []
    page.fill("#question", "Vem com placa? Meu zap: 11 98765-4321")
    page.click("form[action$='/questions'] button")
    page.wait_for_url(f"**/auction/{lot}#questions")
    settled(page)
    expect(page.locator(".question")).to_contain_text("Aguarda resposta")
    assert barriers(page) == []

    without = browser.new_context(**browser_context_args, java_script_enabled=False)
    other = without.new_page()
    other.goto(f"/auction/{lot}")
    expect(other.locator("#questions")).to_contain_text("Ninguém perguntou ainda")
    log_in(other, "frota", lot)
    asked = other.locator(".question")
    expect(asked).to_contain_text("Vem com placa?")
    expect(asked).not_to_contain_text("98765")
    other.fill("[name=answer]", "Vem, de quatro castanhas.")
    other.click("form[action$='/answer'] button")
    expect(other.locator(".question__answer")).to_contain_text("quatro castanhas")
    without.close()

    page.reload()
    settled(page)
    expect(page.locator(".question__answer")).to_contain_text("quatro castanhas")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-share-copy]")
    expect(page.locator(".toast--success")).to_contain_text("Endereço copiado")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/auction/{lot}")
