"""Forgotten passwords: asking for a link, and the new password that it lets one choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.accounts import LONGEST_LOGIN, LONGEST_PASSWORD, word
from api.errors import wants_json
from api.forms import our_form
from api.routing import door
from api.security.pace import no_sooner_than
from components.confirm import confirm_response
from components.passwords import forgotten_response
from services.errors import BadField
from services.people.opened_letters import mark_of
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

# More than writing a letter takes, so that the time tells nothing of who has an account.
ANSWER_SECONDS = 0.4


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /auth/change`."""

    @door(app, "POST", "/auth/change")
    async def ask(request: Request) -> Response:
        visitor: Visitor = request.scope["visitor"]
        form = await our_form(request, visitor)
        email = word(form, "email")[:LONGEST_LOGIN]
        try:
            async with no_sooner_than(ANSWER_SECONDS):
                await services.run(services.recovery.ask, email, ip=visitor.ip)
        except BadField as refusal:
            if wants_json(request):
                raise
            return forgotten_response(request, visitor, email=email, problem=refusal)
        return RedirectResponse("/auth/change?sent", 303)


async def confirm(
    services: Services, request: Request, visitor: Visitor, token: str, form: FormData
) -> Response:
    """Set the new password and lead to the log-in; the link stays good after a refused one."""
    chosen = word(form, "new_password")[:LONGEST_PASSWORD]
    try:
        await services.run(services.recovery.choose, token, chosen)
    except BadField as refusal:
        if wants_json(request):
            raise
        opened = await services.run(services.tokens.look, token)
        return confirm_response(
            request,
            visitor,
            opened.kind,
            mark=mark_of(token),
            email=opened.email,
            problems=(refusal,),
            status=refusal.status,
        )
    return RedirectResponse("/login?changed", 303)
