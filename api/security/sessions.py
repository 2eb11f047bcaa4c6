"""Who is asking: the visitor behind a request or a socket, found by the cookie of the house."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.callers import token_in
from api.security.csrf import Tokens
from api.security.forwarded import is_address
from api.security.gate import FILES
from components.language import choose_language
from components.theme import THEMES
from services.config import Config
from services.views import Comfort, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

SESSION, BROWSER, THEME, LANGUAGE, COMFORT = "sid", "pre", "theme", "language", "comfort"
A_YEAR = 365 * 86400
LONGEST_TOKEN = 128
PROGRAMS = "/api/v1/"  # nowhere else is a token looked at
LONGEST_AGENT = 255


class Sessions:
    """Puts `visitor` and `session_key` (None for nobody) on every request and socket.

    Language, theme and comfort are the account's, or for somebody without one what the browser's
    cookies say; an account that has not chosen a theme or a comfort takes the browser's.
    """

    def __init__(self, app: ASGIApp, *, services: Services, tokens: Tokens) -> None:
        self.app = app
        self.services = services
        self.tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the visitor and pass the request on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = cookie_parser("; ".join(headers.getlist("cookie")))
        if scope.get("foreign"):
            cookies = {}
        config = self.services.config
        visitor = Visitor()
        if scope["path"].startswith(PROGRAMS) and (secret := token_in(headers)) is not None:
            bearer = await self.services.run(self.services.reception.tokens.find, secret)
            visitor, scope["scopes"] = bearer.visitor, bearer.scopes
        elif not scope["path"].startswith(FILES):
            token = cookies.get(cookie_name(config, SESSION), "")
            if token and len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable():
                found = await self.services.run(self.services.sessions.find, token)
                visitor = found or visitor
        chosen, comfort = visitor.theme, visitor.comfort
        if chosen == THEMES[0]:
            chosen = cookies.get(cookie_name(config, THEME), "")
        if comfort == Comfort():
            comfort = Comfort.read(cookies.get(cookie_name(config, COMFORT), ""))
        address = scope["client"][0] if scope.get("client") else ""
        visitor = replace(
            visitor,
            theme=chosen if chosen in THEMES else THEMES[0],
            comfort=comfort,
            language=choose_language(
                account=visitor.language if visitor.logged_in else None,
                cookie=cookies.get(cookie_name(config, LANGUAGE)),
                accepted=headers.get("accept-language"),
            ),
            ip=address if is_address(address) else None,
            user_agent=headers.get("user-agent", "")[:LONGEST_AGENT] or None,
        )
        if visitor.logged_in and "scopes" not in scope:
            visitor = replace(
                visitor, csrf=visitor.csrf or self.tokens.of_session(visitor.session_key)
            )
        elif scope["type"] == "http" and not scope["path"].startswith((*FILES, PROGRAMS)):
            visitor, send = self.known_browser(scope, cookies, visitor, send)
        scope["visitor"] = visitor
        scope["session_key"] = visitor.session_key if visitor.logged_in else None
        await self.app(scope, receive, send)

    def known_browser(
        self, scope: Scope, cookies: dict[str, str], visitor: Visitor, send: Send
    ) -> tuple[Visitor, Send]:
        """Give a visitor without session the token of the browser, a new one if need be."""
        cookie = cookies.get(cookie_name(self.services.config, BROWSER), "")
        token = self.tokens.of_cookie(cookie)
        if token is not None:
            return replace(visitor, csrf=token), send
        cookie = self.tokens.new_cookie()

        async def send_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                if headers.get("content-type", "").lower().startswith("text/html"):
                    answer = Response()
                    bake(self.services.config, answer, BROWSER, cookie, same_site="strict")
                    headers.append("set-cookie", answer.headers["set-cookie"])
                    message = {**message, "headers": headers.raw}
            await send(message)

        return replace(visitor, csrf=self.tokens.of_cookie(cookie) or ""), send_cookie


def cookie_name(config: Config, name: str) -> str:
    """Name a cookie so that, over HTTPS, no other host or plain connection can set it."""
    return f"__Host-{name}" if config.secure else name


def bake(
    config: Config,
    answer: Response,
    name: str,
    value: str,
    *,
    same_site: str = "lax",
    seconds: int | None = None,
) -> None:
    """Give an answer a cookie of the house, unreadable to scripts; it lasts as long as the browser
    is open, or `seconds`.
    """
    answer.set_cookie(
        cookie_name(config, name),
        value,
        max_age=seconds,
        path="/",
        secure=config.secure,
        httponly=True,
        samesite="strict" if same_site == "strict" else "lax",
    )


def forget(config: Config, answer: Response, name: str) -> None:
    """Take a cookie of the house away."""
    answer.delete_cookie(
        cookie_name(config, name), path="/", secure=config.secure, httponly=True, samesite="lax"
    )
