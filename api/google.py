"""Logging in with Google: leaving for it, coming back, and linking it to an account there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.account_security import shown
from api.accounts import LONGEST_PASSWORD, enter, keep_attempt, safe_next, word
from api.errors import retry_after, wants_json
from api.forms import our_form
from api.routing import door
from api.security.sessions import bake, cookie_name, forget
from components.google import letter_sent_response, link_response
from components.login_form import login_response
from services.asking import ASKING_LASTS, LINKING_LASTS
from services.errors import DomainError, NotVouched, TooManyAttempts, WrongCredentials
from services.identities import Arrival
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

GOOGLE = "google"
LINK, TIE = "/login/google", "/account/security/google/link"
LONGEST_ANSWER = 4_000


def register(app: FastAPI, services: Services) -> None:
    """Serve `GET /auth/google/redirect`, `GET /auth/google/validate`, `POST /login/google`."""
    desk = GoogleDesk(services)
    door(app, "GET", "/auth/google/redirect")(desk.leave)
    door(app, "GET", "/auth/google/validate")(desk.come_back)
    door(app, "POST", LINK)(desk.link)


class GoogleDesk:
    """Keeps in the browser, sealed, what it left with, and believes only what comes back to it."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.config = services.config

    async def leave(self, request: Request) -> Response:
        """Lead to Google, to come back to the page `next` names."""
        visitor: Visitor = request.scope["visitor"]
        next_path = safe_next(request.query_params.get("next", "/"))
        try:
            departure = await self.services.run(
                self.services.identities.depart, going_to=next_path, ip=visitor.ip
            )
        except (NotVouched, TooManyAttempts) as refusal:
            return self.turned_away(request, visitor, refusal, next_path)
        answer = RedirectResponse(departure.url, 303)
        seconds = int(ASKING_LASTS.total_seconds())
        bake(self.config, answer, GOOGLE, departure.attempt, seconds=seconds)
        return answer

    async def come_back(self, request: Request) -> Response:
        """Let in whom Google vouches for, or ask for more, or say why not."""
        visitor: Visitor = request.scope["visitor"]
        attempt = kept_in(self.services, request)
        back = {name: value[:LONGEST_ANSWER] for name, value in request.query_params.items()}
        if self.services.identity_links.begun(attempt):
            return await self.come_back_to_link(request, visitor, attempt, back)
        try:
            arrival = await self.services.run(
                self.services.identities.arrive,
                attempt,
                back,
                language=visitor.language,
                ip=visitor.ip,
            )
        except NotVouched as refusal:
            next_path = self.services.identities.going_to(attempt)
            return self.turned_away(request, visitor, refusal, next_path)
        if arrival.user_id is not None:
            return await self.let_in(request, visitor, arrival.user_id, arrival)
        if not arrival.wish:
            letter: Response = letter_sent_response(request, visitor, email=arrival.email)
            forget(self.config, letter, GOOGLE)
            return letter
        return self.kept_for(LINK, arrival.wish)

    async def come_back_to_link(
        self, request: Request, visitor: Visitor, attempt: str, back: dict[str, str]
    ) -> Response:
        """Keep whom Google vouches for until the owner of this session confirms the link."""
        links = self.services.identity_links
        try:
            wish = await self.services.run(
                links.arrive, attempt, back, session_key=visitor.session_key
            )
        except NotVouched as refusal:
            if not visitor.logged_in:
                return self.turned_away(request, visitor, refusal, "/account/security")
            answer = await shown(self.services, request, visitor, link_problem=refusal)
            forget(self.config, answer, GOOGLE)
            return answer
        return self.kept_for(TIE, wish)

    async def link(self, request: Request) -> Response:
        """Link what was vouched for to its account by the account's password, and let in."""
        visitor: Visitor = request.scope["visitor"]
        form = await our_form(request, visitor)
        wish = kept_in(self.services, request)
        identities = self.services.identities
        try:
            email = await self.services.run(identities.wished, wish)
            password = word(form, "password")[: LONGEST_PASSWORD + 1]
            try:
                linked = await self.services.run(identities.link, wish, password, ip=visitor.ip)
            except (WrongCredentials, TooManyAttempts) as refusal:
                if wants_json(request):
                    raise
                again: Response = link_response(request, visitor, email=email, problem=refusal)
                again.headers.update(retry_after(refusal))
                return again
        except NotVouched as refusal:
            return self.turned_away(request, visitor, refusal, "/")
        return await self.let_in(request, visitor, linked.user_id or 0, linked)

    async def let_in(
        self, request: Request, visitor: Visitor, user_id: int, arrival: Arrival
    ) -> Response:
        """Lead on with a new session or, whoever has a second factor, to that first."""
        next_path = safe_next(arrival.going_to)
        try:
            attempt = await self.services.run(
                self.services.steps.begin, user_id, going_to=next_path
            )
        except TooManyAttempts as refusal:
            return self.turned_away(request, visitor, refusal, next_path)
        if attempt is not None:
            onward = RedirectResponse("/login/second", 303)
            keep_attempt(self.services, onward, attempt)
            forget(self.config, onward, GOOGLE)
            return onward
        token = await self.services.run(
            self.services.sessions.open, user_id, ip=visitor.ip, user_agent=visitor.user_agent
        )
        answer = await enter(self.services, visitor, token, next_path)
        forget(self.config, answer, GOOGLE)
        return answer

    def kept_for(self, path: str, wish: str) -> Response:
        """Lead to where a wish is confirmed, which the browser keeps until then."""
        answer = RedirectResponse(path, 303)
        bake(self.config, answer, GOOGLE, wish, seconds=int(LINKING_LASTS.total_seconds()))
        return answer

    def turned_away(
        self, request: Request, visitor: Visitor, refusal: DomainError, next_path: str
    ) -> Response:
        """Show the log-in with what went wrong; what was begun is over."""
        if wants_json(request):
            raise refusal
        answer: Response = login_response(
            request, visitor, turned_away=refusal, next_url=next_path, status=refusal.status
        )
        answer.headers.update(retry_after(refusal))
        forget(self.config, answer, GOOGLE)
        return answer


async def confirm_link(
    services: Services, request: Request, visitor: Visitor, token: str, form: FormData
) -> Response:
    """Link by the letter's token; its reader then logs in with Google. Raises TokenRefused."""
    await services.run(services.identities.link_by_letter, token)
    return RedirectResponse("/login?linked", 303)


def kept_in(services: Services, request: Request) -> str:
    """Read what this browser has begun."""
    return request.cookies.get(cookie_name(services.config, GOOGLE), "")
