"""Keeping searches: plain forms of the listing and of the searches' page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.errors import wants_json
from api.forms import our_form, own_form, typed
from api.routing import door
from components.account import Refused
from components.admission import COMMON, PUBLIC, visitor_of
from components.searches import searches_response, stop_response
from components.words import speak
from services.errors import BadField

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
HERE = "/searches"


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms under `/searches`."""

    @door(app, "POST", HERE + "/keep", context=COMMON)
    async def keep(request: Request) -> Response:
        """Keep what the listing was asked; refused, the form comes back with what was typed."""
        person, visitor, form = await own_form(request)
        asked = {name: form.get(name, "") for name in ("name", "question", "pace")}
        try:
            number = await services.run(partial(services.searches.keep, person, **asked))
        except BadField as refusal:
            if wants_json(request):
                raise
            speak(visitor.language)
            kept = await services.run(services.searches.kept, person)
            refused = Refused(form="keep", error=refusal, typed=typed(form))
            return searches_response(request, visitor, kept, refused=refused)
        return RedirectResponse(f"{HERE}?kept={number}#search-{number}", 303)

    @door(app, "POST", HERE + "/{search_id}/pace", context=COMMON)
    async def change(request: Request, search_id: Number) -> Response:
        """Tell of a search sooner, later or not at all."""
        person, _, form = await own_form(request)
        await services.run(services.searches.change, person, search_id, form.get("pace", ""))
        return RedirectResponse(f"{HERE}#search-{search_id}", 303)

    @door(app, "POST", HERE + "/{search_id}/forget", context=COMMON)
    async def forget(request: Request, search_id: Number) -> Response:
        """Keep a search no longer."""
        person, _, _ = await own_form(request)
        await services.run(services.searches.forget, person, search_id)
        return RedirectResponse(HERE, 303)

    @door(app, "POST", HERE + "/stop/{key}", context=PUBLIC)
    async def stop(request: Request, key: str) -> Response:
        """Tell no more of a search, by its letter's link, logged in or not."""
        visitor = visitor_of(request)
        await our_form(request, visitor)
        search = await services.run(services.searches.stop, key)
        return stop_response(request, visitor, search, key=key, stopped=True)
