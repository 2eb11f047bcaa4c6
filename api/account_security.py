"""The forms of an account's security: second step, password, sessions, and the proof of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.accounts import (
    ATTEMPT,
    LONGEST_PASSWORD,
    enter,
    keep_attempt,
    safe_next,
    word,
)
from api.errors import retry_after, wants_json
from api.forms import our_form
from api.routing import door
from api.second_step import LONGEST_CODE, attempt_of
from api.security.sessions import forget
from components.admission import COMMON
from components.security import (
    app_response,
    codes_response,
    proof_response,
    security_response,
)
from services.errors import (
    BadField,
    BadForm,
    BadInput,
    DomainError,
    NotFound,
    NotLoggedIn,
    TokenRefused,
    TooManyAttempts,
)
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

HERE = "/account/security"


def register(app: FastAPI, services: Services) -> None:
    """Serve the POSTs under `/account/security` and `/account/verify`."""
    desk = SecurityDesk(services)
    for path, handler in (
        (f"{HERE}/second", desk.choose),
        (f"{HERE}/app", desk.confirm_app),
        (f"{HERE}/codes", desk.renew_codes),
        (f"{HERE}/password", desk.change_password),
        (f"{HERE}/set-password", desk.ask_for_password),
        (f"{HERE}/sessions/end-others", desk.end_others),
        (f"{HERE}/sessions/{{session_id}}/end", desk.end_session),
        ("/account/verify", desk.prove),
        ("/account/verify/code", desk.send_code),
    ):
        door(app, "POST", path, context=COMMON)(handler)


class SecurityDesk:
    """Takes the forms of people logged in; what needs a proof is refused without by the house."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def choose(self, request: Request) -> Response:
        """Turn the second step by letter on, or the second step off."""
        user_id, visitor, form = await opened(request)
        factors, key = self.services.factors, visitor.session_key
        method = word(form, "method")
        if method not in ("email", "off"):
            raise BadInput
        act = factors.choose_email if method == "email" else factors.turn_off
        await self.services.run(act, user_id, session_key=key)
        return done(method)

    async def confirm_app(self, request: Request) -> Response:
        """Let an app count from its first code on, and show the recovery codes."""
        user_id, visitor, form = await opened(request)
        factors, key = self.services.factors, visitor.session_key
        try:
            typed = word(form, "code")[:LONGEST_CODE]
            codes = await self.services.run(factors.confirm_app, user_id, typed, session_key=key)
        except (BadField, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            begun = await self.services.run(factors.begin_app, user_id, session_key=key, anew=False)
            return told(app_response(request, visitor, begun, problem=refusal), refusal)
        return codes_response(request, visitor, codes)

    async def renew_codes(self, request: Request) -> Response:
        """Show new recovery codes in place of the old."""
        user_id, visitor, _ = await opened(request)
        codes = await self.services.run(
            self.services.factors.renew_codes, user_id, session_key=visitor.session_key
        )
        return codes_response(request, visitor, codes)

    async def change_password(self, request: Request) -> Response:
        """Change the password; this browser goes on with a new session, all others are out."""
        user_id, visitor, form = await opened(request)
        try:
            token = await self.services.run(
                self.services.recovery.change,
                user_id,
                word(form, "current_password")[:LONGEST_PASSWORD],
                word(form, "new_password")[:LONGEST_PASSWORD],
                ip=visitor.ip,
                user_agent=visitor.user_agent,
            )
        except (BadForm, TooManyAttempts) as refusal:
            return await shown(self.services, request, visitor, problem=refusal)
        return await enter(self.services, visitor, token, f"{HERE}?done=password")

    async def ask_for_password(self, request: Request) -> Response:
        """Send the link by which somebody without a password sets one."""
        user_id, visitor, _ = await opened(request)
        try:
            await self.services.run(self.services.recovery.ask_for, user_id)
        except TooManyAttempts as refusal:
            return await shown(self.services, request, visitor, problem=refusal)
        return done("sent")

    async def end_others(self, request: Request) -> Response:
        """End every session but this one."""
        user_id, visitor, _ = await opened(request)
        sessions = self.services.sessions
        await self.services.run(sessions.end_all, user_id, but=visitor.session_key)
        return done("others")

    async def end_session(self, request: Request, session_id: int) -> Response:
        """End one session of one's own."""
        user_id, _, _ = await opened(request)
        if not 0 < session_id < 2**31:
            raise NotFound
        await self.services.run(self.services.sessions.end_one, user_id, session_id)
        return done("ended")

    async def prove(self, request: Request) -> Response:
        """Accept a proof of being there, and go on."""
        user_id, visitor, form = await opened(request)
        next_path = safe_next(word(form, "next"))
        try:
            await self.services.run(
                self.services.proofs.prove,
                user_id,
                session_key=visitor.session_key,
                password=word(form, "password")[:LONGEST_PASSWORD],
                code=word(form, "code")[:LONGEST_CODE],
                attempt=attempt_of(self.services, request),
            )
        except (BadField, BadForm, TooManyAttempts, TokenRefused) as refusal:
            return await self.asked(request, user_id, visitor, next_path, refusal)
        answer = RedirectResponse(next_path, 303)
        forget(self.services.config, answer, ATTEMPT)
        return answer

    async def send_code(self, request: Request) -> Response:
        """Send the code by which somebody without a password proves to be there."""
        user_id, visitor, form = await opened(request)
        next_path = safe_next(word(form, "next"))
        try:
            attempt = await self.services.run(
                self.services.proofs.send_code, user_id, session_key=visitor.session_key
            )
        except TooManyAttempts as refusal:
            return await self.asked(request, user_id, visitor, next_path, refusal)
        proofs = self.services.proofs
        asked = await self.services.run(proofs.asked, user_id)
        answer = proof_response(request, visitor, asked, next_url=next_path, sent=True)
        keep_attempt(self.services, answer, attempt)
        return answer

    async def asked(
        self,
        request: Request,
        user_id: int,
        visitor: Visitor,
        next_path: str,
        refusal: DomainError,
    ) -> Response:
        """Ask again for a proof, with what was wrong."""
        if wants_json(request):
            raise refusal
        asked = await self.services.run(self.services.proofs.asked, user_id)
        again = proof_response(request, visitor, asked, next_url=next_path, problem=refusal)
        return told(again, refusal)


async def shown(
    services: Services,
    request: Request,
    visitor: Visitor,
    *,
    problem: DomainError | None = None,
    link_problem: DomainError | None = None,
) -> Response:
    """Show the page of security again, with what was wrong with the password or with a link."""
    refusal = problem or link_problem
    if visitor.user_id is None or refusal is None:
        raise NotLoggedIn
    if wants_json(request):
        raise refusal
    user_id = visitor.user_id
    factor = await services.run(services.factors.standing, user_id)
    sessions = await services.run(services.sessions.of, user_id, here=visitor.session_key)
    links = await services.run(services.identity_links.of, user_id)
    answer = security_response(
        request, visitor, factor, sessions, links, problem=problem, link_problem=link_problem
    )
    return told(answer, refusal)


async def opened(request: Request) -> tuple[int, Visitor, FormData]:
    """Tell whose form this is, and read it; raises NotLoggedIn or Forbidden."""
    visitor: Visitor = request.scope["visitor"]
    if visitor.user_id is None:
        raise NotLoggedIn
    form = await our_form(request, visitor)
    return visitor.user_id, visitor, form


def told(answer: Response, refusal: DomainError) -> Response:
    """Say in the answer's headers when the next try is heard."""
    answer.headers.update(retry_after(refusal))
    return answer


def done(what: str) -> Response:
    """Lead back to the page, which says what was done."""
    return RedirectResponse(f"{HERE}?done={what}", 303)
