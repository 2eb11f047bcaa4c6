"""The doors of push: the service worker, the house's key, and browsers that come and go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse
from starlette.responses import Response

from api.forms import own_form, person_of
from api.routing import door
from components.admission import COMMON, visitor_of
from components.templates import STATIC

if TYPE_CHECKING:
    from services.bootstrap import Services

WORKER: Path = STATIC / "js" / "sw.js"
FRESH = {"Cache-Control": "no-cache"}


def register(app: FastAPI, services: Services) -> None:
    """Serve `/sw.js`, `GET /account/push` and `POST /account/push[/off]`."""

    @door(app, "GET", "/sw.js")
    async def worker() -> Response:
        """Give the script that hears pushes; where it lies is how far it may act."""
        return FileResponse(WORKER, media_type="text/javascript", headers=FRESH)

    @door(app, "GET", "/account/push", context=COMMON)
    async def key(request: Request) -> Response:
        """Give the key by which a browser lets this house send."""
        person_of(visitor_of(request))
        told = {"key": await services.run(lambda: services.newsroom.push.public_key)}
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    @door(app, "POST", "/account/push", context=COMMON)
    async def subscribe(request: Request) -> Response:
        """Tell this browser things while this log-in stands."""
        person, visitor, form = await own_form(request)
        await services.run(
            services.newsroom.push.subscribe,
            person,
            visitor.session_id,
            endpoint=form.get("endpoint", ""),
            p256dh=form.get("p256dh", ""),
            auth=form.get("auth", ""),
        )
        return Response(status_code=204)

    @door(app, "POST", "/account/push/off", context=COMMON)
    async def leave(request: Request) -> Response:
        """Tell this browser nothing more."""
        person, _, form = await own_form(request)
        await services.run(services.newsroom.push.leave, person, form.get("endpoint", ""))
        return Response(status_code=204)
