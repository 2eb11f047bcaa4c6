"""Where the house sees how it is doing, while it is doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.live import live_response
from pages.routing import ADMIN, Right, still_page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/live`."""

    @still_page("/admin/live", context=ADMIN, right=Right.AUCTIONS)
    async def live_page(request: Request, visitor: Visitor) -> Response:
        figures = await services.run(services.watch.figures)
        return live_response(request, visitor, figures)
