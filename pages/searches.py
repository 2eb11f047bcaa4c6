"""Where a person finds the searches they keep, and turns their letters off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from components.searches import address_of, searches_response, stop_response
from pages.routing import COMMON, LARGEST_ID, PUBLIC, still_page
from services.errors import NotFound, NotLoggedIn
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/searches`, a search's lots and, to whoever has a letter's link, the way out."""

    @still_page("/searches", context=COMMON)
    async def searches_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        found = await services.run(services.searches.kept, visitor.user_id)
        kept = number(request.query_params.get("kept", ""))
        return searches_response(request, visitor, found, kept=kept)

    @still_page("/searches/off/{key}", context=PUBLIC)
    async def stop_page(request: Request, visitor: Visitor) -> Response:
        key = request.path_params["key"]
        search = await services.run(services.searches.of_key, key)
        return stop_response(request, visitor, search, key=key, stopped=False)

    @still_page("/searches/{search_id}/lots", context=COMMON)
    async def search_page(request: Request, visitor: Visitor) -> Response:
        if visitor.user_id is None:
            raise NotLoggedIn
        wanted = number(request.path_params["search_id"])
        for search in await services.run(services.searches.kept, visitor.user_id):
            if search.id == wanted:
                return RedirectResponse(address_of(search), 303)
        raise NotFound


def number(written: str) -> int | None:
    """Read the number of a row; None if none can have it."""
    readable = written.isascii() and written.isdigit() and 0 < int(written) <= LARGEST_ID
    return int(written) if readable else None
