"""Where a log-in waits for its second step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from components.second_step import second_step_response
from pages.routing import PUBLIC, page
from services.errors import TokenRefused
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/login/second`."""
    cookie = "__Host-attempt" if services.config.secure else "attempt"

    @page("/login/second", context=PUBLIC)
    async def second_step_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a plain form keeps no live connection
        try:
            waiting = await services.run(services.steps.waiting, request.cookies.get(cookie, ""))
        except TokenRefused:
            return RedirectResponse("/login", 303)
        sent = "sent" in request.query_params
        return second_step_response(request, visitor, waiting, sent=sent)
