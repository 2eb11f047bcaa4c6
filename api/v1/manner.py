"""How every door under `/api/v1` answers: how much it may be asked, what may be kept, to whom."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from hashlib import sha256
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, FastAPI, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.callers import Caller, caller_of
from api.errors import answer_machine
from api.routing import door
from api.security.measures import Measure
from components.admission import PUBLIC, Context
from components.words import speak
from services.errors import DomainError, TooManyRequests

LARGEST_ID = 2**31 - 1
PER_MINUTE = 300
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"
METHODS = "GET, POST, PUT, DELETE, OPTIONS"
HEADERS = "Authorization, Content-Type, Idempotency-Key, If-None-Match"
AuctionId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def router() -> APIRouter:
    """Open a part of the door; all parts share one measure for each caller."""
    return APIRouter(prefix="/api/v1", route_class=ProgramRoute)


def opened(app: FastAPI, part: APIRouter) -> None:
    """Serve a part of the door, and tell foreign screens what they may ask it."""
    paths = dict.fromkeys(route.path for route in part.routes if isinstance(route, APIRoute))
    for path in paths:
        door(part, "OPTIONS", path.removeprefix(part.prefix), context=PUBLIC)(options)
    app.include_router(part)


async def options() -> Response:
    """Tell a foreign screen that it may ask everything, by a token."""
    headers = {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": HEADERS,
        "Access-Control-Max-Age": "600",
    }
    return Response(status_code=204, headers=headers)


def program_door(
    part: APIRouter, method: str, path: str, *, context: Context = PUBLIC, scope: str = ""
) -> Callable[[Any], Any]:
    """Serve `method path`; with a `scope`, for sessions and for the tokens made for it."""

    def serve(handler: Any) -> Any:
        part.dependencies = [Depends(needing(scope))] if scope else []
        try:
            return door(part, method, path, context=context)(handler)
        finally:
            part.dependencies = []

    return serve


def needing(scope: str) -> Callable[[Request], None]:
    """Make the warden of a scope."""

    def warden(request: Request) -> None:
        caller_of(request.scope).may(scope)

    return warden


class ProgramRoute(APIRoute):
    """A door for programs: measured, conditional, open to foreign screens, refusing by RFC 9457."""

    measure = Measure(rate=PER_MINUTE / 60, burst=PER_MINUTE)

    def get_route_handler(self) -> Handler:
        """Answer in the manner of the door."""
        answer = super().get_route_handler()

        async def in_manner(request: Request) -> Response:
            caller = caller_of(request.scope)
            speak(caller.visitor.language)
            key = caller.visitor.user_id or caller.address
            wait = self.measure.take(key)
            try:
                if wait:
                    raise TooManyRequests(seconds=wait)
                response = conditional(request, await answer(request))
            except (DomainError, HTTPException, RequestValidationError) as refusal:
                response = await answer_machine(request, refusal)
            response.headers.update(self.limits(key))
            response.headers["Vary"] = "Authorization, Cookie, Accept-Language"
            if caller.key is None or caller.scopes is not None:
                response.headers["Access-Control-Allow-Origin"] = "*"
                response.headers["Access-Control-Expose-Headers"] = EXPOSED
            return response

        return in_manner

    def limits(self, key: Any) -> dict[str, str]:
        """Tell how much is left (draft-ietf-httpapi-ratelimit-headers)."""
        left, whole = int(self.measure.left(key)), self.measure.whole_in(key)
        return {
            "RateLimit-Policy": f'"default";q={PER_MINUTE};w=60',
            "RateLimit": f'"default";r={left};t={whole}',
        }


def conditional(request: Request, response: Response) -> Response:
    """Mark an answer, and answer 304 to who has it already."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    mark = response.headers.get("etag") or f'W/"{sha256(bytes(response.body)).hexdigest()[:24]}"'
    response.headers["ETag"] = mark
    asked = request.headers.get("if-none-match", "").split(",")
    known = {one.strip().removeprefix("W/") for one in asked}  # RFC 9110, 13.1.2: weakly
    if mark.removeprefix("W/") in known or "*" in known:
        kept = ("etag", "cache-control", "link")
        headers = {name: response.headers[name] for name in kept if name in response.headers}
        return Response(status_code=304, headers=headers)
    return response


def told(
    content: Any, *, own: bool = False, links: dict[str, str] | None = None, status: int = 200
) -> JSONResponse:
    """Answer with facts; what is somebody's `own` is kept by nobody between."""
    headers = {"Cache-Control": "private, no-cache" if own else "no-cache"}
    if links:
        headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
    return JSONResponse(content, status, headers)


def page_links(request: Request, base: str, **pages: dict[str, Any] | None) -> dict[str, str]:
    """Give the addresses of the pages before and after this one."""
    asked = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in ("after", "before", "page")
    ]
    return {
        rel: f"{base}{request.url.path}?{urlencode([*asked, *place.items()])}"
        for rel, place in pages.items()
        if place is not None
    }


def person_calling(caller: Caller) -> int:
    """Give the number of who is calling; the door has let in nobody else."""
    assert caller.visitor.user_id is not None
    return caller.visitor.user_id
