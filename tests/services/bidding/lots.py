"""Lots, people and offers for the tests of the sale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from services.bidding import (
    Bidder,
    IncrementTable,
    Offer,
    Published,
    Ruling,
    Standing,
    Terms,
    judge,
)
from services.errors import BidRefused

EBAY = IncrementTable(
    steps=tuple(
        (Decimal(bound), Decimal(step))
        for bound, step in (
            ("0", "0.05"),
            ("1", "0.25"),
            ("5", "0.50"),
            ("25", "1"),
            ("100", "2.50"),
            ("250", "5"),
            ("500", "10"),
            ("1000", "25"),
            ("2500", "50"),
            ("5000", "100"),
        )
    )
)
RICH = Bidder(available=Decimal("9999999999.99"))
CENTAVO = Decimal("0.01")


def at(clock: str) -> datetime:
    """Read 14:00:00 as a moment of the day of the sale."""
    return datetime.fromisoformat(f"2026-03-10T{clock}+00:00").astimezone(UTC)


ENDS = at("14:00:00")
EARLY = at("13:00:00")


def terms(opening: str = "10", **published: Any) -> Terms:
    """Publish a lot that opens at nine and ends at two, on eBay's increments."""
    sums = ("reserve", "buy_now", "hold_value", "confirm_above")
    published = {
        name: Decimal(value) if name in sums and value is not None else value
        for name, value in published.items()
    }
    conditions: dict[str, Any] = {
        "opening_price": Decimal(opening),
        "increments": EBAY,
        "opens_at": at("09:00:00"),
        "original_ends_at": ENDS,
    }
    return Terms(**conditions | published)


def person(name: str) -> int:
    """Give A the number 1, B 2, and so on."""
    return ord(name) - ord("A") + 1


def offer(name: str, amount: str, **said: Any) -> Offer:
    """Offer in time, said twice: only the tests of the guard leave `confirmed` out."""
    meant: dict[str, Any] = {"arrival": EARLY, "confirmed": True}
    return Offer(bidder=person(name), amount=Decimal(amount), **meant | said)


@dataclass
class Room:
    """A lot being bid on: keeps the standing, the public history and what was refused."""

    terms: Terms
    standing: Standing = field(default_factory=lambda: Standing(open=True, ends_at=ENDS))
    history: list[Published] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def hear(self, made: Offer, bidder: Bidder = RICH) -> Ruling | None:
        """Judge the offer; a refusal is noted and changes nothing."""
        try:
            ruling = judge(self.terms, self.standing, made, bidder)
        except BidRefused as refusal:
            self.refused.append(refusal.code)
            return None
        self.standing = ruling.standing
        self.history.extend(ruling.published)
        return ruling

    def hear_all(self, script: Iterable[tuple[str, str]]) -> Room:
        """Judge a script of (person, maximum), a second apart."""
        for second, (name, amount) in enumerate(script):
            self.hear(offer(name, amount, arrival=EARLY + timedelta(seconds=second)))
        return self

    @property
    def leader(self) -> str | None:
        """Name who leads."""
        return None if self.standing.leader is None else chr(ord("A") + self.standing.leader - 1)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Write the public history as (person, amount, kind)."""
        return [(chr(ord("A") + r.bidder - 1), str(r.amount), r.kind) for r in self.history]


def room(opening: str = "10", **published: Any) -> Room:
    """Open a lot on these terms."""
    return Room(terms(opening, **published))
