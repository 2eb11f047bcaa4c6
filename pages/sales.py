"""What a person has bought and sold, and how far each sale has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.sales import sales_response
from pages.routing import COMMON, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/purchases` and `/sales`."""

    @page("/purchases", context=COMMON)
    async def purchases_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a list keeps no live connection
        if visitor.user_id is None:
            raise NotLoggedIn
        bought = await services.run(services.payments.sales.bought, visitor.user_id)
        return sales_response(request, visitor, bought)

    @page("/sales", context=COMMON)
    async def sales_page(request: Request, visitor: Visitor) -> Response:
        ui.context.client.delete()  # a list keeps no live connection
        if visitor.user_id is None:
            raise NotLoggedIn
        sold = await services.run(services.payments.sales.sold, visitor.user_id)
        return sales_response(request, visitor, sold)
