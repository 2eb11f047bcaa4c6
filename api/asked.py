"""What programs ask, read strictly: whatever is not of its form is refused."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from api.sums import BadSum, read_sum
from services.errors import BadInput, NotFound

LARGEST_ID = 2**31 - 1
LONGEST_CLAIM = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class BidAsked:
    """A bid as a client sends it; `claims` is whose it says it is, which decides nothing."""

    auction_id: int
    amount: Decimal
    key: str
    confirmed: bool
    declared: bool
    claims: str | None


def read_room(message: Any) -> int:
    """Read which room is meant: `{"room_id": 7}` or `{"room_id": "7"}`. Raises BadInput, NotFound.

    A number that no room can have is that of no room.
    """
    if not isinstance(message, dict):
        raise BadInput
    return read_number(message.get("room_id"))


def read_number(value: Any) -> int:
    """Read the number of a room, an integer or its digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput
    if not 1 <= value <= LARGEST_ID:
        raise NotFound
    return value


def read_bid(message: Any) -> BidAsked:
    """Read a bid. Raises BadInput, BadAmount and NotFound.

    `product_id` may stand for `room_id`; given both, they are one lot. `max`, if given, is up to
    how much the house bids; it is not less than `value`.
    """
    if not isinstance(message, dict):
        raise BadInput
    named = [message[name] for name in ("room_id", "product_id") if message.get(name) is not None]
    lots = {read_number(each) for each in named}
    if len(lots) != 1:
        raise BadInput
    confirmed, declared = message.get("confirm", False), message.get("declared", False)
    if not isinstance(confirmed, bool) or not isinstance(declared, bool):
        raise BadInput
    amount = read_sum(message.get("value"))
    if message.get("max") is not None:
        most = read_sum(message["max"])
        if most < amount:
            raise BadSum
        amount = most
    claims = message.get("user_id")
    return BidAsked(
        auction_id=lots.pop(),
        amount=amount,
        key=read_key(message.get("key")),
        confirmed=confirmed,
        declared=declared,
        claims=None if claims is None else str(claims)[:LONGEST_CLAIM],
    )


def read_key(key: Any) -> str:
    """Read the key under which a bid is one however often it is sent; make one where none is."""
    if key is None:
        return uuid4().hex
    if not isinstance(key, str) or not 8 <= len(key) <= 64:
        raise BadInput
    if not key.replace("-", "").isalnum() or not key.isascii():
        raise BadInput
    return key
