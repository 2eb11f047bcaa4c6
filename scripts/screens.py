"""Photographs every page and every state of the gallery, in all looks, to be leafed through.

    python -m scripts.screens                          starts a demonstration of its own
    BASE_URL=http://localhost:8080 python -m scripts.screens --only lot --theme dark --width 360

The pictures go to `screens/`, with `index.html` to see them side by side. `--only`, `--theme`,
`--language` and `--width` may be given several times; `--only` takes the beginning of a name.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright

from scripts.screens_sheet import Picture, write_sheet

ROOT = Path(__file__).resolve().parents[1]
THEMES = ("light", "dark", "hc-light", "hc-dark")
LANGUAGES = ("pt-BR", "en")
WIDTHS = (360, 768, 1280)
HEIGHT = 800
START_SECONDS = 90
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
BROWSERS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")
PERSON, PASSWORD = "ana", "martelo-demo-2026"

PUBLIC = {
    "home": "/",
    "listing-coming": "/?state=coming",
    "listing-ended": "/?state=ended",
    "listing-page-2": "/?state=all&page=2",
    "listing-sorted": "/?state=all&sort=price_high",
    "listing-search": "/?q=ouro&state=all",
    "listing-none": "/?q=zzzz",
    "login": "/login",
    "fault-401": "/wallet",
    "fault-404": "/nowhere",
}
OWN = {"own-home": "/", "own-wallet": "/wallet"}
# A page that finds where a lot of each kind is, so that each is seen once.
LOTS = "/?state=all&page={}"
FACES = "[...document.querySelectorAll('[data-card]')].map(e => [e.dataset.face, e.dataset.card])"
BARE = ".top, .foot, .demo-banner { display: none !important }"


@dataclass(slots=True, kw_only=True)
class Session:
    """What is asked for, and the pictures taken so far."""

    url: str
    folder: Path
    wanted: argparse.Namespace
    taken: list[Picture]

    def wants(self, name: str) -> bool:
        """Tell whether a page is asked for."""
        only: list[str] = self.wanted.only
        return not only or any(name.startswith(start) for start in only)

    def wants_gallery(self) -> bool:
        """Tell whether any state of the gallery is asked for."""
        only: list[str] = self.wanted.only
        return self.wants("design") or any(start.startswith("design-") for start in only)

    def path(self, picture: Picture) -> Path:
        """Make the place for a picture, and note it as taken."""
        place = self.folder / picture.file
        place.parent.mkdir(parents=True, exist_ok=True)
        self.taken.append(picture)
        return place


def main() -> None:
    """Take the pictures asked for and write the sheet that shows them."""
    wanted = arguments()
    begun = time.monotonic()
    with site() as url, sync_playwright() as playwright:
        session = Session(url=url, folder=wanted.out, wanted=wanted, taken=[])
        browser = open_browser(playwright.chromium)
        lots = lots_of_each_kind(browser, session)
        for theme, language in product(wanted.theme, wanted.language):
            photograph(browser, session, {**PUBLIC, **lots}, theme, language)
            print(f"{theme} {language}: {len(session.taken)} pictures", flush=True)
        browser.close()
    sheet = write_sheet(session.folder, session.taken)
    print(f"{len(session.taken)} pictures in {time.monotonic() - begun:.0f} s: {sheet}")


def photograph(
    browser: Browser, session: Session, pages: dict[str, str], theme: str, language: str
) -> None:
    """Take all pages in one theme and language, at every width."""
    context = looking(browser, session, theme, language)
    page = context.new_page()
    for name, path in pages.items():
        if session.wants(name):
            page.goto(path)
            at_every_width(page, session, name, theme, language)
    if session.wants("fault-403"):
        page.goto("/")
        page.evaluate(
            "document.querySelector('[name=csrf]').value = 'x';"
            "document.querySelector('form[action=\"/preferences\"]').requestSubmit()"
        )
        page.wait_for_selector(".fault")
        at_every_width(page, session, "fault-403", theme, language)
    if session.wants_gallery():
        gallery(page, session, theme, language)
    if any(session.wants(name) for name in (*OWN, "own-lot")):
        enter(page, theme, language)
        lot = next((path for path in pages.values() if path.startswith("/auction/")), "/")
        for name, path in {**OWN, "own-lot": lot}.items():
            if session.wants(name):
                page.goto(path)
                at_every_width(page, session, name, theme, language)
    context.close()


def at_every_width(page: Page, session: Session, name: str, theme: str, language: str) -> None:
    """Take one page whole at every width."""
    for width in session.wanted.width:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        settle(page)
        picture = Picture(name=name, theme=theme, language=language, width=width)
        page.screenshot(path=session.path(picture), full_page=True)


def gallery(page: Page, session: Session, theme: str, language: str) -> None:
    """Take every state of the gallery of components, each alone."""
    page.goto("/design")
    page.wait_for_selector("[data-still] .room")
    page.add_style_tag(content=BARE)
    names = [
        str(name)
        for name in page.evaluate(
            "[...document.querySelectorAll('[data-specimen]')].map(e => e.dataset.specimen)"
        )
    ]
    for width in session.wanted.width:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        settle(page)
        for state in names:
            name = f"design-{state}"
            if session.wants(name):
                picture = Picture(name=name, theme=theme, language=language, width=width)
                page.locator(f"[data-specimen='{state}']").screenshot(path=session.path(picture))


def settle(page: Page) -> None:
    """Wait until scripts have taken over, and every picture in the page is there."""
    if page.query_selector("#app"):
        page.wait_for_function("window.did_handshake === true")
    page.evaluate(
        "Promise.all([...document.images].map(i => { i.loading = 'eager';"
        " return i.decode().catch(() => null) }))"
    )
    page.evaluate("document.fonts.ready.then(() => null)")


def enter(page: Page, theme: str, language: str) -> None:
    """Log in, and keep the look: an account has its own."""
    page.goto("/login")
    page.fill("#login", PERSON)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_selector(".menu__name", state="attached")
    for field, value in (("theme", theme), ("language", language)):
        csrf = page.locator("[name=csrf]").first.input_value()
        page.request.post("/preferences", form={"csrf": csrf, "next": "/", field: value})


def looking(browser: Browser, session: Session, theme: str, language: str) -> BrowserContext:
    """Open a browser that shows the site in a theme and a language."""
    context = browser.new_context(
        base_url=session.url,
        locale=language,
        reduced_motion="reduce",
        timezone_id="America/Sao_Paulo",
        viewport={"width": WIDTHS[-1], "height": HEIGHT},
    )
    look = {"theme": theme, "language": language}
    prefix = "__Host-" if session.url.startswith("https://") else ""
    context.add_cookies(
        [
            {"name": prefix + name, "value": value, "url": session.url, "secure": bool(prefix)}
            for name, value in look.items()
        ]
    )
    return context


def lots_of_each_kind(browser: Browser, session: Session) -> dict[str, str]:
    """Find one lot for every face a card can have, by the listing."""
    context = looking(browser, session, THEMES[0], LANGUAGES[0])
    page = context.new_page()
    found: dict[str, str] = {}
    for number in range(1, 9):
        page.goto(LOTS.format(number))
        faces = page.evaluate(FACES)
        for face, auction in faces:
            found.setdefault(f"lot-{face}", f"/auction/{auction}")
        if not faces:
            break
    context.close()
    return found


@contextlib.contextmanager
def site() -> Iterator[str]:
    """Give the address of the site: the one set as BASE_URL, or a demonstration of our own."""
    if given := os.environ.get("BASE_URL"):
        yield given.rstrip("/")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(
        prefix="martelo-screens-", ignore_cleanup_errors=True
    ) as state:
        Path(state).chmod(0o755)
        settings = {
            "BASE_URL": url,
            "DATABASE_URL": "",
            "DEMO": "1",
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "STATE_DIR": str(Path(state) / "state"),
        }
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py")], cwd=ROOT, env=os.environ | settings
        )
        try:
            wait_for(url, process)
            yield url
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers with its lots; a site that stops before is a failure."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            if b"data-card" in answer.read():
                return
        time.sleep(0.5)
    sys.exit("The site did not start.")


def open_browser(chromium: BrowserType) -> Browser:
    """Start the browser set as CHROME_PATH, one that is installed, or Playwright's own."""
    found = os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*QUIET, "--no-sandbox"] if root else list(QUIET)
    return chromium.launch(args=flags, executable_path=found)


def arguments() -> argparse.Namespace:
    """Read what is asked for; whatever is not said means all of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--width", action="append", type=int)
    parser.add_argument("--out", type=Path, default=ROOT / "screens")
    wanted = parser.parse_args()
    wanted.theme = wanted.theme or list(THEMES)
    wanted.language = wanted.language or list(LANGUAGES)
    wanted.width = wanted.width or list(WIDTHS)
    return wanted


if __name__ == "__main__":
    main()
