"""The door by which an administrator has one of the gateway's messages dealt with again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import read_form
from api.routing import Right, door
from components.admission import ADMIN, visitor_of
from components.records import message_response
from services.errors import NotLoggedIn, Overtaken

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /admin/messages/{message_id}/again`."""

    @door(app, "POST", "/admin/messages/{message_id}/again", context=ADMIN, right=Right.MONEY)
    async def again(request: Request, message_id: Number) -> Response:
        """Read the charge of a message anew."""
        visitor = visitor_of(request)
        await read_form(request, visitor)
        if visitor.user_id is None:
            raise NotLoggedIn
        messages = services.payments.messages
        try:
            await services.run(
                messages.again, message_id, visitor.user_id, session_key=visitor.session_key
            )
        except Overtaken as refusal:
            one = await services.run(messages.message, message_id)
            return message_response(request, visitor, one, refused=refusal)
        return RedirectResponse(f"/admin/messages/{message_id}?done=again", 303)
