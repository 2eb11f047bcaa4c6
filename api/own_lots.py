"""What a seller does with an own lot that is on sale: a plain form that leads back to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.errors import wants_json
from api.forms import own_form, typed
from api.routing import door
from components.account import Refused
from components.admission import COMMON
from components.own_lots import own_lot_response
from components.words import speak
from services.errors import BadField, ConductRefused

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /selling/{auction_id}/withdraw`."""

    @door(app, "POST", "/selling/{auction_id}/withdraw", context=COMMON)
    async def withdraw(request: Request, auction_id: Number) -> Response:
        """Take an own lot off sale, or ask the house to."""
        person, visitor, form = await own_form(request)
        conduct = services.conduct
        try:
            way = await services.run(
                conduct.withdrawals.withdraw, person, auction_id, form.get("reason", "")
            )
        except (BadField, ConductRefused) as refusal:
            if wants_json(request):
                raise
            speak(visitor.language)
            found = await services.run(conduct.own_lots.lot, person, auction_id)
            asked = await services.run(services.questions.on_lot, auction_id, person)
            refused = Refused(form="withdraw", error=refusal, typed=typed(form))
            now = services.clock.now()
            return own_lot_response(request, visitor, found, asked, now=now, refused=refused)
        return RedirectResponse(f"/selling/{auction_id}?done={way.value}", 303)
