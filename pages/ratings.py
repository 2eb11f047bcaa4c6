"""Where people rate a sale that is done, and where a seller is known by all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.ratings import rating_response, seller_response
from pages.routing import COMMON, PUBLIC, page, still_page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/payments/{payment_id}/rating` and `/seller/{slug}`."""

    @page("/payments/{payment_id}/rating", context=COMMON)
    async def rating_page(request: Request, payment_id: int, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        found = await services.run(services.conduct.ratings.look, visitor.user_id, payment_id)
        ui.context.client.delete()  # plain forms keep no live connection
        return rating_response(request, visitor, found)

    @still_page("/seller/{slug}", context=PUBLIC)
    async def seller_page(request: Request, visitor: Visitor) -> Response:
        slug = request.path_params["slug"]
        found = await services.run(services.conduct.ratings.seller, slug)
        return seller_response(request, visitor, found, now=services.clock.now())
