"""A person makes an account safe in a real browser, forgets the password, and comes back."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, expect

from services.people.one_time_codes import code_of
from services.people.passwords import hashed
from services.ports import Clock
from tests.browser.barriers import barriers, barriers_of_colour
from tests.forms import link_in
from tests.house import House

Visit = Callable[..., Page]
PHONE: ViewportSize = {"width": 390, "height": 844}
OLD, NEW = "tijolo na cachoeira azul", "quatro nuvens sobre a serra"


def looked_at(page: Page) -> None:
    """Look at a page as it is, in the dark, and on a phone."""
    assert barriers(page) == []
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert before is not None
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert barriers_of_colour(page) == []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def logs_in(page: Page, password: str) -> None:
    page.goto("/login?next=/wallet")
    page.get_by_label("E-mail ou usuário").fill("rosa")
    page.locator("#password").fill(password)
    page.locator("form[action='/login'] [type=submit]").click()
    page.wait_for_url(re.compile(r"/(wallet|login/second)$"))


def now(clock: Clock, secret: str) -> str:
    return code_of(secret, clock.now())


def test_two_steps_a_forgotten_password_and_a_link_in_the_same_browser(
    visit: Visit, house: House
) -> None:
    rosa = house.person("rosa", password=hashed(OLD))
    page = visit("/account/security", who="rosa")
    looked_at(page)

    # An app, its picture, a wrong code, and the codes to keep.
    page.get_by_role("link", name="Usar um aplicativo").click()
    expect(page.get_by_role("img", name="Código QR")).to_be_visible()
    page.get_by_label("Código que o aplicativo mostra").fill("12")
    page.get_by_role("button", name="Confirmar o aplicativo").click()
    expect(page.get_by_role("alert")).to_be_focused()
    secret = re.sub(r"\s", "", page.locator(".app__secret").inner_text())
    page.get_by_label("Código que o aplicativo mostra").fill(now(house.clock, secret))
    page.get_by_role("button", name="Confirmar o aplicativo").click()
    expect(page.locator(".codes li")).to_have_count(10)
    spare = page.locator(".codes code").first.inner_text()
    looked_at(page)

    # In another browser the password is half the way, and a spare code the rest.
    other = visit("/")
    logs_in(other, OLD)
    looked_at(other)
    other.get_by_label("Código").fill(spare.upper())
    other.get_by_role("button", name="Entrar").click()
    other.wait_for_url("**/wallet")

    # The first browser sees the other, and ends it.
    page.get_by_role("link", name="Já guardei").click()
    page.get_by_role("button", name=re.compile("Encerrar a sessão de Chrome")).first.click()
    expect(page.get_by_text("Sessão encerrada.")).to_be_visible()
    assert other.goto("/wallet").status == 401  # type: ignore[union-attr]

    # An old proof is asked for again over the form; letters take the place of the app.
    house.change("update sessions set elevated_at = now() - interval '5 min'")
    house.change("update totp_secrets set last_step = 0")
    page.get_by_role("button", name="Trocar para e-mail").click()
    expect(page.get_by_role("heading", name="Confirme que é você")).to_be_visible()
    looked_at(page)
    page.locator("#password").fill(OLD)
    page.get_by_label("Código").fill(now(house.clock, secret))
    page.get_by_role("button", name="Continuar").click()
    page.wait_for_url("**/account/security?done=email")
    expect(page.get_by_text("Ligada: código por e-mail")).to_be_visible()

    # A forgotten password is chosen anew by letter, and everybody is out.
    other.goto("/login")
    other.get_by_role("link", name="Esqueci minha senha").click()
    looked_at(other)
    other.get_by_label("E-mail").fill("rosa@example.com")
    other.get_by_role("button", name="Enviar o link").click()
    expect(other.get_by_text("Se existir uma conta")).to_be_visible()
    other.goto(letter(house, rosa))
    expect(other.locator("[aria-invalid], .field__refusal")).to_have_count(0)
    other.get_by_label("Nova senha", exact=True).fill("curta")
    expect(other.locator(".strength [role=status]")).to_have_text("Curta: faltam 7")
    looked_at(other)
    other.get_by_label("Nova senha", exact=True).fill(NEW)
    other.get_by_role("button", name="Trocar a senha").click()
    expect(other.get_by_text("Senha trocada. Entre com a nova.")).to_be_visible()
    assert page.goto("/account/security").status == 401  # type: ignore[union-attr]

    # The letter's link finishes the log-in where it was begun, and nowhere else.
    logs_in(other, NEW)
    link = letter(house, rosa)
    looked_at(other)
    page.goto(link)
    looked_at(page)
    page.locator("form[action^='/auth/letter/'] [type=submit]").click()
    expect(page.get_by_text("Este link só vale no navegador")).to_be_visible()
    other.goto(link)
    other.locator("form[action^='/auth/letter/'] [type=submit]").click()
    other.wait_for_url("**/wallet")


def letter(house: House, person: int) -> str:
    query = """
        select text from mails where user_id = :u and text like '%/auth/confirm/%'
        order by mail_id desc limit 1
    """
    return link_in(house.one(query, u=person))
