"""How a refusal or a mistake is answered to machines, and what no handler has caught to anyone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from math import ceil
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.words import knows, say, speak
from services.errors import (
    BadField,
    BadForm,
    BadInput,
    DomainError,
    Forbidden,
    NotFound,
    NotLoggedIn,
    Unavailable,
)
from services.views import Visitor

Handler = Callable[[Request, Any], Awaitable[Response]]
KINDS: tuple[int | type[Exception], ...] = (
    404,  # NiceGUI has its own page for this number
    HTTPException,
    RequestValidationError,
    DomainError,
    Exception,
)
BY_STATUS: dict[int, tuple[str, str]] = {
    400: ("bad_request", "doors.bad_request"),
    401: (NotLoggedIn.code, NotLoggedIn.key),
    403: (Forbidden.code, Forbidden.key),
    404: (NotFound.code, NotFound.key),
    405: ("method_not_allowed", "doors.method_not_allowed"),
    413: ("too_large", "doors.too_large"),
    422: (BadInput.code, BadInput.key),
    503: (Unavailable.code, Unavailable.key),
}
PROGRAMS = "/api/v1/"
UNEXPECTED = ("unexpected", "doors.unexpected")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, as far as it is the caller's to know."""

    status: int
    code: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_of(error: Exception) -> Problem:
    """Name the problem; of a mistake of ours nothing is told but that it was one."""
    if isinstance(error, DomainError):
        return Problem(
            status=error.status,
            code=error.code,
            key=error.message_key,
            values=error.values,
            headers=retry_after(error),
        )
    if isinstance(error, HTTPException):
        code, key = BY_STATUS.get(error.status_code, UNEXPECTED)
        return Problem(
            status=error.status_code, code=code, key=key, headers=dict(error.headers or {})
        )
    if isinstance(error, RequestValidationError):
        in_path = any(fault["loc"][:1] == ("path",) for fault in error.errors())
        status = 404 if in_path else 422
        code, key = BY_STATUS[status]
        return Problem(status=status, code=code, key=key)
    code, key = UNEXPECTED
    return Problem(status=500, code=code, key=key)


def retry_after(error: DomainError) -> dict[str, str]:
    """Tell in a header when the next try is heard, if the refusal knows."""
    minutes, seconds = error.values.get("minutes"), error.values.get("seconds")
    if seconds:
        return {"Retry-After": str(ceil(seconds))}
    return {"Retry-After": str(int(minutes) * 60)} if minutes else {}


async def answer_machine(request: Request, error: Exception) -> Response:
    """Answer a problem as JSON: code, message, and the number under which the log knows it."""
    problem = problem_of(error)
    visitor = request.scope.get("visitor") or Visitor()
    speak(visitor.language)
    body: dict[str, Any] = {
        "code": problem.code,
        "message": say(problem.key, **problem.values) if knows(problem.key) else problem.code,
        "correlation": request.scope.get("request_id", ""),
    }
    if isinstance(error, BadForm | BadField):
        wrong = error.problems if isinstance(error, BadForm) else (error,)
        body["fields"] = {each.field: say(each.message_key, **each.values) for each in wrong}
    elif (
        isinstance(error, RequestValidationError)
        and problem.status == HTTPStatus.UNPROCESSABLE_ENTITY
    ):
        named = [str(fault["loc"][-1]) for fault in error.errors()]
        body["fields"] = dict.fromkeys(named, say("field.parameter.unreadable"))
    if request.scope["path"].startswith(PROGRAMS):
        return as_problem(body, problem)
    return JSONResponse(body, problem.status, headers=dict(problem.headers))


def as_problem(body: dict[str, Any], problem: Problem) -> Response:
    """Answer a program as RFC 9457 says; the code names the kind of problem for ever."""
    values = {name: str(value) for name, value in problem.values.items()}
    said = {
        "type": f"/api/docs#{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": body.pop("message"),
        **body,
        "values": values,
    }
    headers = {**problem.headers, "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(said, problem.status, headers, media_type="application/problem+json")


def wants_json(request: Request) -> bool:
    """Tell whether a machine is asking."""
    accepted = request.headers.get("accept", "")
    return request.scope["path"].startswith("/api/") or (
        "application/json" in accepted and "text/html" not in accepted
    )


def install(app: FastAPI) -> None:
    """Answer machines in JSON; people get the screens registered before this call."""
    for kind in KINDS:
        screen = app.exception_handlers.get(kind) or answer_machine
        app.add_exception_handler(kind, spoken(screen))


def spoken(screen: Any) -> Handler:
    """Choose between JSON and the screen by who is asking."""

    async def answer(request: Request, error: Exception) -> Response:
        chosen = answer_machine if wants_json(request) else screen
        response: Response = await chosen(request, error)
        return response

    return answer


class LastResort:
    """Turns what nobody caught into an answer, inside the headers that every answer carries."""

    def __init__(self, app: ASGIApp, *, answers: Mapping[Any, Any]) -> None:
        self.app = app
        self.answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request whatever happens to it inside."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
            return
        except ClientDisconnect:
            return
        except (HTTPException, DomainError, RequestValidationError) as refusal:
            error: Exception = refusal
        except Exception as mistake:
            log.exception("request_failed", method=scope["method"], path=scope["path"])
            error = mistake
        if started:
            raise error
        request = Request(scope, receive)
        try:
            response = await self.handler_of(error)(request, error)
        except Exception:  # the screen itself is broken: say little, but say it
            log.exception("no_screen", path=scope["path"])
            response = PlainTextResponse(scope.get("request_id", ""), 500)
        await response(scope, receive, send)

    def handler_of(self, error: Exception) -> Handler:
        """Find the handler as the framework would, by status and then by class."""
        kinds: list[Any] = [error.status_code] if isinstance(error, HTTPException) else []
        for kind in (*kinds, *type(error).__mro__):
            if kind in self.answers:
                found: Handler = self.answers[kind]
                return found
        return answer_machine
