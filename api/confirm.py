"""Where the links of letters lead: away from their address, and to what the button there does.

A link changes nothing, so that mail scanners may follow it: its token moves into the browser's
cookie `letters`, out of histories and logs (ASVS 14.2.1). The cookie is not Strict, because it
would not reach the very next page of whoever comes from a mailbox in the browser.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api import google, my_data, passwords, profile, second_step, sign_up
from api.errors import wants_json
from api.forms import our_form
from api.routing import door
from api.security.sessions import bake, cookie_name, forget
from components.confirm import not_confirmed_response
from services.errors import AlreadyMember, TokenRefused
from services.people.opened_letters import drop, find, keep, mark_of
from services.tokens import TokenKind
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

LETTERS, LETTERS_SECONDS = "letters", 1800
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
    """Serve `GET /auth/confirm/{token}` and `POST /auth/letter/{mark}`."""

    @door(app, "GET", "/auth/confirm/{token}")
    async def open_letter(request: Request, token: str) -> Response:
        visitor: Visitor = request.scope["visitor"]
        try:
            opened = await services.run(services.tokens.look, token)
            if opened.kind not in CONFIRMATIONS:
                raise TokenRefused(reason="unknown")
        except TokenRefused as refusal:
            return refused(request, visitor, refusal)
        answer = RedirectResponse(f"/auth/letter/{mark_of(token)}", 303)
        letters = keep(kept_in(services, request), token)
        bake(services.config, answer, LETTERS, letters, seconds=LETTERS_SECONDS)
        return answer

    @door(app, "POST", "/auth/letter/{mark}")
    async def confirm(request: Request, mark: str) -> Response:
        visitor: Visitor = request.scope["visitor"]
        form = await our_form(request, visitor)
        letters = kept_in(services, request)
        try:
            token = find(letters, mark)
            if not token:
                raise TokenRefused(reason="closed")
            opened = await services.run(services.tokens.look, token)
            if opened.kind not in CONFIRMATIONS:
                raise TokenRefused(reason="unknown")
            answer = await CONFIRMATIONS[opened.kind](services, request, visitor, token, form)
        except (TokenRefused, AlreadyMember) as refusal:
            return refused(request, visitor, refusal)
        if answer.status_code == 303:  # done: the token has been used
            put_away(services, answer, drop(letters, mark))
        return answer


def refused(request: Request, visitor: Visitor, refusal: TokenRefused | AlreadyMember) -> Response:
    """Say why a link opens nothing."""
    if wants_json(request):
        raise refusal
    return not_confirmed_response(request, visitor, refusal)


def put_away(services: Services, answer: Response, letters: str) -> None:
    """Leave the browser with the letters that are still open."""
    if letters:
        bake(services.config, answer, LETTERS, letters, seconds=LETTERS_SECONDS)
    else:
        forget(services.config, answer, LETTERS)


def kept_in(services: Services, request: Request) -> str:
    """Read which letters this browser has open."""
    return request.cookies.get(cookie_name(services.config, LETTERS), "")
