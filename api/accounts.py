"""Logging in and out, and choosing theme and language: plain forms, answered by a redirect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.errors import retry_after, wants_json
from api.forms import our_form, words_of
from api.routing import door
from api.security.csrf import proven
from api.security.sessions import (
    A_YEAR,
    BROWSER,
    COMFORT,
    LANGUAGE,
    SESSION,
    THEME,
    bake,
    forget,
)
from components.here import HOME as HOME
from components.here import safe_next as safe_next
from components.login_form import login_response
from components.theme import THEMES
from components.words import LANGUAGES
from services.errors import (
    BadInput,
    Forbidden,
    SecondStepNeeded,
    TooManyAttempts,
    WrongCredentials,
)
from services.views import COMFORT_WISHES, TEXT_SIZES, Comfort, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

ATTEMPT, ATTEMPT_SECONDS = "attempt", 600
LONGEST_LOGIN, LONGEST_PASSWORD = 254, 1024


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /login`, `POST /logout` and `POST /preferences`."""
    desk = AccountDesk(services)
    door(app, "POST", "/login")(desk.log_in)
    door(app, "POST", "/logout")(desk.log_out)
    door(app, "POST", "/preferences")(desk.prefer)


class AccountDesk:
    """Takes the three forms; every cookie of a person is given and taken here."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.config = services.config

    async def log_in(self, request: Request) -> Response:
        """Begin a session, a new one always, or show the form again with what was wrong."""
        visitor: Visitor = request.scope["visitor"]
        form = await words_of(request)
        login, next_path = word(form, "username").strip(), safe_next(word(form, "next"))
        try:
            if not proven(visitor, form.get("csrf")):
                raise Forbidden
            token = await self.token_for(visitor, login, word(form, "password"), next_path)
        except SecondStepNeeded as step:
            onward = RedirectResponse("/login/second", 303)
            keep_attempt(self.services, onward, step.attempt)
            return onward
        except (Forbidden, WrongCredentials, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            again: Response = login_response(
                request,
                visitor,
                problem=refusal,
                login=login[:LONGEST_LOGIN],
                next_url=next_path,
                status=refusal.status,
            )
            again.headers.update(retry_after(refusal))
            return again
        return await enter(self.services, visitor, token, next_path)

    async def token_for(self, visitor: Visitor, login: str, password: str, next_path: str) -> str:
        """Give a new session's token, or raise what `AccountService.log_in` raises."""
        if not can_be_credentials(login, password):
            raise WrongCredentials
        token: str = await self.services.run(
            self.services.accounts.log_in,
            login,
            password,
            ip=visitor.ip,
            user_agent=visitor.user_agent,
            going_to=next_path,
        )
        return token

    async def log_out(self, request: Request) -> Response:
        """End the session here and at the house; its open screens are closed with it."""
        visitor: Visitor = request.scope["visitor"]
        if visitor.logged_in:
            await our_form(request, visitor)
            await self.services.run(self.services.sessions.end, visitor.session_key)
        answer = RedirectResponse(HOME, 303)
        forget(self.config, answer, SESSION)
        return answer

    async def prefer(self, request: Request) -> Response:
        """Keep a choice of theme, language or comfort, in this browser and for the account."""
        visitor: Visitor = request.scope["visitor"]
        form = await our_form(request, visitor)
        theme, language = word(form, "theme"), word(form, "language")
        if theme not in ("", *THEMES) or language not in ("", *LANGUAGES):
            raise BadInput
        comfort = comfort_of(form, visitor.comfort)
        if visitor.user_id is not None and (theme or language or comfort):
            await self.services.run(
                self.services.accounts.prefer,
                visitor.user_id,
                theme=theme or None,
                language=language or None,
                comfort=comfort,
            )
            self.services.sessions.forget(visitor.session_key)
        answer = RedirectResponse(safe_next(word(form, "next")), 303)
        written = "" if comfort is None else comfort.written
        for name, value in ((THEME, theme), (LANGUAGE, language), (COMFORT, written)):
            if value:
                bake(self.config, answer, name, value, seconds=A_YEAR)
        return answer


async def enter(services: Services, visitor: Visitor, token: str, next_path: str) -> Response:
    """Give the browser its new session, end the one it had, and lead on."""
    if visitor.logged_in:
        await services.run(services.sessions.end, visitor.session_key)
    answer = RedirectResponse(safe_next(next_path), 303)
    bake(services.config, answer, SESSION, token)
    forget(services.config, answer, BROWSER)
    return answer


def keep_attempt(services: Services, answer: Response, attempt: str) -> None:
    """Let the browser keep what it has begun, sealed, for as long as it can be finished."""
    bake(services.config, answer, ATTEMPT, attempt, seconds=ATTEMPT_SECONDS)


def comfort_of(form: FormData, before: Comfort) -> Comfort | None:
    """Read which comfort is chosen, the others staying as they were; None if none is.

    Raises BadInput for a size there is not, and for a wish that is neither `on` nor `off`.
    """
    chosen: dict[str, Any] = {}
    if size := word(form, "text_size"):
        if size not in map(str, TEXT_SIZES):
            raise BadInput
        chosen["text_size"] = int(size)
    for wish in COMFORT_WISHES:
        if said := word(form, wish):
            if said not in ("on", "off"):
                raise BadInput
            chosen[wish] = said == "on"
    return replace(before, **chosen) if chosen else None


def word(form: FormData, name: str) -> str:
    """Read a field of words; a file in its place is nothing."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def can_be_credentials(login: str, password: str) -> bool:
    """Tell whether somebody could have such a login and password at all."""
    return (
        0 < len(login) <= LONGEST_LOGIN
        and 0 < len(password) <= LONGEST_PASSWORD
        and login.isprintable()
    )
