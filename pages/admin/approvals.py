"""Where the house's people agree to what takes two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.approvals import approval_response
from pages.admin.tables import table_answer
from pages.routing import ADMIN, Right, number_in, still_page
from services.administration.approvals import APPROVALS
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/approvals` and `/admin/approvals/{approval_id}`."""
    approvals = services.administration.approvals

    @still_page("/admin/approvals", context=ADMIN, right=Right.DESK)
    async def approvals_page(request: Request, visitor: Visitor) -> Response:
        values = {"actions": approvals.actions_of(visitor.rights)}
        return await table_answer(services, APPROVALS, request, visitor, values=values)

    @still_page("/admin/approvals/{approval_id}", context=ADMIN, right=Right.DESK)
    async def approval_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "approval_id")
        shown = await services.run(approvals.show, visitor.user_id, number)
        return approval_response(request, visitor, shown)
