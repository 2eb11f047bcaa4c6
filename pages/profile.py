"""A person's own data, to read and to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.account import profile_response
from pages.routing import COMMON, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/account`."""

    @page("/account", context=COMMON)
    async def profile_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        profile = await services.run(services.profile.profile, visitor.user_id)
        ui.context.client.delete()  # a plain form keeps no live connection
        return profile_response(request, visitor, profile)
