"""The whole way of a person through the house: from nobody to logged out everywhere.

What each page refuses and how it looks is told elsewhere; here is that the parts make one way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pyotp
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import settled
from tests.forms import PASSWORD
from tests.house import House

Visit = Callable[..., Page]
PHONE: ViewportSize = {"width": 390, "height": 844}


def signs_up(page: Page, *steps: dict[str, str], email: str) -> None:
    """Fill the form in step by step, and confirm by the link of the letter."""
    for number, fields in enumerate(steps):
        expect(page.locator("[data-step]:visible")).to_have_count(1)
        if number:
            expect(page.locator("[data-step]:visible h2")).to_be_focused()
        for name, value in fields.items():
            page.fill(f"#{name}", value)
        page.locator("[data-on]:visible, [data-send]:visible").click()
    page.wait_for_url("**/auth/resend/**")
    reads_letter(page, email)
    page.locator(".inbox__text a[href*='/auth/confirm/']").click()
    page.wait_for_url("**/auth/letter/*")
    page.click("main button[type=submit]")
    page.wait_for_url("**/login?**")


def reads_letter(page: Page, email: str) -> str:
    """Open the latest letter to somebody, and give what it says."""
    page.goto("/dev/mail")
    page.locator(".inbox__one", has_text=email).first.click()
    return page.locator(".inbox__text").inner_text()


def logs_in(page: Page, who: str) -> None:
    page.goto("/login?next=/account/security")
    page.fill("#login", who)
    page.fill("#password", PASSWORD)
    page.click("form[action='/login'] [type=submit]")
    page.wait_for_url(re.compile(r"/(account/security|login/second)$"))


def gives_code(page: Page, code: str) -> None:
    page.fill("#code", code)
    page.click("form[action='/login/second'] [type=submit]")
    page.wait_for_url("**/account/security")


def logs_out(page: Page) -> None:
    page.locator("details:has(form[action='/logout']) > summary:visible").first.click()
    page.locator("form[action='/logout']:visible button").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def saves(page: Page) -> None:
    page.locator(".account button.btn--primary[type=submit]").first.click()
    expect(page.locator(".notice--success")).to_be_visible()


def adds_address(page: Page) -> None:
    page.goto("/account/addresses/new")
    page.locator("#address-zip_code").press_sequentially("70040010")
    expect(page.locator("#address-street_name")).to_have_value("SBS Quadra 1")
    expect(page.locator("#address-street_number")).to_be_focused()
    page.fill("#address-street_number", "10")
    saves(page)


def bids_unnamed(page: Page, watcher: Page, lot: int, *names: str) -> None:
    """Hide the name, bring money and bid; who watches sees a number, and the name nowhere."""
    page.goto("/account/settings")
    page.check("#anonymous_mode")
    saves(page)
    page.goto("/wallet")
    page.click("details:has(form[action='/wallet/demo-top-up']) > summary")
    page.fill("#demo-amount", "1.000,00")
    page.click("form[action='/wallet/demo-top-up'] [type=submit]")
    expect(page.locator(".sums__one--main")).to_contain_text(re.compile(r"1[.,]000[.,]00"))
    page.goto(f"/auction/{lot}")
    settled(page).locator(".bid-box .btn--primary").first.click()
    expect(page.locator(".bid-box .notice, .bid-box .band").first).to_be_visible()
    expect(watcher.locator(".bid-box")).to_contain_text("Licitante 1")
    seen = [watcher.content()]
    watcher.reload()
    expect(watcher.locator(".bid-box")).to_contain_text("Licitante 1")
    for source in (*seen, watcher.content()):
        assert not [name for name in names if name.lower() in source.lower()]


def takes_copy(page: Page, folder: Path, name: str) -> None:
    """Take home what the house knows, for machines and for a spreadsheet."""
    page.goto("/account/privacy")
    for kind in ("json", "zip"):
        with page.expect_download() as copy:
            page.click(f"a[href$='export.{kind}']")
        copy.value.save_as(folder / f"copy.{kind}")
    told = json.loads((folder / "copy.json").read_text(encoding="utf-8"))
    assert name in json.dumps(told, ensure_ascii=False)
    with ZipFile(folder / "copy.zip") as sheets:
        assert name in "".join(sheets.read(one).decode() for one in sheets.namelist())


def is_gone_everywhere(page: Page, other: Page) -> None:
    page.goto("/account/security")
    page.click("form[action$='/sessions/end-others'] button")
    expect(page.locator(".session")).to_have_count(1)
    assert other.goto("/account").status == 401  # type: ignore[union-attr]
    logs_out(page)
    assert page.goto("/account").status == 401  # type: ignore[union-attr]


def test_an_individual_from_the_first_page_to_the_last(
    visit: Visit, house: House, tmp_path: Path
) -> None:
    lot, email = house.lot(house.person("seller-of-iris"), opening=100), "iris@example.org"
    page = visit("/signUp", reduced_motion="reduce", accept_downloads=True)
    page.select_option("#gender", "female")
    who = {"name": "Íris Novaes", "cpf": "73120594652", "rg": "98.765.432-1"}
    signs_up(
        page,
        {**who, "birth_date": "03/09/1991"},
        {"email": email, "cellphone1": "(61) 98765-1234"},
        {},
        {"username": "iris.novaes", "password": PASSWORD},
        email=email,
    )
    logs_in(page, email)
    page.click("a[href='/account/security/app']")
    app = pyotp.TOTP(re.sub(r"\s", "", page.locator(".app__secret").inner_text()))
    now = int(house.clock.now().timestamp())
    page.fill("#code", app.at(now))
    page.click("form[action='/account/security/app'] [type=submit]")
    expect(page.locator(".codes li")).to_have_count(10)
    logs_out(page)
    logs_in(page, "iris.novaes")
    gives_code(page, app.at(now + 30))  # the half minute before has been used

    page.goto("/account")
    page.fill("#profile-name", "Íris Novaes Prado")
    saves(page)
    adds_address(page)
    page.goto("/account/settings")
    page.click(".account__looks [name=theme][value=dark]")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    page.click(".account__looks [name=language][value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    other = visit("/account", who="iris.novaes")
    expect(other.locator("html")).to_have_css("color-scheme", "dark")
    expect(other.locator("html")).to_have_attribute("lang", "en")
    expect(other.locator("#profile-name")).to_have_value("Íris Novaes Prado")

    bids_unnamed(page, visit(f"/auction/{lot}"), lot, "iris.novaes", "Novaes")
    takes_copy(page, tmp_path, "Íris Novaes Prado")
    is_gone_everywhere(page, other)


def test_a_company_from_the_first_page_to_the_last_on_a_phone(
    visit: Visit, house: House, tmp_path: Path
) -> None:
    lot, email = house.lot(house.person("seller-of-serra"), opening=100), "serra@example.org"
    page = visit(
        "/signUp?userType=legal_person",
        reduced_motion="reduce",
        accept_downloads=True,
        viewport=PHONE,
    )
    company = {"legal_business_name": "Serra Verde Ltda", "trade_name": "Serra Verde"}
    signs_up(
        page,
        {**company, "cnpj": "7kq24r9m000106", "name": "Otávio Lins", "cpf": "60491827369"},
        {"email": email, "cellphone1": "(31) 98765-1234"},
        {},
        {"username": "serra-verde", "password": PASSWORD},
        email=email,
    )
    logs_in(page, "serra-verde")
    page.click("button[name=method][value=email]")
    expect(page.locator(".notice--success")).to_be_visible()
    logs_out(page)
    logs_in(page, email)
    code = re.search(r"\b\d{6}\b", reads_letter(page, email))
    assert code
    page.goto("/login/second")
    gives_code(page, code.group())

    page.goto("/account")
    expect(page.locator(".known")).to_contain_text("7K.Q24.R9M/0001-06")
    page.fill("#profile-trade_name", "Serra Verde Leilões")
    saves(page)
    adds_address(page)
    page.goto("/account/settings")
    page.click(".account__looks [name=theme][value='hc-dark']")
    other = visit("/account", who="serra-verde")
    expect(other.locator("#profile-trade_name")).to_have_value("Serra Verde Leilões")

    bids_unnamed(page, visit(f"/auction/{lot}"), lot, "serra-verde", "Serra Verde", "Otávio")
    takes_copy(page, tmp_path, "Serra Verde Leilões")
    is_gone_everywhere(page, other)
