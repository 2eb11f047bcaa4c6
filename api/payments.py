"""The doors of one payment: whether its screen is still true, and what its people do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import JSONResponse, Response

from api.routing import door
from components.admission import COMMON, visitor_of
from components.payments import mark_of

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


def register(app: FastAPI, services: Services) -> None:
    """Serve `GET /api/payments/{payment_id}`."""

    @door(app, "GET", "/api/payments/{payment_id}", context=COMMON)
    async def mark(request: Request, payment_id: Number) -> Response:
        _, view = await services.run(services.payments.look, payment_id, visitor_of(request))
        return JSONResponse({"mark": mark_of(view)}, headers={"Cache-Control": "no-store"})
