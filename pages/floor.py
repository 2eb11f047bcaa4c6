"""Where a live session is run, and where the hall sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.floor import console_response, display_response
from pages.routing import COMMON, PUBLIC, row_asked, still_page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/auctioneer/{auction_id}` and `/auction/{auction_id}/display`."""

    @still_page("/auctioneer/{auction_id}", context=COMMON)
    async def console_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        number = row_asked(request, "auction_id")
        floor = await services.run(services.floor.standing, visitor.user_id, number)
        view = await services.run(services.rooms.room, number, seen_by=visitor)
        return console_response(request, visitor, view, floor)

    @still_page("/auction/{auction_id}/display", context=PUBLIC)
    async def display_page(request: Request, visitor: Visitor) -> Response:
        number = row_asked(request, "auction_id")
        view = await services.run(services.rooms.room, number, seen_by=visitor)
        line = await services.run(services.floor.line, number)
        return display_response(request, visitor, view, line)
