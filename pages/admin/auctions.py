"""Where the house's people look after lots: all of them, one, and each act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.auctions import auctions_crumbs, sheet_response
from components.admin.orders import order_response
from pages.admin.tables import table_page
from pages.routing import ADMIN, Right, number_in, still_page
from services.administration.acts import ACTS
from services.administration.lot_rows import AUCTIONS
from services.errors import DeskRefused
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/auctions`, `/admin/auctions/{auction_id}` and a page for each act."""
    table_page(services, "/admin/auctions", AUCTIONS, template="admin_auctions.html")
    sheets = services.administration.auction_sheets

    @still_page("/admin/auctions/{auction_id}", context=ADMIN, right=Right.AUCTIONS)
    async def auction_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "auction_id")
        sheet = await services.run(sheets.sheet, visitor.user_id, number)
        return sheet_response(request, visitor, sheet)

    for act in ACTS:
        _order_page(services, act)


def _order_page(services: Services, act: str) -> None:
    sheets = services.administration.auction_sheets

    @still_page(f"/admin/auctions/{{auction_id}}/{act}", context=ADMIN, right=Right.AUCTIONS)
    async def order_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "auction_id")
        try:
            order = await services.run(
                sheets.order, visitor.user_id, number, act, session_key=visitor.session_key
            )
        except DeskRefused as refusal:
            sheet = await services.run(sheets.sheet, visitor.user_id, number)
            return sheet_response(request, visitor, sheet, refused=refusal)
        crumbs = auctions_crumbs(visitor)
        return order_response(request, visitor, order, section="auctions", crumbs=crumbs)
