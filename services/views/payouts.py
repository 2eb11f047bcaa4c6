"""A withdrawal as the people of the house see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutSheet:
    """A withdrawal on the desk; `own` if it is the reader's own money, who then takes no part.

    `approval_id` is what a second person was asked and has not answered.
    """

    payment_id: int
    username: str
    name: str
    joined_at: datetime
    amount: Decimal
    wallet: Decimal
    held: Decimal
    paid_before: int
    pix_key: str
    pix_key_type: str
    state: str
    asked_at: datetime
    ended_at: datetime | None
    gateway_id: str | None
    gateway_status: str | None
    fee: Decimal | None
    reason: str | None
    last_error: str | None
    approval_id: int | None
    own: bool
