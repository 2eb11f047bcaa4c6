"""Where the house sees all its pages and doors, and takes one out of use for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import Response

from components.admin.routes import RouteLine, lines_of, route_response, routes_response
from components.admission import DECLARED
from pages.routing import ADMIN, Right, still_page
from services.errors import NotFound
from services.housekeeping.routes import may_close
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/admin/routes` and `/admin/route?name=GET /wallet`."""

    async def lines() -> list[RouteLine]:
        declared = [
            RouteLine(
                name=one.name,
                context=one.context,
                right=one.right or "",
                handler=one.handler,
                may_close=may_close(one.name.partition(" ")[2]),
            )
            for one in DECLARED.values()
        ]
        states = await services.run(services.administration.settings.routes.states)
        return lines_of(declared, services.watch.tallies.requests.answers, states)

    @still_page("/admin/routes", context=ADMIN, right=Right.SYSTEM)
    async def routes_page(request: Request, visitor: Visitor) -> Response:
        words = request.query_params.get("q", "")[:120]
        return routes_response(request, visitor, await lines(), words=words)

    @still_page("/admin/route", context=ADMIN, right=Right.SYSTEM)
    async def route_page(request: Request, visitor: Visitor) -> Response:
        wanted = request.query_params.get("name", "")
        found = next((line for line in await lines() if line.name == wanted), None)
        if found is None:
            raise NotFound
        return route_response(request, visitor, found)
