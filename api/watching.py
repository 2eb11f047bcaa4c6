"""Watching a lot: the heart's door, a plain form answered by a redirect or, to scripts, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import FastAPI, Path, Request
from fastapi.responses import JSONResponse
from starlette.responses import RedirectResponse, Response

from api.accounts import safe_next, word
from api.errors import wants_json
from api.forms import own_form, words_of
from api.routing import door
from api.security.csrf import demand
from components.admission import COMMON
from components.words import counted, say, speak
from services.errors import BadInput, NotLoggedIn
from services.views import Visitor, Watch

if TYPE_CHECKING:
    from services.bootstrap import Services

LARGEST_ID = 2**31 - 1
AuctionId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
MINE = "/activity?tab=watching"


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /auction/{auction_id}/watch` and `/auction/{auction_id}/alerts`."""
    acts = {"on": services.watching.watch, "off": services.watching.forget}

    @door(app, "POST", "/auction/{auction_id}/watch")
    async def watch(auction_id: AuctionId, request: Request) -> Response:
        """Watch a lot or no longer; somebody not logged in is shown the way in and back."""
        visitor: Visitor = request.scope["visitor"]
        form = await words_of(request)
        back = safe_next(word(form, "next"))
        if visitor.user_id is None:
            if wants_json(request):
                raise NotLoggedIn
            return RedirectResponse("/login?" + urlencode({"next": back}), 303)
        demand(request, visitor, form.get("csrf"))
        act = acts.get(word(form, "watch"))
        if act is None:
            raise BadInput
        stands: Watch = await services.run(act, visitor.user_id, auction_id)
        if not wants_json(request):
            return RedirectResponse(back, 303)
        speak(visitor.language)
        return JSONResponse(in_words(stands), headers={"Cache-Control": "no-store"})

    @door(app, "POST", "/auction/{auction_id}/alerts", context=COMMON)
    async def alerts(auction_id: AuctionId, request: Request) -> Response:
        """Be told of a watched lot, or no longer."""
        person, visitor, form = await own_form(request)
        wanted = {"on": True, "off": False}.get(form.get("alerts", ""))
        if wanted is None:
            raise BadInput
        await services.run(services.watching.alert, person, auction_id, wanted=wanted)
        if not wants_json(request):
            return RedirectResponse("/activity?tab=watching", 303)
        speak(visitor.language)
        told = {"alerts": wanted, "told": say("watch.alerts.on" if wanted else "watch.alerts.off")}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})


def in_words(stands: Watch) -> dict[str, object]:
    """Say how a lot is watched now, in facts and in the reader's language."""
    said = {
        "watchers_said": watchers_in_words(stands.watchers),
        "told": say("watch.told.on" if stands.watched else "watch.told.off"),
        "act": {"text": say("watch.mine"), "href": MINE} if stands.watched else None,
    }
    return {**stands.as_message(), **said}


def watchers_in_words(watchers: int) -> str:
    """Say how many watch a lot; nobody is nothing to say."""
    return counted("watch.count", watchers) if watchers else ""
