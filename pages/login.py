"""The way in, for people who have an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from components.here import safe_next
from components.login_form import introduce, login_response
from pages.routing import PUBLIC, page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

NEWS = ("created", "linked", "changed", "over")


def register(services: Services) -> None:
    """Serve `/login`."""
    introduce(services.accounts.demo_people)

    @page("/login", context=PUBLIC)
    async def login_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a plain form keeps no live connection
        asked = request.query_params
        if visitor.logged_in:
            return RedirectResponse(safe_next(asked.get("next", "/")), 303)
        news = next((name for name in NEWS if name in asked), "")
        return login_response(request, visitor, next_url=asked.get("next", "/"), news=news)
