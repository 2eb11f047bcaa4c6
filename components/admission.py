"""Who may come where: the contexts of the house, and the warden of each."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Request
from starlette.routing import compile_path

from services.errors import Forbidden, NotLoggedIn, UnderMaintenance
from services.views import Right, Visitor


class Context(StrEnum):
    """Who a page or a door is for."""

    PUBLIC = "public"
    COMMON = "common"
    ADMIN = "admin"


PUBLIC, COMMON, ADMIN = Context.PUBLIC, Context.COMMON, Context.ADMIN
# What doors take, by method: a page that stands where one of these paths leads leaves it to them.
TAKEN: dict[str, dict[str, re.Pattern[str]]] = {}
# Where people can stand: what may be opened again by its address.
PLACES: dict[str, re.Pattern[str]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A page or a door as it declares itself, `GET /wallet`; `handler` names what answers."""

    name: str
    context: Context
    right: Right | None
    handler: str


DECLARED: dict[str, Declared] = {}
_closed: frozenset[str] = frozenset()


def declare(
    method: str, path: str, context: Context, right: Right | None, handler: Callable[..., Any]
) -> None:
    """Put a page or a door on the list of all there are."""
    name = name_of(method, path)
    answers = f"{handler.__module__}.{handler.__name__}"
    DECLARED[name] = Declared(name=name, context=context, right=right, handler=answers)


def take(method: str, path: str) -> None:
    """Leave a method of a path to its door, however a page there names the parts of its own."""
    TAKEN.setdefault(method, {})[path] = compile_path(path)[0]


def settle_at(path: str) -> None:
    """Put a page's path on the list of those that can be opened."""
    PLACES[path] = compile_path(path)[0]


def is_place(address: str) -> bool:
    """Tell whether an address is a page's, which a browser can open again."""
    return any(pattern.match(address) for pattern in PLACES.values())


def taken(method: str, path: str) -> bool:
    """Tell whether an address is a door's to answer when it is asked this way."""
    return any(pattern.match(path) for pattern in TAKEN.get(method, {}).values())


def close(routes: frozenset[str]) -> None:
    """Set which routes (`GET /wallet`) are being worked on, for all who do not do that work."""
    global _closed
    _closed = routes


def closed(route: str) -> bool:
    """Tell whether a route (`GET /`) is being worked on."""
    return route in _closed


def name_of(method: str, path: str) -> str:
    """Name a route as it is declared; whoever asks for its head asks for it."""
    return f"{'GET' if method == 'HEAD' else method} {path}"


@functools.cache
def admitted(context: Context, right: Right | None = None) -> Callable[[Request], Any]:
    """Make the warden of a context: gives the visitor, or raises NotLoggedIn or Forbidden.

    What is being worked on raises UnderMaintenance, for everybody but those who do that.

    At the house's desk `right` says whom it lets in; without one, administrators alone.
    """
    if right is not None and context is not ADMIN:
        raise ValueError(right)

    async def admit(request: Request) -> Visitor:
        visitor = visitor_of(request)
        if _closed and not visitor.may(Right.SYSTEM):
            declared = getattr(request.scope.get("route"), "path", "")
            if name_of(request.method, declared) in _closed:
                raise UnderMaintenance
        if context is not PUBLIC and not visitor.logged_in:
            raise NotLoggedIn
        if context is ADMIN and not (visitor.admin if right is None else visitor.may(right)):
            raise Forbidden
        return visitor

    return admit


def visitor_of(request: Request) -> Visitor:
    """Tell who is asking; nobody, if the request was refused before that was known."""
    visitor: Visitor = request.scope.get("visitor") or Visitor()
    return visitor
