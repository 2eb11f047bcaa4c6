"""Where the house looks after payments, and decides on large withdrawals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.payouts import payout_response
from pages.admin.tables import table_page
from pages.routing import ADMIN, Right, number_in, still_page
from services.payments.payout_rows import PAYMENTS, PAYOUTS
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/payments`, `/admin/payouts` and `/admin/payouts/{payment_id}`."""
    table_page(services, "/admin/payments", PAYMENTS)
    table_page(services, "/admin/payouts", PAYOUTS)
    payouts = services.administration.payouts

    @still_page("/admin/payouts/{payment_id}", context=ADMIN, right=Right.MONEY)
    async def payout_page(request: Request, visitor: Visitor) -> Response:
        number = number_in(request, "payment_id")
        sheet = await services.run(payouts.sheet, visitor.user_id, number)
        return payout_response(request, visitor, sheet)
