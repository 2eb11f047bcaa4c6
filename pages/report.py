"""Where somebody reports a lot to the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.report import report_response
from pages.routing import COMMON, row_asked, still_page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/auction/{auction_id}/report`."""

    @still_page("/auction/{auction_id}/report", context=COMMON)
    async def report_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        look = services.conduct.reported.look
        found = await services.run(look, visitor.user_id, row_asked(request, "auction_id"))
        return report_response(request, visitor, found)
