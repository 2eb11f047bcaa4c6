"""The door's own description, for tools that read OpenAPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.responses import Response

from api.v1.manner import opened, program_door, router
from components.api_reference import description

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(app: FastAPI, services: Services) -> None:
    """Serve `/api/v1/openapi.json`."""
    part = router()

    @program_door(part, "GET", "/openapi.json")
    async def told() -> Response:
        """Give the OpenAPI description."""
        headers = {"Cache-Control": "no-cache"}
        return Response(description(), media_type="application/json", headers=headers)

    opened(app, part)
