"""A room and its bids as clients of the open doors are told them, the same on every door."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

import components.format  # noqa: F401  amounts in a sentence are written as money
from components.words import DEFAULT, catalogue, knows, say
from services.views import Answer, CardView, Photo, PublicRoom, milliseconds
from services.views.values import sum_of

Facts = dict[str, Any]
_SUM = re.compile(r"\d+\.\d\d")


def room_facts(room: PublicRoom | Facts) -> Facts:
    """Give what everybody sees of a room, without its bids; sums as strings, instants in UTC."""
    told = room.as_message() if isinstance(room, PublicRoom) else room
    leader = told["leader"]
    return {
        "version": told["version"],
        "status": told["status"],
        "outcome": told["outcome"],
        "price": told["price"],
        "minimum": told["minimum"],
        "leader": leader and {"paddle": leader["paddle"], "username": username(leader)},
        "bid_count": told["bids"],
        "reserve": told["reserve"],
        "buy_now": told["buy_now"],
        "starts_at": instant(told["starts_ms"]),
        "ends_at": instant(told["ends_ms"]),
        "original_ends_at": instant(told["original_ends_ms"]),
    }


def bid_facts(row: Facts) -> Facts:
    """Give a published bid."""
    return {
        "number": row["n"],
        "username": username(row["bidder"]),
        "paddle": row["bidder"]["paddle"],
        "value": row["value"],
        "auto": row["kind"] == "auto",
        "kind": row["kind"],
        "at": instant(row["at_ms"]),
    }


def card_facts(card: CardView, *, base: str) -> Facts:
    """Give a lot as it stands in a listing."""
    return {
        "id": card.auction_id,
        "title": card.title,
        "url": f"{base}/auction/{card.auction_id}",
        "category": card.category,
        "photo": card.photo and photo_facts(card.photo, base=base),
        "city": card.city,
        "state": card.state,
        "judicial": card.judicial,
        "version": card.version,
        "status": card.status,
        "outcome": card.outcome,
        "price": sum_of(card.price),
        "minimum": sum_of(card.minimum),
        "bid_count": card.bids,
        "reserve": card.reserve,
        "starts_at": instant(milliseconds(card.starts_at)),
        "ends_at": instant(milliseconds(card.ends_at)),
    }


def photo_facts(photo: Photo, *, base: str) -> Facts:
    """Give a picture with addresses that hold anywhere."""
    return {
        "url": urljoin(f"{base}/", photo.url),
        "thumbnail": urljoin(f"{base}/", photo.thumbnail),
        "alt": photo.alt,
    }


def answer_facts(answer: Answer) -> Facts:
    """Give what became of a bid, also as a sentence in the reader's language."""
    sums = {
        name: Decimal(value) if _SUM.fullmatch(value) else value
        for name, value in answer.values.items()
    }
    told = answer.as_message()
    del told["message_key"]
    message = say(answer.message_key, **sums) if knows(answer.message_key) else answer.code
    return {"ok": answer.accepted, **told, "message": message}


def username(label: Facts) -> str:
    """Name somebody as all may: by name if they show it, else by paddle, else by nothing."""
    words = catalogue(DEFAULT)
    if label["name"] is not None:
        return str(label["name"])
    if label["paddle"] is not None:
        return words["room.bidder"].format(n=label["paddle"])
    return words["sockets.visitor" if label.get("visitor") else "room.somebody"]


def instant(milliseconds: int) -> str:
    """Write epoch milliseconds as `2026-11-30T15:04:05.123Z`."""
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
