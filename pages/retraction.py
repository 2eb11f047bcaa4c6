"""Where a bidder takes an own bid back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.retraction import retraction_response
from pages.routing import COMMON, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/auction/{auction_id}/retract`."""

    @page("/auction/{auction_id}/retract", context=COMMON)
    async def retraction_page(request: Request, auction_id: int, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        look = services.conduct.retractions.look
        found = await services.run(look, visitor.user_id, auction_id)
        ui.context.client.delete()  # plain forms keep no live connection
        return retraction_response(request, visitor, found)
