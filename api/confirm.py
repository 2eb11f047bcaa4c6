"""What the button behind a letter's link does: each kind of token has its own confirmation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from api import google, my_data, passwords, profile, second_step, sign_up
from api.errors import wants_json
from api.forms import our_form
from api.routing import door
from components.confirm import not_confirmed_response
from services.errors import AlreadyMember, TokenRefused
from services.tokens import TokenKind
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

Confirmation = Callable[["Services", Request, Visitor, str, FormData], Awaitable[Response]]
CONFIRMATIONS: dict[TokenKind, Confirmation] = {
    TokenKind.CREATE: sign_up.confirm,
    TokenKind.LOGIN: second_step.confirm,
    TokenKind.RESET: passwords.confirm,
    TokenKind.SET_PASSWORD: passwords.confirm,
    TokenKind.EMAIL_OLD: profile.confirm,
    TokenKind.EMAIL_NEW: profile.confirm,
    TokenKind.DELETE: my_data.confirm,
    TokenKind.LINK: google.confirm_link,
}


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /auth/confirm/{token}`."""

    @door(app, "POST", "/auth/confirm/{token}")
    async def confirm(request: Request, token: str) -> Response:
        visitor: Visitor = request.scope["visitor"]
        form = await our_form(request, visitor)
        try:
            opened = await services.run(services.tokens.look, token)
            if opened.kind not in CONFIRMATIONS:
                raise TokenRefused(reason="unknown")
            return await CONFIRMATIONS[opened.kind](services, request, visitor, token, form)
        except (TokenRefused, AlreadyMember) as refusal:
            if wants_json(request):
                raise
            return not_confirmed_response(request, visitor, refusal)
