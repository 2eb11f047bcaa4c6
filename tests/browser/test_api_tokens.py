"""A person makes a key for a program, sees it once, uses it, and takes it back."""

from collections.abc import Callable

import httpx
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import Site
from tests.house import House


def test_a_key_is_made_seen_once_used_and_revoked(
    site: Site, visit: Callable[..., Page], house: House
) -> None:
    house.person("chaveira")
    page = visit("/account/security", who="chaveira")
    page.click("a[href='/account/security/tokens']")
    expect(page.locator(".empty")).to_be_visible()
    page.click("button:has-text('Criar chave')")
    expect(page.locator("[role=alert]")).to_contain_text("Escolha ao menos uma permissão")
    page.fill("#token-token_name", "planilha de casa")
    page.check("#scope-read")
    page.click("button:has-text('Criar chave')")
    secret = page.input_value("#secret")
    assert barriers(page) == []
    headers = {"Authorization": f"Bearer {secret}"}
    told = httpx.get(f"{site.url}/api/v1/me", headers=headers)
    assert told.json() == {"username": "chaveira", "scopes": ["read"]}
    page.click("text=Já guardei")
    assert secret not in page.content()
    expect(page.locator(".session")).to_contain_text(f"mrt_…{secret[-4:]}")
    assert barriers(page) == []
    page.click("button:has-text('Revogar')")
    expect(page.locator(".notice")).to_contain_text("Chave revogada")
    assert httpx.get(f"{site.url}/api/v1/me", headers=headers).status_code == 401
    page.goto("/api/docs")
    assert barriers(page) == []
