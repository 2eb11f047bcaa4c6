"""A person's wallet: what is free, what is held, and how it came to be."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.wallet import wallet_response
from pages.routing import COMMON, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/wallet`."""

    @page("/wallet", context=COMMON)
    async def wallet_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a statement keeps no live connection
        if visitor.user_id is None:
            raise NotLoggedIn
        return wallet_response(
            request,
            visitor,
            await services.run(services.wallet.wallet, visitor.user_id),
            key=token_urlsafe(18),
            demo=bool(services.config.demo),
            topped_up="topped_up" in request.query_params,
        )
