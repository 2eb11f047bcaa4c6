"""Ending letters of a kind, by their reader or the reader's mail program (RFC 8058)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.responses import Response

from api.routing import door
from components.admission import visitor_of
from components.refusing import unsubscribe_response
from components.words import speak

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(app: FastAPI, services: Services) -> None:
    """Serve `POST /unsubscribe/{refusal}`."""

    @door(app, "POST", "/unsubscribe/{refusal}")
    async def refuse(refusal: str, request: Request) -> Response:
        """Send no more of these letters. The signed link itself is the proof; no log-in is asked.

        A mail program posts without cookies, so no form of ours is demanded either.
        """
        kind = await services.run(services.newsroom.refusals.refuse, refusal)
        visitor = visitor_of(request)
        speak(visitor.language)
        return unsubscribe_response(request, visitor, kind, done=True)
