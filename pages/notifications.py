"""Where a person reads what has happened to bids, lots and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.bell import news_response
from pages.routing import COMMON, LARGEST_ID, still_page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/notifications`."""

    @still_page("/notifications", context=COMMON)
    async def notifications_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        before = request.query_params.get("before", "")
        readable = before.isascii() and before.isdigit() and 0 < int(before) <= LARGEST_ID
        found = await services.run(
            services.bell.news,
            visitor.user_id,
            visitor.language,
            before=int(before) if readable else None,
        )
        return news_response(request, visitor, found, services.clock.now())
