"""The door by which the page of live figures is kept true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from api.routing import Right, door
from components.admin.live import as_message
from components.admission import ADMIN, visitor_of
from components.words import speak

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(app: FastAPI, services: Services) -> None:
    """Serve `GET /admin/live/now`."""

    @door(app, "GET", "/admin/live/now", context=ADMIN, right=Right.AUCTIONS)
    async def now(request: Request) -> Response:
        """Tell every figure in the reader's words, and which want looking at."""
        figures = await services.run(services.watch.figures)
        speak(visitor_of(request).language)
        return JSONResponse(as_message(figures), headers={"Cache-Control": "no-store"})
