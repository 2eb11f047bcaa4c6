"""The house's answer to a seller who wants a lot with bids off sale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form, typed
from api.routing import Right, door
from components.account import Refused
from components.admin.withdrawals import withdrawal_response
from components.admission import ADMIN
from services.errors import BadField, BadForm, ConductRefused

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
PATH = "/admin/withdrawals/{withdrawal_id}"


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /admin/withdrawals/{withdrawal_id}`."""
    sheets = services.administration.withdrawals

    @door(app, "POST", PATH, context=ADMIN, right=Right.AUCTIONS)
    async def answer(request: Request, withdrawal_id: Number) -> Response:
        """Grant or refuse, or show it again with what was typed and why not."""
        actor, visitor, form = await own_form(request)
        sheet = await services.run(sheets.sheet, actor, withdrawal_id)
        grant, note = form.get("answer") == "grant", form.get("note", "")
        decide = services.conduct.withdrawals.decide
        try:
            await services.run(
                decide,
                actor,
                withdrawal_id,
                grant=grant,
                why=note,
                session_key=visitor.session_key,
            )
        except BadField as wrong:
            refused = Refused(form="order", error=BadForm([wrong]), typed=typed(form))
            return withdrawal_response(request, visitor, sheet, refused=refused)
        except ConductRefused as refusal:
            return withdrawal_response(request, visitor, sheet, refused=refusal)
        word = "granted" if grant else "refused"
        return RedirectResponse(f"/admin/withdrawals/{withdrawal_id}?done={word}", 303)
