"""What an auctioneer does at the console: plain forms, also sent by the page's script."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.errors import wants_json
from api.forms import own_form, person_of, typed
from api.routing import door
from components.account import Refused
from components.admission import COMMON, visitor_of
from components.floor import console_response
from components.words import speak
from services.errors import FloorRefused, TooManyAttempts

if TYPE_CHECKING:
    from services.bootstrap import Services

LARGEST_ID = 2**31 - 1
AuctionId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
PATH = "/auctioneer/{auction_id}"


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/auctioneer/{auction_id}`: say, pause, resume, hybrid, next."""
    desk = FloorDesk(services)
    for name in ("say", "pause", "resume", "hybrid", "next"):
        door(app, "POST", f"{PATH}/{name}", context=COMMON)(getattr(desk, name))


class FloorDesk:
    """Takes what the auctioneer does; a refused act comes back with what was typed."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.floor = services.floor

    async def say(self, request: Request, auction_id: AuctionId) -> Response:
        """Say a sentence of the trade, or own words, to the room."""
        person, _, form = await own_form(request)
        kind, words = form.get("kind", ""), form.get("words", "")
        act = partial(self.floor.say, person, auction_id, kind, words)
        return await self._done(request, auction_id, form, act)

    async def pause(self, request: Request, auction_id: AuctionId) -> Response:
        """Stop the lot's clock."""
        person, _, form = await own_form(request)
        reason, force = form.get("reason", ""), form.get("force") == "on"
        act = partial(self.floor.pause, person, auction_id, reason, force=force)
        return await self._done(request, auction_id, form, act)

    async def resume(self, request: Request, auction_id: AuctionId) -> Response:
        """Let the clock go on."""
        person, _, form = await own_form(request)
        act = partial(self.floor.resume, person, auction_id)
        return await self._done(request, auction_id, form, act)

    async def hybrid(self, request: Request, auction_id: AuctionId) -> Response:
        """Declare that the lot is sold in a room and online at once."""
        person, _, form = await own_form(request)
        act = partial(self.floor.make_hybrid, person, auction_id)
        return await self._done(request, auction_id, form, act)

    async def next(self, request: Request, auction_id: AuctionId) -> Response:
        """Call the next lot, and go there."""
        person, _, form = await own_form(request)
        called = form.get("next", "")
        readable = called.isascii() and called.isdigit() and len(called) <= 10
        next_id = int(called) if readable else 0  # in nobody's line
        act = partial(self.floor.call_next, person, auction_id, next_id)
        return await self._done(request, auction_id, form, act, onward=next_id)

    async def _done(
        self,
        request: Request,
        auction_id: int,
        form: dict[str, str],
        act: Callable[[], object],
        *,
        onward: int | None = None,
    ) -> Response:
        visitor, run = visitor_of(request), self.services.run
        try:
            await run(act)
        except (FloorRefused, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            speak(visitor.language)
            standing = await run(self.floor.standing, person_of(visitor), auction_id)
            view = await run(self.services.rooms.room, auction_id, seen_by=visitor)
            refused = Refused(form="floor", error=refusal, typed=typed(form))
            return console_response(request, visitor, view, standing, refused=refused)
        if wants_json(request):
            return JSONResponse({"done": True})
        return RedirectResponse(f"/auctioneer/{onward or auction_id}", 303)
