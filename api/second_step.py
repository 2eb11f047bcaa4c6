"""The second step of a log-in: the code typed, another letter, the letter's link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api.accounts import ATTEMPT, enter, keep_attempt, word
from api.errors import retry_after, wants_json
from api.forms import our_form
from api.routing import door
from api.security.sessions import cookie_name, forget
from components.second_step import second_step_response
from services.errors import BadField, TokenRefused, TooManyAttempts
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services
    from services.second_step import Entry

LONGEST_CODE = 64


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /login/second` and `POST /login/second/again`."""

    @door(app, "POST", "/login/second")
    async def finish(request: Request) -> Response:
        visitor: Visitor = request.scope["visitor"]
        form = await our_form(request, visitor)
        attempt = attempt_of(services, request)
        try:
            entry = await services.run(
                services.steps.by_code,
                attempt,
                word(form, "code")[:LONGEST_CODE],
                ip=visitor.ip,
                user_agent=visitor.user_agent,
            )
        except (BadField, TooManyAttempts) as refusal:
            if wants_json(request):
                raise
            waiting = await services.run(services.steps.waiting, attempt)
            again: Response = second_step_response(request, visitor, waiting, problem=refusal)
            again.headers.update(retry_after(refusal))
            return again
        except TokenRefused:
            if wants_json(request):
                raise
            return begin_again(services)
        return await entered(services, visitor, entry)

    @door(app, "POST", "/login/second/again")
    async def send_again(request: Request) -> Response:
        visitor: Visitor = request.scope["visitor"]
        await our_form(request, visitor)
        attempt = attempt_of(services, request)
        try:
            renewed = await services.run(services.steps.again, attempt)
        except TooManyAttempts as refusal:
            waiting = await services.run(services.steps.waiting, attempt)
            refused: Response = second_step_response(request, visitor, waiting, problem=refusal)
            refused.headers.update(retry_after(refusal))
            return refused
        except TokenRefused:
            return begin_again(services)
        answer = RedirectResponse("/login/second?sent", 303)
        keep_attempt(services, answer, renewed)
        return answer


async def confirm(
    services: Services, request: Request, visitor: Visitor, token: str, form: FormData
) -> Response:
    """Finish a log-in by its letter's link; raises TokenRefused in any other browser."""
    entry = await services.run(
        services.steps.by_link,
        attempt_of(services, request),
        token,
        ip=visitor.ip,
        user_agent=visitor.user_agent,
    )
    return await entered(services, visitor, entry)


async def entered(services: Services, visitor: Visitor, entry: Entry) -> Response:
    """Lead on to where the person was going, with a new session."""
    answer = await enter(services, visitor, entry.token, entry.going_to)
    forget(services.config, answer, ATTEMPT)
    return answer


def begin_again(services: Services) -> Response:
    """Lead back to the first step, because what was begun waits no more."""
    answer = RedirectResponse("/login?over", 303)
    forget(services.config, answer, ATTEMPT)
    return answer


def attempt_of(services: Services, request: Request) -> str:
    """Read what this browser has begun."""
    return request.cookies.get(cookie_name(services.config, ATTEMPT), "")
