"""What a person has going: bids under way, lots watched, won and lost, offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.activity import activity_response
from pages.routing import COMMON, LARGEST_ID, still_page
from services.errors import NotLoggedIn
from services.views import Answer, SaleView, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

LONGEST_KEY = 64


def register(services: Services) -> None:
    """Serve `/activity`."""

    @still_page("/activity", context=COMMON)
    async def activity_page(request: Request, visitor: Visitor) -> Response:
        person = visitor.user_id
        if person is None:
            raise NotLoggedIn
        tab = request.query_params.get("tab", "")
        found = await services.run(services.activity.activity, person, tab)
        sales: tuple[SaleView, ...] = ()
        if found.tab == "won":
            sales = (await services.run(services.payments.sales.bought, person)).sales
        return activity_response(
            request,
            visitor,
            found,
            services.clock.now(),
            sales=sales,
            answer=await answer_to(request, person),
        )

    async def answer_to(request: Request, person: int) -> Answer | None:
        """Find what became of the bid that led here, by its key."""
        key, lot = request.query_params.get("bid", ""), request.query_params.get("lot", "")
        if not (0 < len(key) <= LONGEST_KEY and key.isalnum() and lot.isascii() and lot.isdigit()):
            return None
        number = min(int(lot[:11]), LARGEST_ID)
        return await services.run(services.bids.find_answer, person, number, key)
