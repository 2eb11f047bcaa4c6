"""Where programmers read what the open doors are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.api_reference import reference_response
from pages.routing import PUBLIC, still_page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/api/docs`."""

    @still_page("/api/docs", context=PUBLIC)
    async def reference_page(request: Request, visitor: Visitor) -> Response:
        return reference_response(request, visitor, base_url=services.config.base_url.rstrip("/"))
