"""What is refused unheard: strange hosts, origins and methods, heavy bodies, NiceGUI's uploads."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.config import LOOPBACK, Config

MAX_BODY = 1_000_000
# Doors that take photos, and one whose caller is never refused for length: little is kept of it.
HEAVIER = {"/signUp": 9_000_000, "/account/photo": 9_000_000, "/payment/webhook": 50_000_000}
LOT_PHOTOS = re.compile(r"/new/auction(?:/[0-9]{1,10}/photos/add)?")
LOT_PHOTOS_BYTES = 100_000_000  # one of the script's, or what a form sends at once
SAFE = {"GET", "HEAD", "OPTIONS"}
REFUSED_METHODS = {"TRACE", "TRACK", "CONNECT"}
PROBES = {"/healthz", "/readyz", "/metrics"}  # asked by machines that know an address, not our name
FILES = ("/static/", "/_nicegui/")
SOCKETS = ("/_nicegui_ws/", "/socket.io/")
# Open to screens of other houses and to machines, who are known by a token and never by a cookie.
OPEN = ("/socket.io/", "/api/v1/")


class Gate:
    """Lets through what may be heard at all; raises an HTTP refusal for the rest."""

    def __init__(self, app: ASGIApp, *, config: Config, max_body: int = MAX_BODY) -> None:
        self.app = app
        self.max_body = max_body
        self.origins = frozenset(origin.lower() for origin in config.origins)
        self.hosts = LOOPBACK | {(urlsplit(config.base_url).hostname or "").lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass the request on."""
        if scope["type"] == "websocket":
            if self.strange_host(scope) or not self.let_in(scope, required=True):
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        elif scope["type"] == "http":
            self.judge(scope)
            await self.weigh(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def judge(self, scope: Scope) -> None:
        """Refuse a request by its first lines: 400, 403, 405 or 413; one with a NUL in it is no
        address of anybody's."""
        method, path = scope["method"], scope["path"]
        if method in REFUSED_METHODS:
            raise HTTPException(405)
        if path not in PROBES and self.strange_host(scope):
            raise HTTPException(400)
        changes = method not in SAFE
        if changes and path.startswith("/_nicegui/"):
            raise HTTPException(403)
        if (changes or path.startswith((*SOCKETS, *OPEN))) and not self.let_in(scope):
            raise HTTPException(403)
        if "\0" in path or b"%00" in scope.get("query_string", b""):
            raise HTTPException(400)  # no place, no word and no column of ours holds it
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > self.most(scope):
            raise HTTPException(413)
        if changes and self.foreign_script(scope):
            raise HTTPException(400)

    def foreign_script(self, scope: Scope) -> bool:
        """Tell whether a body says it is written in anything but UTF-8, which nobody needs.

        Left to itself the reader of forms looks the name up among all of Python's codecs: some fail
        in ways of their own, others make halves of characters.
        """
        _, about = parse_options_header(Headers(scope=scope).get("content-type", ""))
        return about.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8")

    def most(self, scope: Scope) -> int:
        """Tell how much a request may weigh, in bytes."""
        if LOT_PHOTOS.fullmatch(scope["path"]):
            return LOT_PHOTOS_BYTES
        return max(self.max_body, HEAVIER.get(scope["path"], 0))

    def strange_host(self, scope: Scope) -> bool:
        """Tell whether the request asks for a name that is not ours."""
        named = Headers(scope=scope).getlist("host")
        try:
            return len(named) != 1 or urlsplit(f"//{named[0]}").hostname not in self.hosts
        except ValueError:
            return True

    def let_in(self, scope: Scope, *, required: bool = False) -> bool:
        """Tell whether a request may come from where it does.

        To what is open a screen of another house may come, as a `foreign` one, whose cookies count
        for nothing. A machine says nothing of where it is.
        """
        if not scope["path"].startswith(OPEN):
            return self.from_here(scope, required=required)
        if self.from_here(scope):
            return True
        scope["foreign"] = True
        return len(Headers(scope=scope).getlist("origin")) <= 1

    def from_here(self, scope: Scope, *, required: bool = False) -> bool:
        """Tell whether the screen that asks is ours.

        Browsers name the origin of what changes something; one that does not is asked where the
        request was made. Machines say neither and bring no cookie of anyone's by accident.
        """
        headers = Headers(scope=scope)
        origins, site = headers.getlist("origin"), headers.get("sec-fetch-site", "none")
        if origins == ["null"] and site == "same-origin" and not required:
            return True  # a page that tells nobody its address, as all under /auth/
        if origins:
            return len(origins) == 1 and origins[0].lower() in self.origins
        return not required and site in ("none", "same-origin")

    async def weigh(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, refusing its body once it weighs more than its length admitted."""
        weight, most = 0, self.most(scope)

        async def read() -> Message:
            nonlocal weight
            message = await receive()
            weight += len(message.get("body", b""))
            if weight > most:
                raise HTTPException(413)
            return message

        asked = scope
        if scope["method"] == "HEAD" and not scope["path"].startswith(FILES):
            # A copy: the server reads its own scope to know that no body follows.
            asked, send = {**scope, "method": "GET"}, bodiless(send)
        try:
            await self.app(asked, read, send)
        except Exception:
            if weight > most:  # on its way out it may have been wrapped in something else
                raise HTTPException(413) from None
            raise


def bodiless(send: Send) -> Send:
    """Send the head of an answer and keep its body."""

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head
