"""Declaring by a plain form that nothing bars one from bidding on a court's or an official lot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.errors import wants_json
from api.forms import own_form
from api.routing import door
from components.admission import COMMON
from services.errors import BadInput

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /auction/{auction_id}/declare`."""

    @door(app, "POST", "/auction/{auction_id}/declare", context=COMMON)
    async def declare(auction_id: Number, request: Request) -> Response:
        """Keep what a person declares of the notice on the screen, and lead back to the lot.

        Of a notice that was changed meanwhile the lot's page asks again.
        """
        person, visitor, form = await own_form(request)
        notice = form.get("notice", "")
        if not (notice.isascii() and notice.isdigit() and len(notice) < 9):
            raise BadInput
        kept = await services.run(
            services.declarations.declare,
            person,
            auction_id,
            notice=int(notice),
            ip=visitor.ip,
        )
        if wants_json(request):
            return JSONResponse({"declared": kept})
        return RedirectResponse(f"/auction/{auction_id}", 303)
