"""Proof that a form was ours: the token it brings back, for people logged in and not."""

from __future__ import annotations

import hashlib
import hmac
import secrets

import structlog
from fastapi import Request

from services.errors import Forbidden
from services.views import Visitor

log = structlog.get_logger(__name__)


class Tokens:
    """Makes and checks tokens of a form; only the holder of the house's secret can make one.

    Before log-in a random number in a SameSite=Strict cookie stands for the browser; the form holds
    another mark of the same number, so that knowing or planting one of the two is not enough.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def new_cookie(self) -> str:
        """Number a browser that has no session yet."""
        number = secrets.token_urlsafe(24)
        return f"{number}.{self._mark('browser', number)}"

    def of_cookie(self, cookie: str) -> str | None:
        """Give the form's token for that cookie, None if we did not make the cookie."""
        number, _, mark = cookie.partition(".")
        if not same(mark, self._mark("browser", number)):
            return None
        return self._mark("form", number)

    def of_session(self, session_key: str) -> str:
        """Give the form's token for a session that keeps none of its own."""
        return self._mark("session", session_key)

    def _mark(self, purpose: str, number: str) -> str:
        text = f"csrf {purpose} {number}".encode()
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two tokens in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def proven(visitor: Visitor, token: object) -> bool:
    """Tell whether the form's token is this visitor's."""
    return bool(visitor.csrf) and isinstance(token, str) and same(token, visitor.csrf)


def demand(request: Request, visitor: Visitor, token: object) -> None:
    """Refuse a form that was not ours, and note where it came to; raises Forbidden."""
    if not proven(visitor, token):
        log.warning("form_not_ours", path=request.scope["path"])
        raise Forbidden
