"""What the house sets, as its desk shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version of a setting: what it said, since when, by whom and why."""

    subject: str
    version: int
    content: Mapping[str, Any]
    at: datetime
    why: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeesView:
    """What a type of auction costs: rates in percent of the hammer price, the fee in R$."""

    auction_type: str
    buyer_rate: Decimal
    seller_rate: Decimal
    admin_fee: Decimal
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsView:
    """A published increment table: from each price on, bids rise by so much. It never changes."""

    name: str
    steps: tuple[tuple[Decimal, Decimal], ...]
    lots: int
    in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitView:
    """A limit as it stands, and between which values it may be set."""

    name: str
    value: Decimal
    default: Decimal
    low: Decimal
    high: Decimal
    money: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTypeView:
    """A kind of court case that a judicial lot may come from, and how many lots do.

    A `retired` one is offered to no new lot.
    """

    id: int
    name: str
    lots: int
    retired: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteState:
    """Whether a route is out of use, and by whom and why that was last said."""

    closed: bool
    version: int
    why: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerView:
    """A named handler: what it hears of, where it stands, and how much is to be done again.

    `sentence` is what it says of itself; `waiting` counts what happened while it was off, which
    all does where what it hears of is `lasting`.
    """

    name: str
    topics: tuple[str, ...]
    place: str
    off: bool
    version: int
    failed: int
    waiting: int = 0
    sentence: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureView:
    """One fact that a handler failed at; nothing is done again while that is `off`."""

    id: int
    handler: str
    topic: str
    error: str
    at: datetime
    tries: int
    auction_id: int | None
    off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a walk along the chain found; `broken` names what, `position` where.

    `changed`, `missing` or `reordered`; `cut` where the newest are gone; `lost` where a head that
    was noted before is not of this chain. `head` is worth noting somewhere else.
    """

    count: int
    head: str
    broken: str = ""
    position: int | None = None
