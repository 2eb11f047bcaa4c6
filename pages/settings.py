"""What a person chooses: looks, comfort, language, being seen, being told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.account import settings_response
from pages.routing import COMMON, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/account/settings`."""

    @page("/account/settings", context=COMMON)
    async def settings_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        settings = await services.run(services.preferences.settings, visitor.user_id)
        ui.context.client.delete()  # a plain form keeps no live connection
        return settings_response(request, visitor, settings)
