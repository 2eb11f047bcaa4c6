"""The forms that switch a handler, and have done again what one failed at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.admin.catalogue import LARGEST_ID, whole
from api.admin.sealing import sealed
from api.forms import own_form
from api.routing import Right, door
from components.admin.handlers import handlers_response
from components.admission import ADMIN
from services.errors import BadInput, Overtaken

if TYPE_CHECKING:
    from services.bootstrap import Services

HERE = "/admin/handlers"


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/admin/handlers`."""
    handling = services.administration.handling

    async def sent(request: Request, act: Callable[[int, dict[str, str], str], str]) -> Response:
        """Do what a form asks, or show the page again with what stands against it."""
        actor, visitor, form = await own_form(request)
        try:
            done = await services.run(act, actor, form, visitor.session_key)
        except (BadInput, Overtaken) as error:
            handlers = await services.run(handling.handlers, actor)
            failures = await services.run(handling.failures, actor)
            return handlers_response(request, visitor, handlers, failures, refused=error)
        return RedirectResponse(f"{HERE}?done={done}", 303)

    @door(app, "POST", f"{HERE}/switch", context=ADMIN, right=Right.SYSTEM)
    async def switch(request: Request) -> Response:
        """Have a handler hear of nothing, or hear again."""

        def act(actor: int, form: dict[str, str], key: str) -> str:
            off = form.get("off") == "on"
            name = form.get("name", "")
            handling.switch(actor, name, off=off, session_key=key, **sealed(form))
            return "off" if off else "on"

        return await sent(request, act)

    @door(app, "POST", f"{HERE}/replay", context=ADMIN, right=Right.SYSTEM)
    async def replay(request: Request) -> Response:
        """Have a thing done again that a handler failed at."""

        def act(actor: int, form: dict[str, str], key: str) -> str:
            number = whole(form.get("failure_id", ""), largest=LARGEST_ID)
            return "again" if handling.replay(actor, number, session_key=key) else "failed"

        return await sent(request, act)
