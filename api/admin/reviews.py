"""The house's verdict on a flag, and its word on a question: plain forms, each with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form, typed
from api.routing import Right, door
from components.account import Refused
from components.admin.reviews import flag_response, question_response
from components.admission import ADMIN
from services.administration.orders import Order
from services.errors import BadForm, DeskRefused

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /admin/flags/{flag_id}` and `POST /admin/questions/{question_id}`."""
    flags, questions = services.administration.flags, services.administration.questions

    @door(app, "POST", "/admin/flags/{flag_id}", context=ADMIN, right=Right.AUCTIONS)
    async def judge(request: Request, flag_id: Number) -> Response:
        """Confirm or dismiss, or show the flag again with what was typed and why not."""
        actor, visitor, form = await own_form(request)
        confirm, order = form.get("answer") == "confirm", Order(reason=form.get("reason", ""))
        try:
            await services.run(flags.decide, actor, flag_id, order, confirm=confirm)
        except (BadForm, DeskRefused) as refusal:
            sheet = await services.run(flags.sheet, actor, flag_id)
            return flag_response(request, visitor, sheet, refused=_told(refusal, form))
        word = "confirmed" if confirm else "dismissed"
        return RedirectResponse(f"/admin/flags/{flag_id}?done={word}", 303)

    @door(app, "POST", "/admin/questions/{question_id}", context=ADMIN, right=Right.QUESTIONS)
    async def turn(request: Request, question_id: Number) -> Response:
        """Hide or show, or show the question here again with what was typed and why not."""
        actor, visitor, form = await own_form(request)
        show, order = form.get("answer") == "show", Order(reason=form.get("reason", ""))
        act = questions.show if show else questions.hide
        try:
            await services.run(act, actor, question_id, order)
        except (BadForm, DeskRefused) as refusal:
            sheet = await services.run(questions.sheet, actor, question_id)
            return question_response(request, visitor, sheet, refused=_told(refusal, form))
        word = "shown" if show else "hidden"
        return RedirectResponse(f"/admin/questions/{question_id}?done={word}", 303)


def _told(refusal: BadForm | DeskRefused, form: dict[str, str]) -> Refused | DeskRefused:
    if isinstance(refusal, BadForm):
        return Refused(form="order", error=refusal, typed=typed(form))
    return refusal
