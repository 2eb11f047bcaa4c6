"""Taking back what is under way: a lot by its seller, bids by their bidder; plain forms."""

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
from components.report import report_response
from components.retraction import retraction_response
from components.words import speak
from services.errors import BadField, ConductRefused, TooManyAttempts

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /selling/{auction_id}/withdraw`, and `retract` and `report` of a lot."""

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

    @door(app, "POST", "/auction/{auction_id}/retract", context=COMMON)
    async def retract(request: Request, auction_id: Number) -> Response:
        """Take the own bids back that may be; after a typing error the bid box waits."""
        person, visitor, form = await own_form(request)
        retractions, reason = services.conduct.retractions, form.get("reason", "")
        try:
            await services.run(
                retractions.retract, person, auction_id, reason, what=form.get("what", "")
            )
        except (BadField, ConductRefused) as refusal:
            if wants_json(request):
                raise
            speak(visitor.language)
            found = await services.run(retractions.look, person, auction_id)
            refused = Refused(form="retract", error=refusal, typed=typed(form))
            return retraction_response(request, visitor, found, refused=refused)
        return RedirectResponse(f"/auction/{auction_id}?retracted={reason}", 303)

    @door(app, "POST", "/auction/{auction_id}/report", context=COMMON)
    async def report(request: Request, auction_id: Number) -> Response:
        """Tell the house what is wrong with somebody else's lot."""
        person, visitor, form = await own_form(request)
        reported = services.conduct.reported
        told = (form.get("reason", ""), form.get("what", ""))
        try:
            await services.run(reported.report, person, auction_id, *told)
        except (BadField, ConductRefused, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            speak(visitor.language)
            found = await services.run(reported.look, person, auction_id)
            refused = Refused(form="report", error=refusal, typed=typed(form))
            return report_response(request, visitor, found, refused=refused)
        return RedirectResponse(f"/auction/{auction_id}/report", 303)
