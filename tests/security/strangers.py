"""Sockets as an attacker opens them: by hand, with whatever cookie and origin one likes."""

import asyncio
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import socketio


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the HTML of a page gives away: its number, and one thing on it that listens."""

    client_id: str
    element: int
    listener: str

    def press(self, *said: Any) -> dict[str, Any]:
        """Make the message a browser sends when the button is pressed, or a form says something."""
        return {
            "client_id": self.client_id,
            "id": self.element,
            "listener_id": self.listener,
            "args": [json.dumps(one) for one in said],
        }


def read(html: str, event: str = "click") -> Page:
    """Read a page as its owner's browser does, or a thief: what listens to this event."""
    client = re.search(r"'client_id': '([^']+)'", html)
    elements = re.search(r"String\.raw`(\{.*\})`", html)
    assert client, html
    assert elements, html
    for number, element in json.loads(elements.group(1)).items():
        for heard in element.get("events", []):
            if heard["type"] == event:
                return Page(
                    client_id=client.group(1), element=int(number), listener=heard["listener_id"]
                )
    raise AssertionError(f"nothing on the page listens to {event}")


def open_page(browser: httpx.Client, path: str = "/") -> Page:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


class Stranger:
    """A socket to the house, with the cookies of a browser or none."""

    def __init__(self, url: str, browser: httpx.Client | None = None, *, origin: str = "") -> None:
        self.url = url
        self.headers = {"Origin": origin or url}
        if browser is not None and browser.cookies:
            pairs = (f"{name}={value}" for name, value in browser.cookies.items())
            self.headers["Cookie"] = "; ".join(pairs)
        self.client = socketio.AsyncClient(reconnection=False, handle_sigint=False)
        self.gone = asyncio.Event()
        self.client.on("disconnect", lambda *_: self.gone.set())

    async def join(self, client_id: str | None = None, *, implicit: bool = True) -> None:
        """Connect, as the browser does that holds this page."""
        query = {"document_id": str(uuid.uuid4()), "tab_id": str(uuid.uuid4())}
        if client_id is not None:
            query |= {"client_id": client_id, "next_message_id": "0"}
            query |= {"implicit_handshake": "true"} if implicit else {}
        await self.client.connect(
            f"{self.url}?{urlencode(query)}",
            headers=self.headers,
            transports=["websocket"],
            socketio_path="/_nicegui_ws/socket.io",
            wait_timeout=5,
        )

    async def leave(self) -> None:
        await self.client.disconnect()
        await self.client.eio.wait()


async def settled(read_now: Callable[[], Any], expected: Any, seconds: float = 3) -> Any:
    """Read again until it is as expected; gives what it was at the end."""
    for _ in range(round(seconds / 0.05)):
        if read_now() == expected:
            break
        await asyncio.sleep(0.05)
    return read_now()
