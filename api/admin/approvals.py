"""The two answers to what takes two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form
from api.routing import Right, door
from components.admin.approvals import approval_response
from components.admission import ADMIN
from services.errors import BadInput, DomainError, Forbidden, ProofNeeded

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
ANSWERS = {"approve": True, "refuse": False}


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /admin/approvals/{approval_id}`."""
    approvals = services.administration.approvals

    @door(app, "POST", "/admin/approvals/{approval_id}", context=ADMIN, right=Right.DESK)
    async def answer(request: Request, approval_id: Number) -> Response:
        """Agree or refuse; what the act itself refuses is said above what was asked."""
        actor, visitor, form = await own_form(request)
        approve = ANSWERS.get(form.get("answer", ""))
        shown = await services.run(approvals.show, actor, approval_id)
        if approve is None:
            return approval_response(request, visitor, shown, refused=BadInput())
        note = form.get("note", "")
        try:
            await services.run(
                approvals.decide,
                actor,
                approval_id,
                approve=approve,
                note=note,
                session_key=visitor.session_key,
            )
        except (Forbidden, ProofNeeded):
            raise
        except DomainError as refusal:
            again = await services.run(approvals.show, actor, approval_id)
            return approval_response(request, visitor, again, refused=refusal, note=note)
        word = "approved" if approve else "refused"
        return RedirectResponse(f"/admin/approvals/{approval_id}?done={word}", 303)
