"""The routes on the desk: each as declared, for whom, how it fares, and whether it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.admin.console import console
from components.templates import render
from components.words import say
from services.views import RouteState, Visitor

# Whom it harms that these are closed while the house goes on.
WARNINGS = {
    "POST /payment/webhook": "webhook",
    "POST /payment/validate-withdrawal": "validation",
    "POST /api/v1/auctions/{auction_id}/bids": "bids",
    "GET /auction/{auction_id}": "room",
    "GET /auctioneer/{auction_id}": "floor",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteLine:
    """A page or a door as it declares itself, with its calls and mistakes since the start."""

    name: str
    context: str
    right: str
    handler: str
    may_close: bool
    calls: int = 0
    errors: int = 0
    state: RouteState | None = None


def routes_response(
    request: Request,
    visitor: Visitor,
    lines: Sequence[RouteLine],
    *,
    words: str = "",
) -> HTMLResponse:
    """Answer with the list of routes, those that are out of use first."""
    wanted = words.casefold()
    shown = [line for line in lines if wanted in f"{line.name} {line.handler}".casefold()]
    shown.sort(key=lambda line: not (line.state and line.state.closed))
    return console(
        request,
        visitor,
        say("admin.routes"),
        "admin_routes.html",
        section="routes",
        done="admin.routes.done",
        head=render("admin_settings_head.html"),
        lines=shown,
        count=len(lines),
        words=words,
    )


def route_response(
    request: Request, visitor: Visitor, line: RouteLine, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with one route and the form that takes it out of use, or puts it back."""
    return console(
        request,
        visitor,
        line.name,
        "admin_route.html",
        section="routes",
        crumbs=[(say("admin.routes"), "/admin/routes")],
        done="admin.routes.done",
        refused=refused,
        head=render("admin_settings_head.html"),
        line=line,
        warning=WARNINGS.get(line.name, ""),
    )


def lines_of(
    declared: Sequence[RouteLine],
    answers: Mapping[tuple[str, str, int], int],
    states: Mapping[str, RouteState],
) -> list[RouteLine]:
    """Put beside each route what was counted of it, and what was last said of it."""
    calls: dict[str, int] = {}
    errors: dict[str, int] = {}
    for (method, path, status), number in answers.items():
        name = f"{method} {path}"
        calls[name] = calls.get(name, 0) + number
        if status >= 500:
            errors[name] = errors.get(name, 0) + number
    return [
        RouteLine(
            name=line.name,
            context=line.context,
            right=line.right,
            handler=line.handler,
            may_close=line.may_close,
            calls=calls.get(line.name, 0),
            errors=errors.get(line.name, 0),
            state=states.get(line.name),
        )
        for line in declared
    ]
