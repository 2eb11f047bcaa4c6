"""What every answer carries: the security headers, its number, and a nonce on every script."""

from __future__ import annotations

import re
import secrets
from urllib.parse import parse_qs

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.config import Config

SCRIPT = re.compile(rb"<script(?=[\s>])", re.IGNORECASE)
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=3600"
NOTHING = "default-src 'none'; sandbox"  # what strangers sent is a picture and nothing else
BROWSER_NAMES = ("ui=", "__Host-ui=")  # NiceGUI's own cookie, as main.py names it
PLAIN = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


class Headers:
    """Numbers a request, and sends its answer with the headers of the house.

    Vue compiles its templates in the browser, hence `unsafe-eval`; inline handlers never run. The
    nonce goes to every script tag of a page, so what people wrote must reach the page escaped.
    """

    def __init__(self, app: ASGIApp, *, config: Config) -> None:
        self.app = app
        self.secure = config.secure
        sockets = " ".join(origin.replace("http", "ws", 1) for origin in config.origins)
        self.policy = (
            "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
            f"connect-src 'self' {sockets}; object-src 'none'; base-uri 'none'; "
            "frame-ancestors 'none'; form-action 'self'"
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Number the request and dress its answer."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        number = scope["request_id"] = secrets.token_hex(5)
        if scope["type"] == "http":
            scope["nonce"] = secrets.token_urlsafe(16)
            send = self.dressed(scope, send)
        with structlog.contextvars.bound_contextvars(correlation=number):
            await self.app(scope, receive, send)

    def dressed(self, scope: Scope, send: Send) -> Send:
        """Send with headers; a page is held back until it is whole, to be given its nonce."""
        head: Message | None = None
        parts: list[bytes] = []

        async def send_dressed(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                self.dress(scope, message["status"], headers)
                message = {**message, "headers": headers.raw}
                if is_page(headers):
                    head = message
                    return
            elif head is not None and message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
                if message.get("more_body"):
                    return
                tag = b'<script nonce="%s"' % scope["nonce"].encode()
                body = SCRIPT.sub(tag, b"".join(parts))
                headers = MutableHeaders(raw=head["headers"])
                if parts != [b""]:  # what HEAD is answered has a length and no body
                    headers["Content-Length"] = str(len(body))
                await send({**head, "headers": headers.raw})
                message, head = {**message, "body": body}, None
            await send(message)

        return send_dressed

    def dress(self, scope: Scope, status: int, headers: MutableHeaders) -> None:
        """Put the headers of the house on an answer."""
        path = scope["path"]
        for name, value in PLAIN.items():
            headers[name] = value
        policy = NOTHING if path.startswith("/photos/") else self.policy
        headers["Content-Security-Policy"] = policy.format(nonce=scope["nonce"])
        headers["X-Request-ID"] = scope["request_id"]
        headers["Referrer-Policy"] = (
            "no-referrer" if path.startswith("/auth/") else "strict-origin-when-cross-origin"
        )
        if self.secure:
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if path.startswith("/static/") and status in (200, 206, 304):
            versioned = "v" in parse_qs(scope["query_string"].decode("latin-1"))
            headers["Cache-Control"] = FOR_EVER if versioned else FOR_A_WHILE
        elif is_page(headers) or "cache-control" not in headers:
            headers["Cache-Control"] = "no-store"
        if not headers.get("content-type", "").startswith("text/html"):
            spare(headers)


def spare(headers: MutableHeaders) -> None:
    """Take from what is no page the name that NiceGUI gives a browser.

    A photo or a script may be kept between for all, and would hand one visitor's name to the next.
    """
    cookies = headers.getlist("set-cookie")
    kept = [cookie for cookie in cookies if not cookie.startswith(BROWSER_NAMES)]
    if len(kept) == len(cookies):
        return
    del headers["set-cookie"]
    for cookie in kept:
        headers.append("set-cookie", cookie)
    if headers["cache-control"].startswith("public"):
        varies = [one for one in headers.get("vary", "").split(", ") if one not in ("", "Cookie")]
        del headers["vary"]
        if varies:
            headers["Vary"] = ", ".join(varies)


def is_page(headers: MutableHeaders) -> bool:
    """Tell whether an answer is HTML that is not compressed."""
    kind = headers.get("content-type", "").lower()
    return kind.startswith("text/html") and "content-encoding" not in headers
