"""What the people of the house see at its desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from services.views.access import SessionView


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """Something that may want attention: how much of it there is, and where it is looked after.

    `grave` is what should be nothing at all, `watched` what is only good to know.
    """

    name: str
    count: int
    path: str
    grave: bool
    watched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something of the house found by words; `kind` is what it is: `auction` or `person`."""

    kind: str
    label: str
    detail: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """Something an order would bring about, named `admin.then.<name>`; values fill its places."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderField:
    """Something more an order asks, named `admin.field.<name>`, with its hint.

    `choices` are pairs of a value and its words; without words it is `admin.field.<name>.<value>`.
    """

    name: str
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """An order before it is given: on what, and what would follow from it.

    `name` is its key under `admin.order`; `confirm` what must be typed, `fields` what else is
    asked. `grave` is what is not easily undone.
    """

    name: str
    about: str
    path: str
    back: str
    consequences: tuple[Consequence, ...] = ()
    confirm: str = ""
    fields: tuple[OrderField, ...] = ()
    grave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One record of the audit log about a thing; `actor` is empty for the house itself."""

    at: datetime
    actor: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuctionSheet:
    """A lot as the house's people see it. `acts` are those that can be done now."""

    auction_id: int
    title: str
    auction_type: str
    status: str
    outcome: str | None
    seller_id: int
    seller: str
    starts_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    suspended_at: datetime | None
    validated_at: datetime | None
    min_bid: Decimal
    price: Decimal | None
    reserve: Decimal | None
    leader_id: int | None
    leader: str | None
    bids: int
    bidders: int
    watchers: int
    held: Decimal
    holds: int
    payment_id: int | None
    acts: tuple[str, ...]
    records: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """A role somebody holds; an auditor's is for one lot."""

    role_id: int
    role: str
    auction_id: int | None
    granted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeLine:
    """A sale somebody did not pay."""

    strike_id: int
    auction_id: int
    at: datetime
    penalty: Decimal
    waived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuctioneerView:
    """What somebody said of being an auctioneer; `state` is waiting, verified or refused."""

    registration: str
    board: str
    uf: str
    requested_at: datetime
    state: str
    refusal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    """Somebody with an account as the house's people see it. `acts` can be done by this one."""

    user_id: int
    name: str
    username: str
    email: str
    document: str
    company: bool
    administrator: bool
    erased: bool
    verified_at: datetime | None
    documents_checked_at: datetime | None
    blocked_at: datetime | None
    joined_at: datetime
    auction_limit: int | None
    selling: int
    sold: int
    bids: int
    won: int
    auctioneer: AuctioneerView | None
    roles: tuple[RoleLine, ...]
    strikes: tuple[StrikeLine, ...]
    sessions: tuple[SessionView, ...]
    acts: tuple[str, ...]
    records: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A lot whose whole record somebody may read."""

    auction_id: int
    title: str
    status: str
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalSheet:
    """A seller's wish to take a lot with bids off sale; `state` is waiting, granted or refused."""

    withdrawal_id: int
    auction_id: int
    title: str
    seller: str
    reason: str
    bids: int
    asked_at: datetime
    decided_at: datetime | None
    note: str | None
    state: str
