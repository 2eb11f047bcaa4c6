"""Where somebody goes who has forgotten the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.passwords import forgotten_response
from pages.routing import PUBLIC, page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/auth/change`, to somebody logged in as well."""

    @page("/auth/change", context=PUBLIC)
    async def forgotten_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a plain form keeps no live connection
        return forgotten_response(request, visitor, sent="sent" in request.query_params)
