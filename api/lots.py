"""What a lot hands to other programs: its dates for calendars, its picture for messengers."""

from __future__ import annotations

from pathlib import Path as File
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import Response

from api.routing import door
from components.admission import visitor_of
from components.calendar import calendar
from components.room import card_words
from components.words import speak
from services.catalogue.card import draw_card
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

LARGEST_ID = 2**31 - 1
AuctionId = Annotated[int, Path(ge=1, le=LARGEST_ID)]
DEMO, SENT = "/static/demo/", "/photos/"
PICTURES = File(__file__).resolve().parent.parent / "static" / "demo"


def register(app: FastAPI, services: Services) -> None:
    """Serve `/auction/{auction_id}/calendar.ics` and `/auction/{auction_id}/card.png`."""

    @door(app, "GET", "/auction/{auction_id}/calendar.ics")
    async def dates(auction_id: AuctionId, request: Request) -> Response:
        """Give when a lot opens and closes."""
        visitor = visitor_of(request)
        view = await services.run(services.rooms.room, auction_id, seen_by=visitor)
        speak(visitor.language)
        address = f"{services.config.base_url}/auction/{auction_id}"
        name = f'attachment; filename="lote-{auction_id}.ics"'
        return Response(
            calendar(view, address),
            media_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": name, "Cache-Control": "no-store"},
        )

    @door(app, "GET", "/auction/{auction_id}/card.png")
    async def card(auction_id: AuctionId) -> Response:
        """Give the picture of a lot; the same for everybody, so a draft has none."""
        view = await services.run(services.rooms.room, auction_id, seen_by=Visitor())
        speak("pt-BR")
        photos = view.lot.photos
        address = photos[0].url if photos else ""
        sent = address.startswith(SENT)
        read = services.studio.album.picture_of if sent else picture
        photo = await services.run(read, address)
        drawn = await services.run(draw_card, *card_words(view), photo)
        headers = {"Cache-Control": "public, max-age=3600"}
        return Response(drawn, media_type="image/png", headers=headers)


def picture(address: str) -> bytes:
    """Read a photo by its address; nothing where there is none."""
    name = address.removeprefix(DEMO)
    if name == address or File(name).name != name:
        return b""
    file = PICTURES / name
    return file.read_bytes() if file.is_file() else b""
