"""Who may come where: the contexts of the house, and the warden of each."""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from fastapi import Request

from services.errors import Forbidden, NotLoggedIn
from services.views import Right, Visitor


class Context(StrEnum):
    """Who a page or a door is for."""

    PUBLIC = "public"
    COMMON = "common"
    ADMIN = "admin"


PUBLIC, COMMON, ADMIN = Context.PUBLIC, Context.COMMON, Context.ADMIN
# What doors take, by method and path: a page at the same path leaves it to them.
TAKEN: set[tuple[str, str]] = set()


@functools.cache
def admitted(context: Context, right: Right | None = None) -> Callable[[Request], Any]:
    """Make the warden of a context: gives the visitor, or raises NotLoggedIn or Forbidden.

    At the house's desk `right` says whom it lets in; without one, administrators alone.
    """
    if right is not None and context is not ADMIN:
        raise ValueError(right)

    async def admit(request: Request) -> Visitor:
        visitor = visitor_of(request)
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
