"""The door wardens: what every request passes before a page or a door hears of it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from api import errors
from api.metrics import Counted
from api.security.csrf import Tokens
from api.security.forwarded import Forwarded
from api.security.gate import Gate
from api.security.headers import Headers
from api.security.sessions import Sessions
from api.security.socket_guard import SocketGuard
from services.config import Config

if TYPE_CHECKING:
    from services.bootstrap import Services


def install(app: FastAPI, sio: Any, services: Services) -> SocketGuard:
    """Set the wardens before `app` and its socket; call after `ui.run_with`, before serving, and
    after the screens for people are registered: machines get their own beside them.

    The order is part of the promise: whose address counts, what every answer carries, what becomes
    of an error, what is refused unheard, who is asking. Compression goes outside all of it, that is
    added later: an answer already compressed cannot be given its nonce.
    """
    if any("gzip" in warden.cls.__name__.lower() for warden in app.user_middleware):  # type: ignore[attr-defined]
        raise RuntimeError("pass gzip_middleware_factory=None and add compression after install()")
    config = services.config
    tokens = Tokens(config.secret_key or secrets.token_hex(32))
    app.add_middleware(Sessions, services=services, tokens=tokens)
    guard_machines(app, config)
    app.add_middleware(Counted, tallies=services.watch.tallies)
    guard = SocketGuard(sio)
    guard.stand()
    services.hub.listen(guard.hear)
    return guard


def guard_machines(app: FastAPI, config: Config) -> None:
    """Set before `app` the wardens that ask nobody who they are; its doors know their own callers.

    Call after its doors are registered.
    """
    errors.install(app)
    app.add_middleware(Gate, config=config)
    app.add_middleware(errors.LastResort, answers=app.exception_handlers)
    app.add_middleware(Headers, config=config)
    app.add_middleware(Forwarded, proxies=config.proxies)
