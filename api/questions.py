"""Asking about a lot and answering: plain forms that lead back to its page."""

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
from components.questions import questions_response
from components.words import speak
from services.errors import BadField, QuestionRefused, TooManyAttempts

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/auction/{auction_id}/questions`."""
    desk = QuestionDesk(services)
    path = "/auction/{auction_id}/questions"
    door(app, "POST", path, context=COMMON)(desk.ask)
    door(app, "POST", f"{path}/{{question_id}}/answer", context=COMMON)(desk.answer)


class QuestionDesk:
    """Takes questions and answers; a refused form comes back with what was typed."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def ask(self, request: Request, auction_id: Number) -> Response:
        """Ask the seller of a lot."""
        person, _, form = await own_form(request)
        ask = partial(self.services.questions.ask, person, auction_id, form.get("question", ""))
        return await self._done(request, auction_id, "question", form, ask)

    async def answer(self, request: Request, auction_id: Number, question_id: Number) -> Response:
        """Answer a question about an own lot."""
        person, _, form = await own_form(request)
        answer = partial(
            self.services.questions.answer, person, auction_id, question_id, form.get("answer", "")
        )
        return await self._done(request, auction_id, f"answer-{question_id}", form, answer)

    async def _done(
        self,
        request: Request,
        auction_id: int,
        name: str,
        form: dict[str, str],
        act: Callable[[], object],
    ) -> Response:
        visitor = visitor_of(request)
        try:
            await self.services.run(act)
        except (BadField, QuestionRefused, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            speak(visitor.language)
            view = await self.services.run(
                self.services.questions.on_lot, auction_id, visitor.user_id
            )
            refused = Refused(form=name, error=refusal, typed=typed(form))
            return questions_response(request, visitor, view, refused)
        place = "selling" if form.get("back") == "selling" else "auction"
        return RedirectResponse(f"/{place}/{auction_id}#questions", 303)
