"""The form that takes a page or a door out of use for a while, or puts it back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.admin.sealing import sealed
from api.forms import own_form, typed
from api.routing import Right, door
from components.account import Refused
from components.admin.routes import RouteLine, route_response
from components.admission import ADMIN, DECLARED
from services.errors import DomainError, Forbidden, NotFound
from services.housekeeping.routes import may_close

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /admin/route`."""
    routes = services.administration.settings.routes

    @door(app, "POST", "/admin/route", context=ADMIN, right=Right.SYSTEM)
    async def set_route(request: Request) -> Response:
        """Take a route out of use, or put it back."""
        actor, visitor, form = await own_form(request)
        one = DECLARED.get(form.get("name", ""))
        if one is None:
            raise NotFound
        closed = form.get("closed") == "on"
        try:
            await services.run(routes.set, actor, one.name, closed=closed, **sealed(form))
        except Forbidden:
            raise
        except DomainError as error:
            line = RouteLine(
                name=one.name,
                context=one.context,
                right=one.right or "",
                handler=one.handler,
                may_close=may_close(one.name.partition(" ")[2]),
                state=(await services.run(routes.states)).get(one.name),
            )
            refused = Refused(form="route", error=error, typed=typed(form))
            return route_response(request, visitor, line, refused=refused)
        done = "closed" if closed else "opened"
        return RedirectResponse(f"/admin/route?{urlencode({'name': one.name, 'done': done})}", 303)
