"""With Google from the first click to the first bid: a newcomer, and somebody known already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.barriers import barriers, barriers_of_colour
from tests.browser.conftest import PASSWORD
from tests.house import House
from tests.oidc_provider import ANA, Provider

PHONE: ViewportSize = {"width": 390, "height": 844}
GO = "Continuar com o Google"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
Visit = Callable[..., Page]


@pytest.fixture(autouse=True)
def _as_it_was(provider: Provider) -> Iterator[None]:
    yield
    provider.person, provider.denies = dict(ANA), False


def looked_at(page: Page) -> None:
    """Nothing keeps anybody out: in light and dark, on a desk and on a phone."""
    assert barriers(page) == []
    page.emulate_media(color_scheme="dark")
    assert barriers_of_colour(page) == []
    page.emulate_media(color_scheme="light")
    desk = page.viewport_size
    page.set_viewport_size(PHONE)
    assert not page.evaluate(SIDEWAYS)
    if desk:
        page.set_viewport_size(desk)


def test_a_newcomer_is_asked_for_documents_before_the_first_bid_and_not_before(
    visit: Visit, provider: Provider, house: House
) -> None:
    lot = house.lot(house.person("seller-of-google", cpf=None))
    page = visit(f"/login?next=/auction/{lot}", reduced_motion="reduce")
    looked_at(page)
    provider.denies = True
    page.get_by_role("link", name=GO).click()
    page.get_by_role("link", name="Continuar como").click()
    expect(page.get_by_role("alert")).to_contain_text("Você não autorizou o Google")
    looked_at(page)
    provider.denies = False
    page.get_by_role("link", name=GO).click()
    page.get_by_role("link", name="Continuar como").click()
    page.wait_for_url(f"**/auction/{lot}")
    page.get_by_role("link", name="Concluir cadastro").click()
    expect(page.locator("#name")).to_have_value("Ana Souza")
    looked_at(page)
    page.locator("#cpf").fill("246.813.579-29")
    page.locator("#rg").fill("12.345.678-9")
    page.get_by_role("button", name="Concluir cadastro").click()
    expect(page.locator("#cpf-refusal")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#rg")).to_have_value("12.345.678-9")
    looked_at(page)
    page.locator("#cpf").fill("246.813.579-28")
    page.locator("#birth_date").fill("17/05/1985")
    page.locator("#gender").select_option("undisclosed")
    page.locator("#cellphone1").fill("(11) 98765-4321")
    page.get_by_role("button", name="Concluir cadastro").click()
    page.wait_for_url(f"**/auction/{lot}")
    page.wait_for_selector(".bid-box")
    expect(page.get_by_role("link", name="Concluir cadastro")).to_have_count(0)
    letter = house.one("select subject from mails where email = :email", email=ANA["email"])
    assert letter == "Sua conta está pronta; a senha é opcional"


def test_somebody_known_proves_it_once_without_scripts(
    visit: Visit, provider: Provider, house: House
) -> None:
    email = house.one("select email from users where username = 'bruno'")
    provider.person = {"sub": "3003", "email": email, "email_verified": True, "name": "Bruno"}
    page = visit("/login?next=/wallet", java_script_enabled=False)
    page.get_by_role("link", name=GO).click()
    page.get_by_role("link", name="Continuar como").click()
    page.wait_for_url("**/login/google")
    page.locator("#password").fill("not the password")
    page.get_by_role("button", name="Vincular e entrar").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Vincular e entrar").click()
    page.wait_for_url("**/wallet")
    again = visit("/login?next=/wallet", reduced_motion="reduce")
    again.get_by_role("link", name=GO).click()
    again.get_by_role("link", name="Continuar como").click()
    again.wait_for_url(re.compile("/wallet$"))

    # In the own account the link is seen, ended and made anew, with another e-mail there.
    again.goto("/account/security")
    google = again.get_by_role("region", name="Entrar com o Google")
    google.get_by_role("button", name=f"Desvincular a conta Google {email}").click()
    expect(again.locator(".notice--success")).to_contain_text("Google desvinculado")
    expect(google.get_by_role("button")).to_have_count(0)
    again.goto("/auth/google/redirect")
    again.get_by_role("link", name="Continuar como").click()
    again.wait_for_url("**/login/google")
    looked_at(again)
    again.goto("/account/security")
    provider.person["email"] = "bruno.em.casa@example.net"
    google.get_by_role("link", name="Vincular").click()
    again.get_by_role("link", name="Continuar como").click()
    expect(again.locator(".vouched__who")).to_have_text("bruno.em.casa@example.net")
    looked_at(again)
    again.get_by_role("button", name="Vincular").click()
    expect(google).to_contain_text("bruno.em.casa@example.net")
    looked_at(again)
    house.change("delete from identities where email = 'bruno.em.casa@example.net'")
