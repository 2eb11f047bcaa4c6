"""Visits to the site: a browser, a look, and the people who are logged in."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

from scripts.bench_site import site
from services.people.one_time_codes import code_of
from tests.forms import INDIVIDUAL
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, opened

THEMES = ("light", "dark", "hc-light", "hc-dark")
LANGUAGES = ("pt-BR", "en")
DESK, HEIGHT = 1280, 800
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
BROWSERS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
PERSON, SAFE, ADMINISTRATOR, NEWCOMER = "ana", "frota", "helena", "newcomer"
KNOWN, PASSWORD = "bruno@exemplo.com.br", "martelo-demo-2026"
BROKEN_SITE = Path(__file__).with_name("broken_site.py")
LOTS = "/?state=all&page={}"
FACES = "[...document.querySelectorAll('[data-card]')].map(e => [e.dataset.face, e.dataset.card])"
LINK = re.compile(r"/auth/confirm/[\w-]+")
ADDRESS = {
    "zip_code": "01310-100",
    "street_name": "Avenida Paulista",
    "street_number": "1578",
    "district": "Bela Vista",
    "city": "São Paulo",
    "state": "SP",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A theme and a language to see the site in."""

    theme: str
    language: str

    def __str__(self) -> str:
        return f"{self.theme} {self.language}"


@dataclass(slots=True, kw_only=True)
class Ground:
    """A site, and what was found and made on it once: sessions, letters, and lots by their face."""

    url: str
    provider: Provider | None = None
    sessions: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    lots: dict[str, str] = field(default_factory=dict)
    address: str = ""
    mail: str = ""
    key: str = ""

    @property
    def own(self) -> bool:
        """Tell whether the site was started for the visit."""
        return self.provider is not None

    def cookie(self, name: str, value: str) -> Any:
        """Make a cookie as the site names it."""
        secure = self.url.startswith("https://")
        prefix = "__Host-" if secure else ""
        return {"name": prefix + name, "value": value, "url": self.url, "secure": secure}


@contextlib.contextmanager
def ground() -> Iterator[Ground]:
    """Give the site set as BASE_URL, or a demonstration of our own beside a house that vouches."""
    if given := os.environ.get("BASE_URL"):
        yield Ground(url=given.rstrip("/"))
        return
    with opened() as provider:
        google = {
            "GOOGLE_CLIENT_ID": CLIENT_ID,
            "GOOGLE_CLIENT_SECRET": CLIENT_SECRET,
            "GOOGLE_DISCOVERY_URL": provider.discovery_url,
        }
        with site(BROKEN_SITE, **google) as running:
            yield Ground(url=running.url, provider=provider)


def open_browser(chromium: BrowserType) -> Browser:
    """Start the browser set as CHROME_PATH, one that is installed, or Playwright's own."""
    found = os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*QUIET, "--no-sandbox"] if root else list(QUIET)
    return chromium.launch(args=flags, executable_path=found)


def arrive(
    browser: Browser, where: Ground, look: Look | None = None, *, who: str = ""
) -> BrowserContext:
    """Open a browser on the site, in a look, as somebody or as nobody."""
    look = look or Look(theme=THEMES[0], language=LANGUAGES[0])
    context = browser.new_context(
        base_url=where.url,
        locale=look.language,
        reduced_motion="reduce",
        timezone_id="America/Sao_Paulo",
        viewport={"width": DESK, "height": HEIGHT},
    )
    chosen = {"theme": look.theme, "language": look.language}
    cookies = chosen | ({"sid": where.sessions[who]} if who else {})
    context.add_cookies([where.cookie(name, value) for name, value in cookies.items()])
    if who:  # an account keeps its own look
        page = context.new_page()
        for name, value in chosen.items():
            send(page, "/terms", "/preferences", {"next": "/terms", name: value})
        page.close()
    return context


def settle(page: Page) -> None:
    """Wait until scripts have taken over, and every picture in the page is there."""
    if page.query_selector("#app"):
        page.wait_for_function("window.did_handshake === true")
    page.evaluate(
        "Promise.all([...document.images].map(i => { i.loading = 'eager';"
        " return i.decode().catch(() => null) }))"
    )
    page.evaluate("document.fonts.ready.then(() => null)")


def send(page: Page, path: str, door: str, form: dict[str, str]) -> None:
    """Send a form of a page with its proof, without looking at the answer."""
    page.goto(path)
    proof = page.locator("main [name=csrf], [name=csrf]").first.input_value()
    answer = page.request.post(door, multipart={"csrf": proof, **form})
    assert answer.status < 400, f"{door}: {answer.status}"


def prepare(browser: Browser, where: Ground) -> None:
    """Find a lot for each face of a card, log people in, and have letters written.

    Of the live lots the one that ends last, so that it is still live at the end of a long walk.
    """
    nobody = arrive(browser, where).new_page()
    for number in range(1, 9):
        nobody.goto(LOTS.format(number))
        faces = nobody.evaluate(FACES)
        for face, auction in faces:
            where.lots[face] = f"/auction/{auction}"
        if not faces:
            break
    send(nobody, "/signUp", "/signUp", {**INDIVIDUAL, "next": "/"})
    send(nobody, "/auth/change", "/auth/change", {"email": KNOWN})
    for who in (PERSON, ADMINISTRATOR):
        page = arrive(browser, where).new_page()
        log_in(page, who)
        keep(where, page, who)
    own = arrive(browser, where, who=PERSON).new_page()
    where.address = an_address(own)
    send(own, "/account", "/account/email", {"email": "ana@nova.example", "password": PASSWORD})
    if where.own:
        newcomer = arrive(browser, where).new_page()
        vouched(newcomer)
        newcomer.wait_for_selector(".menu__name", state="attached")
        keep(where, newcomer, NEWCOMER)
        where.key = an_app(browser, where)
    read_letters(nobody, where)
    for context in browser.contexts:
        context.close()


def log_in(page: Page, who: str, *, password: str = PASSWORD) -> None:
    """Give a name and a password."""
    page.goto("/login")
    page.fill("#login", who)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.wait_for_load_state()


def vouched(page: Page) -> None:
    """Let the other house vouch for who it says one is."""
    page.goto("/login")
    page.click("a[href^='/auth/google/redirect']")
    page.click("a")


def keep(where: Ground, page: Page, who: str) -> None:
    """Keep somebody's session for later visits."""
    cookies = {str(one.get("name")): str(one.get("value")) for one in page.context.cookies()}
    where.sessions[who] = cookies.get("sid") or cookies["__Host-sid"]


def an_address(page: Page) -> str:
    """Give the path of an address of somebody's own, written down if there is none."""
    found = page.locator(".addresses a[href^='/account/addresses/']").first
    page.goto("/account/addresses")
    if not found.count():
        send(page, "/account/addresses/new", "/account/addresses", ADDRESS)
        page.goto("/account/addresses")
    return str(found.get_attribute("href"))


def an_app(browser: Browser, where: Ground) -> str:
    """Give somebody an app as the second step; returns its key."""
    page = arrive(browser, where).new_page()
    log_in(page, SAFE)
    page.goto("/account/security/app")
    key = re.sub(r"\s", "", page.locator(".app__secret").inner_text())
    page.fill("main [name=code]", code_of(key, datetime.now(UTC)))
    page.press("main [name=code]", "Enter")
    page.wait_for_selector(".codes")
    return key


def read_letters(page: Page, where: Ground) -> None:
    """Note a letter to look at, and where the links of letters lead, by what they open."""
    page.goto("/dev/mail")
    paths = page.locator("a[href^='/dev/mail/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    where.mail = paths[0]
    for path in paths:
        if found := LINK.search(page.request.get(path).text()):
            page.goto(found[0])
            where.letters.setdefault(page.locator("h1").inner_text(), found[0])
