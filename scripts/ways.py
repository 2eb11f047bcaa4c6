"""The ways into a state worth a look: what is pressed, typed or asked for on a page."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from scripts.visiting import (
    KNOWN,
    PASSWORD,
    SAFE,
    Ground,
    log_in,
    vouched,
)
from tests.oidc_provider import ANA

Way = Callable[[Page, Ground], None]


def click(selector: str) -> Way:
    """Press something, and wait for what it shows."""

    def way(page: Page, where: Ground) -> None:
        page.locator(selector).locator("visible=true").first.click()
        page.wait_for_load_state()

    return way


def typed(selector: str, text: str, *more: str) -> Way:
    """Type into fields, and send their form; the answer is the state to see."""

    def way(page: Page, where: Ground) -> None:
        for field in (selector, *more):
            page.fill(field, text)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.press(selector, "Enter")
        page.wait_for_load_state()
        page.wait_for_selector("[aria-invalid=true], .notice--danger, [role=alert]")

    return way


def keeping(page: Page, where: Ground) -> None:
    """Keep the search of a listing."""
    page.click(".keep__open")
    page.click(".keep__form button[type=submit]")
    page.wait_for_selector(".searches__one")


def proven(page: Page, where: Ground) -> None:
    """Give the password once more, where it is asked for."""
    if page.url.startswith(f"{where.url}/account/verify"):
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "/account/verify" not in url)


def paying_in(page: Page, where: Ground) -> None:
    """Ask to pay money in by Pix, which leads to the page of that payment."""
    form = page.locator("form[action='/wallet/top-ups']")
    form.locator("[name=amount]").fill("50,00")
    form.locator("[type=submit]").click()
    page.wait_for_url("**/payments/*")


def opened(page: Page, where: Ground) -> None:
    """Come by the link of a letter, which leads away from its own address."""
    page.wait_for_url("**/auth/letter/*")


def half_in(page: Page, where: Ground) -> None:
    """Log in as somebody whose second step is an app."""
    log_in(page, SAFE)
    page.wait_for_url("**/login/second")


def known(page: Page, where: Ground) -> None:
    """Come with the other house's word for an e-mail that has an account here."""
    with vouching_for(where, "3003", KNOWN):
        vouched(page)
        page.wait_for_url("**/login/google")


def tying(page: Page, where: Ground) -> None:
    """Ask for the other house's word from one's own account."""
    with vouching_for(where, "4004", "ana@outra.example"):
        page.click("#google a[href='/account/security/google']")
        proven(page, where)
        page.click("a")
        page.wait_for_url("**/account/security/google/link")


@contextlib.contextmanager
def vouching_for(where: Ground, number: str, email: str) -> Iterator[None]:
    """Let the other house know somebody else for a while."""
    assert where.provider is not None
    where.provider.person = {**ANA, "sub": number, "email": email}
    yield
    where.provider.person = dict(ANA)


def next_step(page: Page, where: Ground) -> None:
    """Go on with nothing filled in: everything that is missing is told."""
    page.click("[data-on]")
    page.wait_for_selector("[aria-invalid=true]")


def paid_before(page: Page, where: Ground) -> None:
    """Read the history of a payment."""
    paying_in(page, where)
    page.click("a[href$='/history']")
    page.wait_for_url("**/history")


def writing(step: str) -> Way:
    """Go on with a draft, or begin one, and stand at one of its steps."""

    def way(page: Page, where: Ground) -> None:
        begun = page.locator(".draft__name a")
        (begun if begun.count() else page.locator(".selling__start button")).first.click()
        page.wait_for_selector("[data-draft]")
        page.locator(f".stepper__go[value={step}]").click()
        page.wait_for_url(f"**step={step}")

    return way


def forged(page: Page, where: Ground) -> None:
    """Send a form without its proof."""
    page.evaluate(
        "document.querySelector('[name=csrf]').value = 'x';"
        "document.querySelector('form[action=\"/preferences\"]').requestSubmit()"
    )
    page.wait_for_selector(".fault")


def posed(page: Page, where: Ground) -> None:
    """Wait until every room of the gallery stands."""
    page.wait_for_selector("[data-still] .room")
