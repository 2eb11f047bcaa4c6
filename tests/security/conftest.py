"""The little house in a process of its own, and strangers to knock at it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PASSWORD = "the right one"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A running little house: its address and what it wrote into its log."""

    url: str
    log: Path

    def visitor(self, **options: Any) -> httpx.Client:
        """Give a browser of its own, cookies and all."""
        return httpx.Client(base_url=self.url, **options)

    @contextlib.contextmanager
    def logged_in(self, name: str) -> Iterator[httpx.Client]:
        """Give a browser in which that person has logged in."""
        with self.visitor() as browser:
            answer = log_in(browser, name)
            assert answer.status_code == 303, answer.text
            yield browser

    def presses(self) -> dict[str, int]:
        """Tell how often each person's button was pressed."""
        counted: dict[str, int] = httpx.get(f"{self.url}/api/presses").json()
        return counted

    def said(self) -> str:
        """Read the log."""
        return self.log.read_text(errors="replace")


def csrf_of(html: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found, html
    return found.group(1)


def log_in(browser: httpx.Client, name: str, **fields: str) -> httpx.Response:
    token = csrf_of(browser.get("/token").text)
    form = {"username": name, "password": PASSWORD, "csrf": token, "next": "/"}
    return browser.post("/login", data=form | fields)


@contextlib.contextmanager
def running(folder: Path, *, proxies: str = "", secure: bool = False) -> Iterator[House]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    house = House(url=f"http://127.0.0.1:{port}", log=folder / "house.log")
    base_url = f"https://localhost:{port}" if secure else house.url
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "NICEGUI"))
    }
    with house.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "little_house.py"), str(port), base_url, proxies],
            cwd=folder,
            env=environment | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.poll() is None:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{house.url}/healthz", timeout=2),
            ):
                break
            time.sleep(0.05)
        else:
            pytest.fail(f"the little house did not start:\n{house.said()}", pytrace=False)
        yield house
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house as it stands on one machine, over plain HTTP."""
    with running(tmp_path_factory.mktemp("house")) as standing:
        yield standing


@pytest.fixture(scope="session")
def house_behind_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house reached by HTTPS through a proxy on this machine that it trusts."""
    folder = tmp_path_factory.mktemp("proxied")
    with running(folder, proxies="127.0.0.0/8", secure=True) as standing:
        yield standing
