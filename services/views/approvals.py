"""What takes two people, with all that whoever agrees must know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.views.desk import Consequence
from services.views.payouts import PayoutSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnulmentAbout:
    """The bid that would be annulled. While it can be, `then` says what its lot would be after.

    `barrier` names why it cannot be done any more, as `conduct.refused.<barrier>`.
    """

    auction_id: int
    title: str
    number: int
    bidder_id: int
    bidder: str
    username: str
    amount: Decimal
    bid_at: datetime
    price: Decimal | None
    leader: str | None
    then: tuple[Consequence, ...] = ()
    barrier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutSale:
    """A sale that left its seller money: the share that was freed, and when."""

    auction_id: int
    title: str
    share: Decimal
    freed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutAbout:
    """The withdrawal that would be let go, and the last sales its money may come from."""

    sheet: PayoutSheet
    sales: tuple[PayoutSale, ...]
    then: tuple[Consequence, ...] = ()


About = AnnulmentAbout | PayoutAbout


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalView:
    """An act that takes two people; `mine` if the reader asked for it, and so cannot agree.

    `about` is what it is about, where its act can tell.
    """

    approval_id: int
    action: str
    subject: str
    payload: Mapping[str, object]
    reason: str
    asked_by: str
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    state: str
    note: str | None
    mine: bool
    about: About | None = None
