"""One payment: what it is for, how far it has come, and what its owner can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.payments import SCREENS, Told
from pages.routing import COMMON, page
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/payments/{payment_id}`."""

    @page("/payments/{payment_id}", context=COMMON)
    async def payment_page(request: Request, payment_id: int, visitor: Visitor) -> Response:
        kind, view = await services.run(services.payments.look, payment_id, visitor)
        ui.context.client.delete()  # plain forms keep no live connection
        return SCREENS[kind](
            request, visitor, view, Told(done=request.query_params.get("done", ""))
        )
