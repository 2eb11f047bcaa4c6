"""A person's own pages as somebody meets them: data, addresses, choices, rights."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from services.people.passwords import hashed
from tests.browser.barriers import barriers, barriers_of_colour
from tests.forms import ADDRESS
from tests.house import House

PASSWORD = "nuvem lenta de abril"
PHOTO = next((Path(__file__).parents[2] / "static" / "demo").glob("*-480.webp"))
PHONE: ViewportSize = {"width": 390, "height": 844}
PAGES = (
    "/account",
    "/account/addresses",
    "/account/addresses/new",
    "/account/settings",
    "/account/privacy",
)
Visit = Callable[..., Page]


def save(page: Page) -> None:
    page.locator(".account button.btn--primary[type=submit]").first.click()


def test_somebody_puts_the_own_account_in_order(visit: Visit, house: House) -> None:
    dora = house.person("dora", cpf=None, password=hashed(PASSWORD))
    house.change("update sessions set elevated_at = null")
    page = visit("/account", who="dora", reduced_motion="reduce")

    page.fill("#profile-name", "Dora")
    page.fill("#profile-cpf", "123")
    save(page)
    summary = page.locator(".notice--danger")
    expect(summary).to_be_focused()
    assert barriers(page) == []
    summary.get_by_role("link", name="CPF").click()
    expect(page.locator("#profile-cpf")).to_be_focused()
    expect(page.locator("#profile-cpf")).to_have_value("123")
    for field, value in {
        "name": "Dora Nogueira Reis",
        "cpf": "482.650.317-26",
        "birth_date": "01/02/1990",
        "rg": "12.345.678-9",
        "cellphone1": "(61) 98765-4321",
    }.items():
        page.fill(f"#profile-{field}", value)
    page.select_option("#profile-gender", "female")
    save(page)
    expect(page.locator(".notice--success")).to_have_text("Alterações salvas.")
    expect(page.locator(".known")).to_contain_text("482.650.317-26")
    assert barriers(page) == []

    page.click("text=Trocar o e-mail")
    page.fill("#email-email", "dora@nova.example")
    page.fill("#email-password", PASSWORD)
    page.click("text=Enviar os dois links")
    expect(page.locator(".notice--info")).to_contain_text("dora@nova.example")

    letters = house.rows("select text from mails order by mail_id desc limit 2")
    for letter, said in zip(letters, ("Falta o outro", "O e-mail da conta mudou"), strict=True):
        link = re.search(r"/auth/confirm/[\w-]+", letter["text"])
        assert link
        page.goto(link.group())
        page.click(".door__form button[type=submit]")
        expect(page.locator(".notice--success")).to_contain_text(said)
    expect(page.locator(".known__email")).to_have_text("dora@nova.example")

    page.set_input_files("#photo-photo", PHOTO)
    page.click("text=Enviar foto")
    assert page.locator(".portrait img").evaluate(
        "img => img.decode().then(() => img.naturalWidth)"
    )

    house.addresses.add(dora, ADDRESS)
    page.goto("/account/settings")
    page.check("#anonymous_mode")
    page.uncheck("[name='outbid:email']")
    save(page)
    expect(page.locator("#anonymous_mode")).to_be_checked()
    assert house.preferences.settings(dora).anonymous
    page.goto("/account/privacy")
    page.click("text=Li e aceito")
    expect(page.locator(".account .table").first).to_contain_text("Aceito")

    house.accounts.prefer(dora, theme="dark")
    for path in PAGES:
        page.goto(path)
        assert barriers_of_colour(page) == [], path
    page.set_viewport_size(PHONE)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path
    house.accounts.prefer(dora, theme="light")
    for path in PAGES[1:]:
        page.goto(path)
        assert barriers(page) == [], path
