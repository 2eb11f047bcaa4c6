"""A browser that was allowed to is told with every page closed; letters end by their link."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from services.mail.refusing import unsubscribe_mark
from tests.browser.barriers import barriers, barriers_of_colour
from tests.browser.conftest import Site
from tests.house import House

# The browser of the tests shows no notifications and has no push service: the page is given one
# that lets it, and the worker a place to show that can be read.
LENIENT = """
    Object.defineProperty(Notification, "permission", { get: () => "granted" });
    Notification.requestPermission = async () => "granted";
    const keys = { p256dh: "B".repeat(87), auth: "A".repeat(22) };
    const given = { endpoint: "https://push.example/here", keys };
    const unsubscribe = async () => localStorage.removeItem("kept");
    const kept = () =>
        localStorage.getItem("kept") && { ...given, toJSON: () => given, unsubscribe };
    PushManager.prototype.getSubscription = async () => kept();
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        if (applicationServerKey.length !== 87) throw new TypeError("no key");
        localStorage.setItem("kept", "yes");
        return kept();
    };
"""
SHOWING = """
    () => { self.registration.showNotification = async (title, { body, tag, data }) =>
        { self.shown = [title, body, tag, data.path]; }; }
"""
TAPPED = """
    async () => {
        self.clients.openWindow = async (address) => { self.opened = address; };
        const event = new Event("notificationclick");
        let done;
        Object.assign(event, {
            notification: { close() {}, data: { path: "/auction/7" } },
            waitUntil: (promise) => { done = promise; },
        });
        self.dispatchEvent(event);
        await done;
        return new URL(self.opened).pathname;
    }
"""


def deliver(page: Page, origin: str, message: dict[str, str]) -> None:
    """Let the browser hear a push, as from its own service."""
    line = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(event["registrations"]),
    )
    line.send("ServiceWorker.enable")
    for _ in range(50):
        if found:
            break
        page.wait_for_timeout(100)
    number, data = found[0]["registrationId"], json.dumps(message)
    told = {"origin": origin, "registrationId": number, "data": data}
    line.send("ServiceWorker.deliverPushMessage", told)


def browsers(house: House, person: int) -> list[str]:
    rows = house.rows("select endpoint from push_subscriptions where user_id = :u", u=person)
    return [row["endpoint"] for row in rows]


def test_a_browser_is_told_with_every_page_closed_until_it_wants_no_more(
    visit: Callable[..., Page], house: House, site: Site
) -> None:
    person = house.person("pushed", money=100)
    page = visit("/terms", who="pushed")
    page.context.add_init_script(LENIENT)
    page.goto("/account/settings")
    card = page.locator("[data-push]")
    expect(card).to_contain_text("Desativados neste navegador.")
    assert barriers(page) == []
    with page.context.expect_event("serviceworker") as started:
        card.get_by_role("button", name="Ativar avisos neste navegador").click()
    expect(card).to_contain_text("Ativados neste navegador.")
    assert browsers(house, person) == ["https://push.example/here"]

    worker = started.value
    worker.evaluate(SHOWING)
    told = {"text": "Superaram", "path": "/auction/7", "tag": "outbid-7", "language": "pt-BR"}
    deliver(page, f"{site.url}/", told)
    for _ in range(50):
        if worker.evaluate("self.shown"):
            break
        page.wait_for_timeout(100)
    assert worker.evaluate("self.shown") == ["Martelo", "Superaram", "outbid-7", "/auction/7"]
    assert worker.evaluate(TAPPED) == "/auction/7"

    house.change("delete from push_subscriptions")  # as after a new log-in
    page.evaluate("sessionStorage.clear()")
    page.goto("/terms")
    page.wait_for_function("sessionStorage.getItem('push-said') === 'pushed'")
    assert browsers(house, person) == ["https://push.example/here"]
    page.goto("/account/settings")
    card.get_by_role("button", name="Desativar neste navegador").click()
    expect(card).to_contain_text("Desativados neste navegador.")
    assert browsers(house, person) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_to_be_told_is_chosen_on_a_phone(
    visit: Callable[..., Page], house: House, theme: str
) -> None:
    name = f"choosy-{theme}"
    person = house.person(name)
    house.change("insert into settings (user_id, theme) values (:u, :t)", u=person, t=theme)
    page = visit("/account/settings", who=name, viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert barriers_of_colour(page) == []
    digest = page.get_by_role("checkbox", name="Resumo: Superaram meu lance")
    digest.check()
    page.get_by_label("Não me avise por e-mail nem no navegador nestas horas").check()
    page.select_option("#quiet_until", "22")
    page.get_by_role("button", name="Salvar alterações").click()
    expect(page.locator("#quiet-problem")).to_have_text("Escolha um fim diferente do começo.")
    expect(digest).to_be_checked()
    page.select_option("#quiet_until", "7")
    page.get_by_role("button", name="Salvar alterações").click()
    expect(page.locator(".notice--success")).to_be_visible()
    assert house.preferences.settings(person).quiet == (22, 7)


def test_a_link_asks_before_it_ends_letters(
    browser: Browser, browser_context_args: dict[str, Any], house: House, site: Site
) -> None:
    person = house.person("tired")
    secret = (site.log.parent / "state" / "secret").read_text()
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.goto(f"/unsubscribe/{unsubscribe_mark(secret, person, 'ending_soon')}")
    expect(page.locator("main")).to_contain_text("Lote que sigo está acabando")
    assert barriers(page) == []
    page.get_by_role("button", name="Parar estes e-mails").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pronto, paramos")
    chosen = {one.name: one.channels for one in house.preferences.settings(person).news}
    assert chosen["ending_soon"] == {"app", "push"}
    context.close()
