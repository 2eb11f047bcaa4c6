"""Rating the other side of a sale, and answering: plain forms that lead back to their page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.errors import wants_json
from api.forms import own_form, typed
from api.routing import door
from components.account import Refused
from components.admission import COMMON, visitor_of
from components.ratings import rating_response
from components.words import speak
from services.errors import BadForm, ConductRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
PATH = "/payments/{payment_id}/rating"


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/payments/{payment_id}/rating`."""
    ratings = services.conduct.ratings

    @door(app, "POST", PATH, context=COMMON)
    async def rate(request: Request, payment_id: Number) -> Response:
        """Rate the other side."""
        person, _, form = await own_form(request)
        stars, words = form.get("stars", ""), form.get("words", "")
        act = partial(ratings.rate, person, payment_id, stars=stars, words=words)
        return await done(request, payment_id, "rate", form, act)

    @door(app, "POST", f"{PATH}/reply", context=COMMON)
    async def reply(request: Request, payment_id: Number) -> Response:
        """Answer what the other side said."""
        person, _, form = await own_form(request)
        act = partial(ratings.reply, person, payment_id, form.get("reply", ""))
        return await done(request, payment_id, "reply", form, act)

    async def done(
        request: Request, payment_id: int, name: str, form: dict[str, str], act: Callable[[], None]
    ) -> Response:
        visitor = visitor_of(request)
        assert visitor.user_id is not None
        # What is not theirs to see is not there, whatever their form says.
        await services.run(ratings.look, visitor.user_id, payment_id)
        try:
            await services.run(act)
        except (BadForm, ConductRefused) as refusal:
            if wants_json(request):
                raise
            speak(visitor.language)
            found = await services.run(ratings.look, visitor.user_id, payment_id)
            refused = Refused(form=name, error=refusal, typed=typed(form))
            return rating_response(request, visitor, found, refused=refused)
        return RedirectResponse(f"/payments/{payment_id}/rating?done={name}", 303)
