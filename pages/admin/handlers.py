"""Where the house sees which handler hears of what, and what one failed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.handlers import handlers_response
from pages.routing import ADMIN, Right, still_page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/handlers`."""
    handling = services.administration.handling

    @still_page("/admin/handlers", context=ADMIN, right=Right.SYSTEM)
    async def handlers_page(request: Request, visitor: Visitor) -> Response:
        handlers = await services.run(handling.handlers, visitor.user_id)
        failures = await services.run(handling.failures, visitor.user_id)
        return handlers_response(request, visitor, handlers, failures)
