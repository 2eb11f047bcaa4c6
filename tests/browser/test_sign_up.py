"""From nobody to an account in a real browser: somebody in steps, a company without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.barriers import barriers, barriers_of_colour
from tests.forms import COMPANY, PASSWORD, link_in, picture
from tests.house import House

Visit = Callable[..., Page]
PHONE: ViewportSize = {"width": 390, "height": 844}
MARIA = "maria.souza@example.com"


def link(house: House, email: str) -> str:
    query = "select text from mails where email = :email order by mail_id desc limit 1"
    return link_in(house.one(query, email=email))


def looked_at(page: Page) -> None:
    """Look at a step as it is, in the dark, and on a phone."""
    assert barriers(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert barriers_of_colour(page) == []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def test_an_individual_signs_up_step_by_step(visit: Visit, house: House, tmp_path: Path) -> None:
    page = visit("/login?next=/wallet", reduced_motion="reduce")
    page.click("text=Criar conta")
    on, summary = page.locator("[data-on]"), page.locator("[data-summary]")
    expect(page.locator("[data-step]:visible")).to_have_count(1)
    on.click()
    expect(summary).to_be_focused()
    expect(summary.locator("a")).to_have_count(5)
    expect(page.locator(".field__refusal")).to_have_count(5)
    looked_at(page)
    summary.locator("a", has_text="CPF").click()
    expect(page.locator("#cpf")).to_be_focused()
    page.locator("#cpf").press_sequentially("12345678909")
    expect(page.locator("#cpf")).to_have_value("123.456.789-09")
    expect(page.locator("#cpf-refusal")).to_have_count(0)
    page.fill("#name", "Maria de Souza")
    page.fill("#rg", "12.345.678-9")
    page.fill("#birth_date", "1985-05-17")
    page.select_option("#gender", "undisclosed")
    page.press("#name", "Enter")
    expect(page.locator("#step-contact")).to_be_focused()
    page.fill("#email", MARIA)
    page.fill("#cellphone1", "+55 11 98765-4321")
    looked_at(page)
    on.click()
    expect(page.locator("#step-address")).to_be_focused()
    page.locator("#zip_code").press_sequentially("01310100")
    expect(page.locator("#street_name")).to_have_value("Avenida Paulista")
    expect(page.locator("#state")).to_have_value("SP")
    expect(page.locator("#street_number")).to_be_focused()
    page.fill("#street_number", "1578")
    (tmp_path / "me.jpg").write_bytes(picture())
    page.set_input_files("#photo", tmp_path / "me.jpg")
    looked_at(page)
    on.click()
    page.fill("#username", "maria.souza")
    page.fill("#password", "martelo12345")
    page.click("[data-send]")
    expect(page.locator("#password-refusal")).to_be_visible()
    expect(page.locator("#password")).to_have_value("martelo12345")
    looked_at(page)
    page.go_back()
    expect(page.locator("#street_number")).to_have_value("1578")
    on.click()
    page.fill("#password", PASSWORD)
    expect(page.locator(".strength")).to_have_text("Forte")
    page.click("[data-send]")
    page.wait_for_url("**/auth/resend/**")
    expect(page.locator("main")).to_contain_text(MARIA)
    looked_at(page)
    page.goto(link(house, MARIA))
    looked_at(page)
    page.click("main button[type=submit]")
    page.wait_for_url("**/login?**")
    expect(page.locator(".notice--success")).to_be_visible()
    looked_at(page)
    page.fill("#login", "maria.souza")
    page.fill("#password", PASSWORD)
    page.click("main form[action='/login'] [type=submit]")
    page.wait_for_url("**/wallet")
    query = "select photo from users join addresses using (user_id) where email = :email"
    assert re.fullmatch(r"[0-9a-f]{32}", house.one(query, email=MARIA) or "")


def test_a_company_signs_up_without_scripts(visit: Visit, house: House) -> None:
    page = visit("/signUp?userType=legal_person", java_script_enabled=False, viewport=PHONE)
    expect(page.locator("[data-step]:visible")).to_have_count(4)
    expect(page.locator("#birth_date")).to_be_hidden()
    for field in ("legal_business_name", "trade_name", "name", "email", "cellphone1", "username"):
        page.fill(f"#{field}", COMPANY[field])
    page.fill("#cpf", "111.444.777-3")
    page.fill("#cnpj", "12.abc.345/01de-35")
    page.check("#scrap_purchase_authorization")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    expect(page.locator("[data-summary] a")).to_have_count(1)
    expect(page.locator("#cpf-refusal")).to_be_visible()
    expect(page.locator("#cnpj")).to_have_value("12.abc.345/01de-35")
    expect(page.locator("#scrap_purchase_authorization")).to_be_checked()
    page.fill("#cpf", "22233344405")
    page.fill("#password", PASSWORD)
    page.click("[data-send]")
    expect(page.locator("h1")).to_have_text("Confirme seu e-mail")
    page.click("text=Enviar de novo")
    expect(page.locator(".notice--success")).to_be_visible()
    page.goto(link(house, COMPANY["email"]))
    page.click("main button[type=submit]")
    expect(page.locator(".notice--success")).to_be_visible()
    assert house.one("select count(*) from legal_persons where cnpj = '12ABC34501DE35'") == 1
