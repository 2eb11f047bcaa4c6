"""The auction room as everybody sees it, and what is one person's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.views.floor import Announcement
from services.views.lots import LotView, Watch
from services.views.values import milliseconds, sum_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """How others see a bidder on this lot: a paddle number, and a name only if not anonymous."""

    paddle: int
    name: str | None = None

    def as_message(self) -> dict[str, Any]:
        """Give paddle and name."""
        return {"paddle": self.paddle, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class BidRow:
    """A published bid as the history shows it; `kind` is direct, auto or buy_now.

    A row of the kind annulled says that bids of its bidder were taken back (`taken_back`:
    retraction, for the `times`-th time in six months; annulment, by the house), one of the kind
    restated who leads since, at which price.
    """

    number: int
    bidder: Label
    value: Decimal
    kind: str
    at: datetime
    taken_back: str | None = None
    times: int = 0

    def as_message(self) -> dict[str, Any]:
        """Give number, bidder, value, kind and instant; of what was taken back, how."""
        message = {
            "n": self.number,
            "bidder": self.bidder.as_message(),
            "value": sum_of(self.value),
            "kind": self.kind,
            "at_ms": milliseconds(self.at),
        }
        if self.taken_back is not None:
            message |= {"taken_back": self.taken_back, "times": self.times}
        return message


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRow:
    """A move of the closing time; `cause` is soft_close, outage, administrator or
    retraction."""

    at: datetime
    ends_to: datetime
    cause: str

    def as_message(self) -> dict[str, Any]:
        """Give instant, new end and cause."""
        return {
            "at_ms": milliseconds(self.at),
            "ends_ms": milliseconds(self.ends_to),
            "cause": self.cause,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRoom:
    """What everybody in the room sees, at one version. `reserve`: none, not_met, met.

    `status` is scheduled, open, finished, canceled or suspended; `quick` are three amounts to bid
    with one tap (one, two and five increments above the price). `annulled` are the numbers of rows
    that count no longer: the price of a newer version may be lower; `said` is what the auctioneer
    told the room, the newest first. No maximum and no identity.
    """

    auction_id: int
    version: int
    status: str
    outcome: str | None
    price: Decimal | None
    minimum: Decimal
    quick: tuple[Decimal, ...]
    bids: int
    leader: Label | None
    reserve: str
    buy_now: Decimal | None
    starts_at: datetime
    ends_at: datetime
    original_ends_at: datetime
    window_seconds: int
    extend_mode: str
    rows: tuple[BidRow, ...] = ()
    extensions: tuple[ExtensionRow, ...] = ()
    annulled: tuple[int, ...] = ()
    said: tuple[Announcement, ...] = ()

    def as_message(self) -> dict[str, Any]:
        """Give the room as JSON-ready values; see the module's note on amounts and instants."""
        return {
            "auction": self.auction_id,
            "version": self.version,
            "status": self.status,
            "outcome": self.outcome,
            "price": sum_of(self.price),
            "minimum": sum_of(self.minimum),
            "quick": [sum_of(amount) for amount in self.quick],
            "bids": self.bids,
            "leader": self.leader and self.leader.as_message(),
            "reserve": self.reserve,
            "buy_now": sum_of(self.buy_now),
            "starts_ms": milliseconds(self.starts_at),
            "ends_ms": milliseconds(self.ends_at),
            "original_ends_ms": milliseconds(self.original_ends_at),
            "window_s": self.window_seconds,
            "extend_mode": self.extend_mode,
            "rows": [row.as_message() for row in self.rows],
            "extensions": [row.as_message() for row in self.extensions],
            "annulled": list(self.annulled),
            "said": [each.as_message() for each in self.said],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What only this person sees in a room.

    `standing`: visitor, none (has not bid), leading, outbid, won, lost, seller. `blocked` names why
    no bid may be given (a key as in the refusals: "not_qualified.blocked", "impeded.seller") or is
    None. `declare` is the number of the notice that has to be declared on before the first bid on a
    court's or an official lot, None if nothing has. `available` leaves out what is held, on this
    lot (`held`) and on others. `due` is to be paid through the house, `guide` at the court;
    `payment_id` names the page where.
    """

    standing: str
    blocked: str | None = None
    declare: int | None = None
    paddle: int | None = None
    maximum: Decimal | None = None
    available: Decimal = Decimal(0)
    held: Decimal = Decimal(0)
    due: Decimal | None = None
    due_at: datetime | None = None
    total: Decimal | None = None
    guide: Decimal | None = None
    payment_id: int | None = None

    def as_message(self) -> dict[str, Any]:
        """Give the person's standing as JSON-ready values."""
        return {
            "standing": self.standing,
            "blocked": self.blocked,
            "declare": self.declare,
            "paddle": self.paddle,
            "maximum": sum_of(self.maximum),
            "available": sum_of(self.available),
            "held": sum_of(self.held),
            "due": sum_of(self.due),
            "due_ms": None if self.due_at is None else milliseconds(self.due_at),
            "total": sum_of(self.total),
            "guide": sum_of(self.guide),
            "payment": self.payment_id,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomView:
    """One lot as one person sees it: what stays, what moves, what is theirs alone."""

    lot: LotView
    room: PublicRoom
    you: Personal
    now: datetime
    watch: Watch = field(default_factory=Watch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a bid: accepted, or refused with a stable code and the message's values.

    `standing` after it is leading, outbid or won; `outbid_at_once` tells that somebody's maximum
    was already higher. A repeated idempotency key gets the first answer again.
    """

    accepted: bool
    code: str
    message_key: str
    values: dict[str, str] = field(default_factory=dict)
    version: int = 0
    price: Decimal | None = None
    standing: str = "none"

    def as_message(self) -> dict[str, Any]:
        """Give the answer as JSON-ready values."""
        return {
            "accepted": self.accepted,
            "code": self.code,
            "message_key": self.message_key,
            "values": self.values,
            "version": self.version,
            "price": sum_of(self.price),
            "standing": self.standing,
        }
