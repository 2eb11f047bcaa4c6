"""What the house's people say of a large withdrawal: ask a second one, or give it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form, typed
from api.routing import Right, door
from components.account import Refused
from components.admin.payouts import payout_response
from components.admission import ADMIN
from services.administration.orders import Order
from services.errors import BadForm, DeskRefused

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /admin/payouts/{payment_id}`."""
    payouts = services.administration.payouts

    @door(app, "POST", "/admin/payouts/{payment_id}", context=ADMIN, right=Right.MONEY)
    async def answer(request: Request, payment_id: Number) -> Response:
        """Ask or give back, or show it again with what was typed and why not."""
        actor, visitor, form = await own_form(request)
        order, ask = Order(reason=form.get("reason", "")), form.get("answer") == "ask"
        act = payouts.ask if ask else payouts.refuse
        try:
            await services.run(act, actor, payment_id, order, session_key=visitor.session_key)
        except (BadForm, DeskRefused) as refusal:
            sheet = await services.run(payouts.sheet, actor, payment_id)
            bad = isinstance(refusal, BadForm)
            told = Refused(form="order", error=refusal, typed=typed(form)) if bad else refusal
            return payout_response(request, visitor, sheet, refused=told)
        word = "asked" if ask else "refused"
        return RedirectResponse(f"/admin/payouts/{payment_id}?done={word}", 303)
