"""Where the house decides on lots with bids that their sellers want off sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.withdrawals import withdrawal_response
from pages.admin.tables import table_page
from pages.routing import ADMIN, Right, number_in, still_page
from services.administration.withdrawals import WITHDRAWALS
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/withdrawals` and `/admin/withdrawals/{withdrawal_id}`."""
    table_page(services, "/admin/withdrawals", WITHDRAWALS)
    sheets = services.administration.withdrawals

    @still_page("/admin/withdrawals/{withdrawal_id}", context=ADMIN, right=Right.AUCTIONS)
    async def withdrawal_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "withdrawal_id")
        sheet = await services.run(sheets.sheet, visitor.user_id, number)
        return withdrawal_response(request, visitor, sheet)
