"""What browsers fetch of auctions: a room as it stands, the answer to a bid, moving cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query, Request
from fastapi.responses import JSONResponse

from api.routing import door
from components.admission import COMMON
from services.errors import BadInput, NotFound, NotLoggedIn
from services.views import Personal, PublicRoom, Visitor, milliseconds

if TYPE_CHECKING:
    from services.bootstrap import Services

MOST_CARDS = 100
LARGEST_ID = 2**31 - 1
AuctionId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


def register(app: FastAPI, services: Services) -> None:
    """Serve `/api/auctions/{id}/room`, `/api/auctions/{id}/bids/{key}` and `/api/cards`."""
    doors = APIRouter(prefix="/api")

    @door(doors, "GET", "/auctions/{auction_id}/room")
    async def room(auction_id: AuctionId, request: Request) -> JSONResponse:
        """Give the room and the asker's own standing in it."""
        visitor: Visitor = request.scope["visitor"]

        def read() -> tuple[Personal, PublicRoom, int]:
            # What is personal first: a room that is newer than it shows that it has to be asked
            # again, an older one would hide it.
            you = services.rooms.personal(auction_id, visitor.user_id)
            public = services.rooms.public(auction_id)
            return you, public, services.watching.watchers(auction_id)

        you, public, watchers = await services.run(read)
        facts = {"room": public.as_message(), "you": you.as_message(), "watchers": watchers}
        return _fresh(facts | _now(services))

    @door(doors, "GET", "/auctions/{auction_id}/bids/{key}", context=COMMON)
    async def answer(auction_id: AuctionId, key: str, request: Request) -> JSONResponse:
        """Give the answer to one's own bid by its key; 404 if no such bid was recorded."""
        visitor: Visitor = request.scope["visitor"]
        if visitor.user_id is None:
            raise NotLoggedIn
        if not key.isalnum() or not key.isascii() or len(key) > 64:
            raise NotFound
        found = await services.run(services.bids.find_answer, visitor.user_id, auction_id, key)
        if found is None:
            raise NotFound
        return _fresh(found.as_message())

    @door(doors, "GET", "/cards")
    async def cards(ids: Annotated[str, Query(max_length=1200)]) -> JSONResponse:
        """Give what moves on these cards; ids are separated by commas, a hundred at most."""
        found = await services.run(services.listings.cards, numbers(ids))
        return _fresh({"cards": [card.as_message() for card in found], **_now(services)})

    app.include_router(doors)


def numbers(ids: str) -> list[int]:
    """Read the numbers of auctions, a hundred at most; raises BadInput."""
    parts = ids.split(",")
    if len(parts) > MOST_CARDS or not all(part.isascii() and part.isdigit() for part in parts):
        raise BadInput
    numbers = list(dict.fromkeys(int(part) for part in parts))
    if not all(1 <= number <= LARGEST_ID for number in numbers):
        raise BadInput
    return numbers


def _now(services: Services) -> dict[str, int]:
    return {"now_ms": milliseconds(services.clock.now())}


def _fresh(content: dict[str, Any]) -> JSONResponse:
    return JSONResponse(content, headers={"Cache-Control": "no-store"})
