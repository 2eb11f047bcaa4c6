"""A wallet as its owner sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from services.views.access import ProofView

KINDS = ("in", "out", "purchases", "sales", "back")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A movement of the wallet with the balance after it, and the lot and payment it concerns.

    `number` is its place in the books: older lines have smaller ones.
    """

    number: int
    at: datetime
    kind: str
    amount: Decimal
    balance: Decimal
    auction_id: int | None = None
    title: str | None = None
    payment_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Which movements are asked for: a kind of `KINDS`, days in Brasília (both within), a lot."""

    kind: str = ""
    since: date | None = None
    until: date | None = None
    auction_id: int | None = None

    @property
    def narrow(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.kind or self.since or self.until or self.auction_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """Money set aside: on a lot while its owner leads there, or for a withdrawal on its way."""

    amount: Decimal
    title: str = ""
    auction_id: int | None = None
    payment_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """A top-up or withdrawal that has not come to its end; `state` as its own page says it."""

    payment_id: int
    kind: str
    way: str
    state: str
    amount: Decimal
    opened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletView:
    """A person's money: all of it, the part on hold, and how it came to be.

    `incoming` was paid in and not yet settled; `debt` was taken back and was not there. `older` is
    the number to ask further lines from, None at the beginning of the books.
    """

    balance: Decimal
    held: Decimal
    holds: tuple[HoldLine, ...]
    lines: tuple[StatementLine, ...]
    incoming: Decimal = Decimal(0)
    debt: Decimal = Decimal(0)
    waiting: tuple[WaitingLine, ...] = ()
    lots: tuple[tuple[int, str], ...] = ()
    asked: StatementFilter = field(default_factory=StatementFilter)
    older: int | None = None

    @property
    def available(self) -> Decimal:
        """Tell what new bids may commit."""
        return max(self.balance - self.held - self.debt, Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpView:
    """A top-up as its owner sees it; what pays it is there as soon as the gateway has given it.

    `state` is one of processing, waiting, analysis, confirmed (on its way), received, refused,
    canceled, returned or checked (paid in another way; the house looks).
    """

    payment_id: int
    way: str
    state: str
    amount: Decimal
    opened_at: datetime
    due_at: datetime
    paid_at: datetime | None = None
    expected_on: date | None = None
    code: str = ""
    line: str = ""
    bar_code: str = ""
    invoice_url: str = ""
    slip_url: str = ""
    refusal: str = ""

    @property
    def over(self) -> bool:
        """Tell whether nothing more will come of it by itself."""
        return self.state in ("received", "refused", "canceled", "returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalView:
    """A withdrawal as its owner sees it.

    `state` is checking, asked, sending, analysis, done, failed or refused: `checking` while
    two people of the house have to agree, `refused` where they did not. `pix_key` is written as
    documents are; `reason` is in the gateway's own words, or the house's.
    """

    payment_id: int
    state: str
    amount: Decimal
    asked_at: datetime
    pix_key: str
    pix_key_type: str
    ended_at: datetime | None = None
    reason: str = ""

    @property
    def over(self) -> bool:
        """Tell whether nothing more will come of it by itself."""
        return self.state in ("done", "failed", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalForm:
    """What a withdrawal may be: up to `available`, to the own document, with what `proof` asks."""

    available: Decimal
    pix_key: str
    pix_key_type: str
    proof: ProofView | None
