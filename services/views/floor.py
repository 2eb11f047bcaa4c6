"""A live session as its auctioneer stands before it, and what is said to the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.views.values import milliseconds

# Held at the same time in a room and online: 15 s from the bid on (CNJ 236 art. 21, sole par.).
HYBRID_SECONDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One thing said to a room: a sentence of the trade by `kind`, or the auctioneer's `words`.

    `next_id` is the lot called next.
    """

    number: int
    kind: str
    words: str
    next_id: int | None
    at: datetime

    def as_message(self) -> dict[str, Any]:
        """Give it as JSON-ready values."""
        return {
            "n": self.number,
            "kind": self.kind,
            "words": self.words,
            "next": self.next_id,
            "at_ms": milliseconds(self.at),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLot:
    """A lot in the line of a live session."""

    auction_id: int
    title: str
    status: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorView:
    """What an auctioneer may do with a lot now: `acts` are say, pause, resume, hybrid, next.

    `forced` says that only force majeure stops it now (CNJ 236 art. 31).
    """

    auction_id: int
    title: str
    judicial: bool
    hybrid: bool
    forced: bool
    acts: tuple[str, ...]
    line: tuple[LineLot, ...]
