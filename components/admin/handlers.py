"""The handlers on the desk: who hears of what, and what one failed at."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.admin.console import console
from components.templates import render
from components.words import either, say
from services.errors import DomainError
from services.views import FailureView, HandlerView, Visitor


def handlers_response(
    request: Request,
    visitor: Visitor,
    handlers: Sequence[HandlerView],
    failures: Sequence[FailureView],
    *,
    refused: DomainError | None = None,
) -> HTMLResponse:
    """Answer with the map of handlers and the list of what is to be done again.

    A handler is shown by the catalogue's sentence, or by what its own file says of it.
    """
    own = {one.name: one.sentence or one.name for one in handlers}

    def named(name: str) -> str:
        return either(f"handler.{name}", own.get(name, name))

    return console(
        request,
        visitor,
        say("admin.handlers"),
        "admin_handlers.html",
        section="handlers",
        done="admin.handlers.done",
        refused=refused,
        head=render("admin_settings_head.html"),
        handlers=handlers,
        failures=failures,
        named=named,
    )
