"""What administrators, and owners of payments, read of how money came to stand as it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStep:
    """One thing that happened to a payment.

    `kind` names it (`charge.pix`, `ledger.paid`, `record.payment_paid`); `subject` is the number
    it goes by at the gateway or in the ledger, `detail` the gateway's word of it.
    """

    at: datetime
    kind: str
    amount: Decimal | None
    subject: str | None
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentHistory:
    """A payment and all that happened to it, the first thing first.

    `own` if it is the reader's, `house` if the reader looks after the house's money.
    """

    payment_id: int
    kind: str
    amount: Decimal
    opened_at: datetime
    username: str
    title: str
    own: bool
    house: bool
    steps: tuple[PaymentStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A message of the gateway's in the list; `result` is None while it waits."""

    id: int
    event: str
    subject: str | None
    received_at: datetime
    handled_at: datetime | None
    result: str | None
    note: str | None
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageList:
    """Fifty messages of those `shown`; `older` is the number the next fifty begin before."""

    shown: str
    lines: tuple[MessageLine, ...]
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView(MessageLine):
    """One message with its body as text; `payment_id` is the payment its charge was made for."""

    event_id: str
    reference: str | None
    body: str
    payment_id: int | None

    @property
    def repeatable(self) -> bool:
        """Tell whether it can be dealt with again."""
        return self.result not in (None, "malformed")
