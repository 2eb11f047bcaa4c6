"""Who may stand where: the pages with their context, and the screens shown in place of one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Path, Request
from fastapi.exceptions import RequestValidationError
from nicegui import ui
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.routing import Route as StarletteRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from components.admission import ADMIN as ADMIN
from components.admission import COMMON as COMMON
from components.admission import PUBLIC as PUBLIC
from components.admission import Context as Context
from components.admission import admitted, declare, settle_at, taken, visitor_of
from components.error_page import error_page
from components.words import speak
from services.errors import DomainError, NotFound, NotLoggedIn, UnderMaintenance
from services.people.rights import Right as Right
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

PageHandler = TypeVar("PageHandler", bound=Callable[..., Any])
StillHandler = TypeVar("StillHandler", bound=Callable[[Request, Visitor], Awaitable[Response]])
LARGEST_ID = 2**31 - 1
FILES = ("/static/", "/_nicegui/")
BUILD_SECONDS = 30.0  # more than the database gives a statement, which fails by its own name


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One place a person can stand."""

    path: str
    context: Context
    handler: Callable[..., Any]
    right: Right | None = None


ROUTES: list[Route] = []
STILL: list[StarletteRoute] = []


def page(
    path: str, *, context: Context = PUBLIC, right: Right | None = None, **settings: Any
) -> Callable[[PageHandler], PageHandler]:
    """Serve a page at `path` for the people of `context`; it may ask for `visitor: Visitor`.

    A page of administrators may be opened by `right` to others at the house's desk. Whoever may
    not stand here gets the screen that says so before the page is begun; a refusal
    raised inside becomes its screen. A number in the path that no row can have is not found.
    """

    def serve(handler: PageHandler) -> PageHandler:
        signature = inspect.signature(handler, eval_str=True)
        admit = admitted(context, right)
        asked = signature.parameters

        @functools.wraps(handler)
        async def screen(request: Request, **given: Any) -> Any:
            speak(visitor_of(request).language)
            if "request" in asked:
                given["request"] = request
            try:
                result = handler(**given)
                return await result if inspect.isawaitable(result) else result
            except Exception:
                if not getattr(request.state, "responded", False):
                    ui.context.client.delete()  # nobody will ever see what was begun
                raise

        parameters = [
            injected(parameter, path, admit)
            for name, parameter in asked.items()
            if name != "request"
        ]
        request = inspect.Parameter(
            "request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request
        )
        screen.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=[request, *(each.replace(kind=each.KEYWORD_ONLY) for each in parameters)],
            return_annotation=inspect.Signature.empty,
        )
        wardens = [*settings.pop("dependencies", ()), Depends(admit)]
        settings.setdefault("response_timeout", BUILD_SECONDS)
        ui.page(path, dependencies=wardens, **settings)(screen)
        ROUTES[:] = [route for route in ROUTES if route.path != path]
        declare("GET", path, context, right, handler)
        settle_at(path)
        ROUTES.append(Route(path=path, context=context, right=right, handler=handler))
        return handler

    return serve


def still_page(
    path: str, *, context: Context = PUBLIC, right: Right | None = None
) -> Callable[[StillHandler], StillHandler]:
    """Serve a page at `path` that NiceGUI has no part in: its handler writes the whole answer.

    It passes the same wardens; refusals raised inside become their screens.
    """

    def serve(handler: StillHandler) -> StillHandler:
        admit = admitted(context, right)

        async def screen(request: Request) -> Response:
            visitor = await admit(request)
            speak(visitor.language)
            return await handler(request, visitor)

        STILL[:] = [route for route in STILL if route.path != path]
        STILL.append(StarletteRoute(path, screen, methods=["GET"]))
        ROUTES[:] = [route for route in ROUTES if route.path != path]
        declare("GET", path, context, right, handler)
        settle_at(path)
        ROUTES.append(Route(path=path, context=context, right=right, handler=handler))
        return handler

    return serve


def row_asked(request: Request, name: str) -> int:
    """Read the number of a row in a still page's path; one that no row has is not found."""
    text: str = request.path_params[name]
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 0 < int(text) <= LARGEST_ID):
        raise NotFound
    return int(text)


class StillPages:
    """Answers for the pages without NiceGUI before its middleware, which they have no use for."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] == "http":
            for route in STILL:
                match, about = route.matches(scope)
                if match is Match.PARTIAL and taken(scope["method"], scope["path"]):
                    break  # a form of this page's, for its door
                if match is not Match.NONE:  # another method is the route's own to refuse
                    scope.update(about, route=route)
                    await route.handle(scope, receive, send)
                    return
        await self.app(scope, receive, send)


def injected(
    parameter: inspect.Parameter, path: str, admit: Callable[[Request], Any]
) -> inspect.Parameter:
    """Say where a page's parameter comes from."""
    if parameter.name == "visitor":
        return parameter.replace(annotation=Annotated[Visitor, Depends(admit)])
    if parameter.annotation is int and f"{{{parameter.name}" in path:
        return parameter.replace(annotation=Annotated[int, Path(ge=1, le=LARGEST_ID)])
    return parameter


def number_in(request: Request, name: str) -> int:
    """Read a number of a still page's address. Raises NotFound for one that no row can have."""
    written = str(request.path_params.get(name, ""))
    fits = written.isascii() and written.isdecimal() and len(written) <= len(str(LARGEST_ID))
    if not fits or not 1 <= int(written) <= LARGEST_ID:
        raise NotFound
    return int(written)


async def still_here(services: Services, visitor: Visitor) -> Visitor:
    """Ask the database again who is behind an open page; raises NotLoggedIn if nobody is."""
    if not visitor.logged_in:
        raise NotLoggedIn
    found = await services.run(services.sessions.still, visitor.session_key)
    if found is None or found.user_id != visitor.user_id:
        raise NotLoggedIn
    return replace(
        visitor, name=found.name, username=found.username, admin=found.admin, rights=found.rights
    )


def install_error_pages(app: FastAPI) -> None:
    """Show people a screen for every refusal and mistake, with its status and no internals."""
    for kind in (404, HTTPException, RequestValidationError, DomainError, Exception):
        app.add_exception_handler(kind, show)


async def show(request: Request, error: Exception) -> Response:
    """Show the screen of a problem, and of a mistake the number under which the log knows it.

    Nobody looks at the screen of a picture or a script that is missing: that gets the status alone.
    """
    status = status_of(error)
    if request.scope["path"].startswith(FILES):
        return Response(status_code=status)
    reference = (
        request.scope.get("request_id", "") if status >= HTTPStatus.INTERNAL_SERVER_ERROR else ""
    )
    maintained = isinstance(error, UnderMaintenance)
    answer = error_page(
        request,
        status,
        visitor=visitor_of(request),
        reference="" if maintained else reference,
        maintained=maintained,
    )
    if isinstance(error, UnderMaintenance):
        answer.headers["Retry-After"] = str(error.values["minutes"] * 60)
    if isinstance(error, HTTPException):
        answer.headers.update(error.headers or {})
    return answer


def status_of(error: Exception) -> int:
    """Tell the status of a problem; an address that cannot be read is an address of nothing."""
    if isinstance(error, DomainError):
        return error.status
    if isinstance(error, HTTPException):
        return error.status_code
    return 404 if isinstance(error, RequestValidationError) else 500
