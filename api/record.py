"""The record of a lot, for anybody to keep and to check; and what shows a bidder's own entries."""

from __future__ import annotations

import json
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI, Path, Request
from starlette.responses import FileResponse, JSONResponse, Response

from api.forms import person_of
from api.routing import door
from components.admission import COMMON, visitor_of

if TYPE_CHECKING:
    from services.bootstrap import Services

LARGEST_ID = 2**31 - 1
AuctionId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
KEYS_SECONDS = 300
CHECKER = FilePath(__file__).resolve().parent.parent / "scripts" / "verify_proof.py"


def register(app: FastAPI, services: Services) -> None:
    """Serve `/auction/{id}/proof`, its `/receipt`, the house's keys and `/verify_proof.py`.

    docs/proof.md describes them.
    """

    @door(app, "GET", "/auction/{auction_id}/proof")
    async def proof(request: Request, auction_id: AuctionId) -> Response:
        """Give the whole record of a lot; 304 to whoever has it up to its present head."""
        head = await services.run(services.notary.head, auction_id)
        mark = f'"{head.head or "none"}-{head.signed.entries if head.signed else 0}"'
        fresh = {"ETag": mark, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=fresh)
        record = await services.run(services.notary.record, auction_id)
        return _file(record.as_message(), f"martelo-{auction_id}-proof.json", fresh)

    @door(app, "GET", "/auction/{auction_id}/receipt", context=COMMON)
    async def receipt(request: Request, auction_id: AuctionId) -> Response:
        """Give whoever asks what opens the commitments of their own entries, and nobody else's."""
        person = person_of(visitor_of(request))
        mine = await services.run(services.notary.receipt, auction_id, person)
        name = f"martelo-{auction_id}-receipt.json"
        return _file(mine.as_message(), name, {"Cache-Control": "no-store"})

    @door(app, "GET", "/.well-known/martelo-proof.json")
    async def keys() -> Response:
        """Give the public keys of the house, with those that have been in use before."""
        found = await services.run(services.notary.keys)
        return JSONResponse(
            {"form": "martelo-keys-1", "house": services.config.base_url, "keys": found},
            headers={"Cache-Control": f"public, max-age={KEYS_SECONDS}"},
        )

    @door(app, "GET", "/verify_proof.py")
    async def checker() -> Response:
        """Give the program that checks a record without the house."""
        return FileResponse(CHECKER, media_type="text/x-python")


def _file(content: dict[str, Any], name: str, headers: dict[str, str]) -> Response:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    headers = {**headers, "Content-Disposition": f'inline; filename="{name}"'}
    return Response(text, media_type="application/json", headers=headers)
