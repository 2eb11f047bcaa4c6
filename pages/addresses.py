"""Where a person can be reached: the list, one address to change, a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.account import address_response, addresses_response
from pages.routing import COMMON, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/account/addresses`, `/account/addresses/new`, `/account/addresses/{address_id}`."""

    @page("/account/addresses", context=COMMON)
    async def addresses_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        addresses = await services.run(services.addresses.addresses, visitor.user_id)
        ui.context.client.delete()  # a plain form keeps no live connection
        return addresses_response(request, visitor, addresses)

    @page("/account/addresses/new", context=COMMON)
    async def new_address_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        ui.context.client.delete()  # a plain form keeps no live connection
        return address_response(request, visitor, None)

    @page("/account/addresses/{address_id}", context=COMMON)
    async def address_page(request: Request, visitor: Visitor, address_id: int) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        address = await services.run(services.addresses.address, visitor.user_id, address_id)
        ui.context.client.delete()  # a plain form keeps no live connection
        return address_response(request, visitor, address)
