"""A live session: the auctioneer's console, and the display for the hall."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.account import Refused
from components.feedback import notice
from components.frame import bare, document, settle
from components.language import language
from components.templates import as_script, render
from components.words import say, vocabulary
from services.views import (
    HYBRID_SECONDS,
    Announcement,
    FloorView,
    LineLot,
    RoomView,
    Visitor,
    milliseconds,
)

# A sentence of the trade, and the key that says it together with Alt and Shift.
CALLS = (
    ("floor_open", "KeyA", "A"),
    ("once", "Digit1", "1"),
    ("twice", "Digit2", "2"),
    ("last_call", "Digit3", "3"),
)


def console_response(
    request: Request,
    visitor: Visitor,
    view: RoomView,
    floor: FloorView,
    *,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with the console of a lot; a `refused` act is told at its top."""
    settle(visitor)
    auction_id = floor.auction_id
    body = render(
        "floor.html",
        floor=floor,
        lot=view.lot,
        room=view.room,
        calls=CALLS,
        visitor=visitor,
        spoken=spoken,
        start=_start(view),
        price=_price(view),
        now=view.now,
        notice=notice("danger", refused.whole) if refused else "",
        typed=refused.typed if refused else {},
    )
    return document(
        say("floor.title", title=floor.title),
        visitor,
        request,
        body,
        status=refused.error.status if refused else 200,
        crumbs=(
            (say("frame.auctions"), "/"),
            (floor.title, f"/auction/{auction_id}"),
            (say("floor.crumb"), ""),
        ),
        head=render("floor_head.html"),
    )


def display_response(
    request: Request, visitor: Visitor, view: RoomView, line: tuple[LineLot, ...]
) -> HTMLResponse:
    """Answer with the display of a lot: a whole screen, nothing to press."""
    settle(visitor)
    body = render(
        "display.html",
        lot=view.lot,
        room=view.room,
        line=line,
        spoken=spoken,
        length_of=length_of,
        start=_start(view),
        price=_price(view),
        now=view.now,
    )
    return bare(
        say("floor.display.title", title=view.lot.title),
        visitor,
        request,
        body,
        head=render("display_head.html"),
    )


def spoken(said: Announcement) -> str:
    """Say an announcement in the page's language, or in the auctioneer's own words."""
    return said.words if said.kind == "words" else say(f"room.said.{said.kind}")


def length_of(text: str) -> str:
    """Tell how large a figure can be written across the display."""
    limits = ((8, "short"), (12, "whole"), (15, "long"))
    return next((name for most, name in limits if len(text) <= most), "longest")


def _price(view: RoomView) -> object:
    return view.room.minimum if view.room.price is None else view.room.price


def _start(view: RoomView) -> Markup:
    start: dict[str, Any] = {
        "room": view.room.as_message(),
        "now_ms": milliseconds(view.now),
        "language": language.get(),
        "words": vocabulary("floor", "clock", "room.said"),
        "hybrid_seconds": HYBRID_SECONDS,
    }
    return Markup(as_script(start))  # noqa: S704  escaped for scripts
