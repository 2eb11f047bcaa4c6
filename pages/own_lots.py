"""Where a seller follows the own lots: all of them by tabs, and each with all its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.own_lots import own_lot_response, own_lots_response
from pages.routing import COMMON, LARGEST_ID, still_page
from services.errors import NotFound, NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/selling` and `/selling/{auction_id}`."""

    @still_page("/selling", context=COMMON)
    async def own_lots_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        found = await services.run(
            services.conduct.own_lots.lots,
            visitor.user_id,
            request.query_params.get("tab", ""),
            page=whole(request.query_params.get("page", "")) or 1,
        )
        return own_lots_response(request, visitor, found, now=services.clock.now())

    @still_page("/selling/{auction_id}", context=COMMON)
    async def own_lot_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        auction_id = whole(request.path_params["auction_id"])
        if auction_id is None:
            raise NotFound
        found = await services.run(services.conduct.own_lots.lot, visitor.user_id, auction_id)
        asked = await services.run(services.questions.on_lot, auction_id, visitor.user_id)
        return own_lot_response(request, visitor, found, asked, now=services.clock.now())


def whole(text: str) -> int | None:
    """Read a number that a row can have, None if it is none."""
    readable = text.isascii() and text.isdigit() and len(text) <= 10
    return int(text) if readable and 0 < int(text) <= LARGEST_ID else None
