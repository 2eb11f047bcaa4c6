"""Where a person asks to be verified as an auctioneer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.account import auctioneer_response
from pages.routing import COMMON, still_page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/account/auctioneer`."""

    @still_page("/account/auctioneer", context=COMMON)
    async def auctioneer_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        auctioneers = services.administration.auctioneers
        standing = await services.run(auctioneers.standing, visitor.user_id)
        return auctioneer_response(request, visitor, standing)
