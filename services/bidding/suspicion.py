"""What looks like abuse in how a lot was bid on: values in, signs out, for a person to judge.

Every bound is exact and public in the house's words; nothing here punishes. (bidding rules 2.14)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise, zip_longest

from services.bidding.increments import IncrementTable

NEW_FOR = timedelta(days=7)
FEW_PURCHASES = 3
LAST_MINUTES = timedelta(minutes=5)
LARGEST_SHARE = Decimal("0.60")
FEWEST_LOTS = 5
NIBBLES = 5
SAME_THING_FOR = timedelta(days=90)
HABIT = 3
_TAKEN_BACK = ("annulled", "restated")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRow:
    """A row of a lot's public history, as it was published."""

    bidder: int
    amount: Decimal
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Newness:
    """Since when a bidder is with the house, and how many purchases they have paid elsewhere."""

    joined_at: datetime
    purchases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """A bidder's own bids in all and on one seller's lots; of those decided, how many were won."""

    bids: int
    on_seller: int
    lots: int
    wins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nibbled:
    """Somebody who felt out another's maximum: in how many least bids."""

    bidder: int
    defender: int
    bids: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOff:
    """A lot with bids that its seller had taken off sale, and who had bid on it."""

    at: datetime
    price: Decimal | None
    bidders: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSaleAgain:
    """The same thing on sale again by the same seller; `buyer` once it is sold."""

    starts_at: datetime
    opening: Decimal
    buyer: int | None


def newcomers_leading_late(
    rows: Sequence[PublicRow], people: Mapping[int, Newness], ends_at: datetime, now: datetime
) -> tuple[int, ...]:
    """List the newcomers who led at some moment of the last five minutes, the latest to lead last.

    A newcomer is less than seven days with the house at that moment and has paid fewer than three
    purchases. Whoever is overtaken in the same breath has not led.
    """
    late = ends_at - LAST_MINUTES
    if now < late:
        return ()
    found: dict[int, None] = {}
    for bidder, since, until in _leads(rows, ends_at):
        at = max(since, late)
        person = people.get(bidder)
        if at < until and person is not None and _is_new(person, at):
            found[bidder] = None
    return tuple(found)


def nibblers(rows: Sequence[PublicRow], increments: IncrementTable) -> tuple[Nibbled, ...]:
    """List who bid the very least against one leader's maximum, five times or more, and took it.

    Each of those bids was answered for the leader by the house; the one that overtakes is not
    counted. What is taken back starts the count anew.
    """
    counts: Counter[tuple[int, int]] = Counter()
    found: dict[tuple[int, int], Nibbled] = {}
    price: Decimal | None = None
    leader: int | None = None
    for row, following in zip_longest(rows, rows[1:]):
        if row.kind in _TAKEN_BACK:
            counts.clear()
            standing = row.kind == "restated"
            price, leader = (row.amount, row.bidder) if standing else (None, None)
            continue
        if leader is not None and price is not None and row.bidder != leader:
            pair = (row.bidder, leader)
            if following is not None and (following.kind, following.bidder) == ("auto", leader):
                counts[pair] += row.amount == price + increments.step_at(price)
                continue  # the answer is the next row: who led, leads
            if counts[pair] >= NIBBLES:
                found.setdefault(
                    pair, Nibbled(bidder=row.bidder, defender=leader, bids=counts[pair])
                )
            counts.clear()
        price, leader = row.amount, row.bidder
    return tuple(found.values())


def bids_for_one_seller(habit: Habit) -> bool:
    """Tell whether over 60 % of one's bids are on one seller's lots, five decided, none won."""
    if habit.lots < FEWEST_LOTS or habit.wins or not habit.bids:
        return False
    return Decimal(habit.on_seller) / habit.bids > LARGEST_SHARE


def shielded(retracted: Decimal, hammer: Decimal) -> bool:
    """Tell whether a bid that was taken back had stood in the way of all who came to the price."""
    return retracted >= hammer


def sold_all_the_same(lot: TakenOff, again: OnSaleAgain) -> str | None:
    """Name what is odd about a thing on sale again within 90 days of being taken off with bids.

    `sold_to_bidder`: who had bid on it has it now. `relisted_lower`: it opens below what had been
    bid. None if neither.
    """
    if again.starts_at >= lot.at + SAME_THING_FOR:
        return None
    if again.buyer is not None and again.buyer in lot.bidders:
        return "sold_to_bidder"
    if lot.price is not None and again.opening < lot.price:
        return "relisted_lower"
    return None


def takes_off_by_habit(times: Collection[datetime], at: datetime) -> bool:
    """Tell whether the lot taken off at `at` is the seller's third with bids within 90 days."""
    return sum(at - SAME_THING_FOR < one <= at for one in times) >= HABIT


def _leads(
    rows: Sequence[PublicRow], ends_at: datetime
) -> Iterator[tuple[int, datetime, datetime]]:
    """Give who led from when until when; after bids were taken back, whoever leads is restated."""
    for row, following in pairwise(rows):
        if row.kind != "annulled":
            yield row.bidder, row.at, min(following.at, ends_at)
    if rows and rows[-1].kind != "annulled":
        yield rows[-1].bidder, rows[-1].at, ends_at


def _is_new(person: Newness, at: datetime) -> bool:
    return at - person.joined_at < NEW_FOR and person.purchases < FEW_PURCHASES
