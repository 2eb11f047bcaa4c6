"""Where the whole record of one lot is read, by an auditor too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from pages.admin.tables import table_answer
from pages.routing import ADMIN, Right, number_in, still_page
from services.administration.examination import RECORD
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/auctions/{auction_id}/record`."""

    @still_page("/admin/auctions/{auction_id}/record", context=ADMIN, right=Right.EXAMINE)
    async def record_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "auction_id")
        lot = await services.run(services.administration.examination.lot, visitor.user_id, number)
        return await table_answer(
            services,
            RECORD,
            request,
            visitor,
            section="auctions",
            template="admin_record.html",
            values={"lot": number},
            lot=lot,
        )
