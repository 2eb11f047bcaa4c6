"""Scripts, styles and drawings: compressed once, and sent from memory from then on."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import dataclass
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDERS = ("/static/", "/_nicegui/")
KINDS = (".js", ".mjs", ".css", ".svg")
MOST_BYTES = 16_000_000
KEPT = ("content-type", "cache-control")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it is sent: compressed, with its mark."""

    body: bytes
    headers: dict[str, str]


class Files:
    """Answers for files that compress well, once `app` has given them; the rest is its own.

    A file is read once a process: a new one comes with a new start, as its address does.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int = MOST_BYTES) -> None:
        self.app = app
        self._kept: dict[str, File] = {}
        self._room = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if not may_be_kept(scope):
            await self.app(scope, receive, send)
            return
        file = self._kept.get(scope["path"]) or await self._fetch(scope)
        if file is None:
            await self.app(scope, receive, send)
            return
        known = file.headers["etag"] in Headers(scope=scope).get("if-none-match", "")
        answer = Response(b"" if known else file.body, 304 if known else 200, file.headers)
        await answer(scope, receive, send)

    async def _fetch(self, scope: Scope) -> File | None:
        """Ask for the whole file as it is; None if there is none that can be kept.

        It is asked for in the house's own name: a visitor who wants its head only, or leaves
        before it is read, must not be the reason why those who come later get half of it.
        """
        head: Message = {"status": 0}
        parts: list[bytes] = []
        whole = False

        async def keep(message: Message) -> None:
            nonlocal head, whole
            if message["type"] == "http.response.start":
                head = message
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
                whole = not message.get("more_body", False)

        asked = MutableHeaders(scope=scope)
        bare = MutableHeaders(raw=list(asked.raw))
        for name in ("accept-encoding", "if-none-match", "if-modified-since", "cookie"):
            del bare[name]
        own = {**scope, "method": "GET", "headers": bare.raw, "extensions": {}}
        await self.app(own, _patient(), keep)
        if head["status"] != 200 or not whole:
            return None
        given = Headers(raw=head["headers"])
        plain = b"".join(parts)
        if given.get("content-length", str(len(plain))) != str(len(plain)):
            return None
        body = await asyncio.to_thread(gzip.compress, plain, 9, mtime=0)
        headers = {name: given[name] for name in KEPT if name in given} | {
            "content-encoding": "gzip",
            "vary": "Accept-Encoding",
            "etag": f'"{sha256(body).hexdigest()[:20]}"',
        }
        file = File(body=body, headers=headers)
        if self._room >= len(body) and scope["path"] not in self._kept:
            self._room -= len(body)
            self._kept[scope["path"]] = file
        return file


def _patient() -> Receive:
    """Stand for a visitor who asks for nothing more, and does not leave."""
    messages: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else await asyncio.Future[Message]()

    return receive


def may_be_kept(scope: Scope) -> bool:
    """Tell whether a request is for a whole file of those kinds, by somebody who can unpack it."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    path = scope["path"]
    if not path.startswith(FOLDERS) or not path.endswith(KINDS) or "/dynamic_resources/" in path:
        return False
    headers = Headers(scope=scope)
    return "range" not in headers and "gzip" in headers.get("accept-encoding", "")
