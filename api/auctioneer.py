"""The form by which a person asks to be verified as an auctioneer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form, typed
from api.routing import door
from components.account import Refused, auctioneer_response
from components.admission import COMMON
from services.errors import BadForm, DeskRefused

if TYPE_CHECKING:
    from services.bootstrap import Services

PATH = "/account/auctioneer"


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /account/auctioneer`."""
    auctioneers = services.administration.auctioneers

    @door(app, "POST", PATH, context=COMMON)
    async def ask(request: Request) -> Response:
        """Ask to be verified, or ask again."""
        person, visitor, form = await own_form(request)
        try:
            await services.run(
                auctioneers.request,
                person,
                registration=form.get("registration", ""),
                uf=form.get("uf", ""),
            )
        except (BadForm, DeskRefused) as refusal:
            standing = await services.run(auctioneers.standing, person)
            refused = Refused(form="auctioneer", error=refusal, typed=typed(form))
            return auctioneer_response(request, visitor, standing, refused=refused)
        return RedirectResponse(f"{PATH}?done=auctioneer", 303)
