"""Where a seller decides on a lot that was not sold, somebody on a second chance; and the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import ui
from starlette.responses import Response

from components.aftersale import aftermath_response, offer_response, reconciliation_response
from pages.routing import ADMIN, COMMON, Right, page
from services.errors import NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/sales/lot/{auction_id}`, `/offers/{offer_id}` and `/admin/reconciliation`."""

    @page("/sales/lot/{auction_id}", context=COMMON)
    async def aftermath_page(request: Request, auction_id: int, visitor: Visitor) -> Response:
        lot = await services.run(services.payments.aftermath.lot, auction_id, person_of(visitor))
        ui.context.client.delete()  # plain forms keep no live connection
        return aftermath_response(request, visitor, lot)

    @page("/offers/{offer_id}", context=COMMON)
    async def offer_page(request: Request, offer_id: int, visitor: Visitor) -> Response:
        offer = await services.run(services.payments.offers.offer, offer_id, person_of(visitor))
        ui.context.client.delete()
        return offer_response(request, visitor, offer)

    @page("/admin/reconciliation", context=ADMIN, right=Right.MONEY)
    async def reconciliation_page(request: Request, visitor: Visitor) -> Response:
        found = await services.run(services.payments.reconciliation.discrepancies)
        ui.context.client.delete()
        return reconciliation_response(request, visitor, found)


def person_of(visitor: Visitor) -> int:
    """Tell who stands here. Raises NotLoggedIn."""
    if visitor.user_id is None:
        raise NotLoggedIn
    return visitor.user_id
