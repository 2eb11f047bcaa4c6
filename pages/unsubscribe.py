"""Where the link at a letter's foot leads: it asks, and does nothing by being opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.refusing import unsubscribe_response
from pages.routing import PUBLIC, page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/unsubscribe/{refusal}`."""

    @page("/unsubscribe/{refusal}", context=PUBLIC)
    async def unsubscribe_page(request: Request, refusal: str, visitor: Visitor) -> Response:
        kind = await services.run(services.newsroom.refusals.kind, refusal)
        ui.context.client.delete()  # a plain form keeps no live connection
        return unsubscribe_response(request, visitor, kind)
