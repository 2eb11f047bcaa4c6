"""The doors of a person's activity: one tap that really bids, and how all of it stands now."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Path, Request
from fastapi.responses import JSONResponse
from starlette.responses import RedirectResponse, Response

from api.auctions import numbers
from api.errors import wants_json
from api.forms import own_form, person_of
from api.routing import door
from components.activity import (
    CONFIRMED_ABOVE,
    confirm_part,
    confirm_response,
    head_part,
    in_words,
    stand_part,
)
from components.admission import COMMON, visitor_of
from components.format import number
from components.words import speak
from services.errors import BadInput, NotFound
from services.views import MyBid

if TYPE_CHECKING:
    from services.bootstrap import Services

LARGEST_ID = 2**31 - 1
AuctionId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
PAGE = "/activity"
NOT_KEPT = {"Cache-Control": "no-store"}
_AMOUNT = re.compile(r"\d{1,10}\.\d\d", re.ASCII)
_KEY = re.compile(r"[0-9a-zA-Z]{8,64}", re.ASCII)


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /activity/bid/{auction_id}` and `GET /api/activity`."""

    @door(app, "POST", "/activity/bid/{auction_id}", context=COMMON)
    async def bid(auction_id: AuctionId, request: Request) -> Response:
        """Bid the sum on the button, through the desk, as the room does.

        A sum above R$ 1.000 is shown once more, with what it commits, before it is offered.
        """
        person, visitor, form = await own_form(request)
        key, said = form.get("key", ""), form.get("amount", "")
        if not _KEY.fullmatch(key) or not _AMOUNT.fullmatch(said):
            raise BadInput
        amount, confirmed = Decimal(said), form.get("confirmed") == "on"
        if amount > CONFIRMED_ABOVE and not confirmed:
            looked = await standing_on(person, auction_id)
            if looked.cover is not None:  # at what is asked now, which the look shows
                if not wants_json(request):
                    return confirm_response(request, visitor, looked)
                speak(visitor.language)
                html = str(confirm_part(looked, visitor))
                return JSONResponse({"confirm": html}, headers=NOT_KEPT)
        answer = await services.bids.make_bid(
            person,
            auction_id,
            amount,
            key=key,
            confirmed=confirmed,
            ip=visitor.ip,
            user_agent=visitor.user_agent,
        )
        if not wants_json(request):
            return RedirectResponse(f"{PAGE}?{urlencode({'lot': auction_id, 'bid': key})}", 303)
        speak(visitor.language)
        told = {
            "accepted": answer.accepted,
            "code": answer.code,
            "standing": answer.standing,
            "said": in_words(answer),
        }
        return JSONResponse(told, headers=NOT_KEPT)

    async def standing_on(person: int, auction_id: int) -> MyBid:
        found = await services.run(services.activity.standings, person, [auction_id])
        if not found.bids:
            raise NotFound
        return found.bids[0]

    @door(app, "GET", "/api/activity", context=COMMON)
    async def standings(request: Request) -> Response:
        """Show how a person stands now on the lots asked for, and the money behind it."""
        visitor = visitor_of(request)
        ids = numbers(request.query_params.get("ids", ""))
        found = await services.run(services.activity.standings, person_of(visitor), ids)
        speak(visitor.language)
        parts = {one.card.auction_id: str(stand_part(one, visitor)) for one in found.bids}
        counts = {tab: number(count) for tab, count in found.counts.items()}
        told = {"head": str(head_part(found)), "counts": counts, "parts": parts}
        return JSONResponse(told, headers=NOT_KEPT)
