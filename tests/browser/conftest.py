"""The site as people meet it: `main.py` in a process of its own, and a browser to visit it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import oidc_provider, postal_house
from tests.browser.listing_page import with_an_ear
from tests.house import House

PASSWORD = "martelo-demo-2026"
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
STOP_SECONDS = 20
BROWSER_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running site: where it answers, the database behind it, and what it says."""

    url: str
    database_url: str
    log: Path


@pytest.fixture(scope="session")
def provider() -> Iterator[oidc_provider.Provider]:
    """Another house that vouches for people, for the whole run."""
    with oidc_provider.opened() as standing:
        yield standing


@pytest.fixture(scope="session")
def postal_service() -> Iterator[str]:
    """The address of a postal service that is nobody else's, for the whole run."""
    with postal_house.opened() as url:
        yield url


@pytest.fixture(scope="session")
def site(
    new_database: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
    provider: oidc_provider.Provider,
    postal_service: str,
) -> Iterator[Site]:
    """The demonstration on a free port, with a database of its own; one for each worker."""
    others = {
        "CEP_URL": postal_service,
        "GOOGLE_CLIENT_ID": oidc_provider.CLIENT_ID,
        "GOOGLE_CLIENT_SECRET": oidc_provider.CLIENT_SECRET,
        "GOOGLE_DISCOVERY_URL": provider.discovery_url,
    }
    folder = tmp_path_factory.mktemp("site")
    with opened(ROOT / "main.py", new_database("site"), folder, **others) as running:
        yield running


@pytest.fixture(scope="module")
def pseudo_site(
    new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The demonstration with every sentence of the catalogues between marks."""
    program, folder = Path(__file__).parent / "pseudo_site.py", tmp_path_factory.mktemp("pseudo")
    with opened(program, new_database("pseudo"), folder) as running:
        yield running


@contextlib.contextmanager
def opened(program: Path, database_url: str, folder: Path, **more: str) -> Iterator[Site]:
    port = free_port()
    running = Site(
        url=f"http://127.0.0.1:{port}",
        database_url=database_url,
        log=folder / "site.log",
    )
    settings = {
        "BASE_URL": running.url,
        "DATABASE_URL": running.database_url,
        "DEMO": "1",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "STATE_DIR": str(folder / "state"),
    }
    inherited = {  # NiceGUI behaves otherwise when it sees that a test runs it
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "NICEGUI"))
    }
    with running.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(program)],
            cwd=ROOT,
            env=inherited | settings | more,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(running, process)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    """Let a page be visited by its path: `page.goto("/login")`."""
    return site.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the browser that `run.py` found, silent towards the network."""
    arguments = list(BROWSER_ARGUMENTS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    found = os.environ.get("CHROME_PATH")
    chosen = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, "args": arguments, **chosen}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Visit as most people do: in Portuguese, from São Paulo."""
    return {**browser_context_args, "locale": "pt-BR", "timezone_id": "America/Sao_Paulo"}


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def house(site: Site) -> Iterator[House]:
    """The site's own books, to put lots on sale that end when a test wants them to."""
    house = House(site.database_url, clock=WallClock())
    yield house
    house.leave()


@pytest.fixture
def visit(
    browser: Browser, browser_context_args: dict[str, Any], base_url: str, house: House
) -> Iterator[Callable[..., Page]]:
    """Open the site in a browser of one's own: as somebody, with cookies as chosen before."""
    opened: list[BrowserContext] = []

    def go(
        path: str, *, who: str | None = None, chosen: dict[str, str] | None = None, **settings: Any
    ) -> Page:
        context = with_an_ear(browser.new_context(**{**browser_context_args, **settings}))
        opened.append(context)
        kept = dict(chosen or {})
        if who is not None:
            person = house.one("select user_id from users where username = :name", name=who)
            kept["sid"] = house.sessions.open(person, ip=None, user_agent=None)
        context.add_cookies(
            [{"name": name, "value": value, "url": base_url} for name, value in kept.items()]
        )
        page = context.new_page()
        page.goto(path)
        return settled(page) if settings.get("java_script_enabled", True) else page

    yield go
    for context in opened:
        context.close()


@pytest.fixture
def enter(visit: Callable[..., Page]) -> Callable[..., Page]:
    """Walk into a room, as somebody or as nobody, in a browser of one's own."""

    def go(lot: int, name: str | None = None, **settings: Any) -> Page:
        page = visit(f"/auction/{lot}", who=name, **settings)
        page.wait_for_selector(".bid-box")
        return page

    return go


def settled(page: Page) -> Page:
    """Wait for the live connection of a page that has one."""
    if page.query_selector("#app"):
        page.wait_for_function("window.did_handshake === true")
    elif page.query_selector("#cards"):
        page.wait_for_selector("#cards[data-listening]", state="attached")
    return page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the site said beside what a failing test says."""
    report = yield
    running = getattr(item, "funcargs", {}).get("site")
    if report.failed and isinstance(running, Site):
        report.sections.append(("the site's log", tail(running.log)))
    return report


def wait_until_healthy(running: Site, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"{running.url}/healthz", timeout=2),
        ):
            return
        time.sleep(0.1)
    pytest.fail(f"the site did not start:\n{tail(running.log)}", pytrace=False)


def tail(log: Path) -> str:
    return log.read_text(errors="replace")[-8000:]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
