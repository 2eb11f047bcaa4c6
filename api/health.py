"""Is the house awake, and can it reach its books: for containers, proxies and watchers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from fastapi import FastAPI
from starlette.responses import JSONResponse, Response

from api.routing import door

if TYPE_CHECKING:
    from services.bootstrap import Services

log = structlog.get_logger(__name__)


def register(app: FastAPI, services: Services) -> None:
    """Serve `/healthz` (the process answers) and `/readyz` (what it needs does, or why not)."""

    @door(app, "GET", "/healthz")
    async def alive() -> Response:
        return JSONResponse({"status": "alive"})

    @door(app, "GET", "/readyz")
    async def ready() -> Response:
        try:
            missing = await services.run(services.watch.troubles)
        except Exception:
            log.exception("not_ready")
            missing = ("house",)
        if missing:
            return JSONResponse({"status": "not_ready", "missing": list(missing)}, 503)
        return JSONResponse({"status": "ready"})
