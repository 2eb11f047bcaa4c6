"""Who is told, in the same transaction, that a payment has become firm or is so no longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import RowMapping

from services.billing.gateway import Transfer
from services.database import Transaction

PaymentHook = Callable[[Transaction, RowMapping], None]


class TransferHook(Protocol):
    """Lets what the house sends stand as the gateway says it does."""

    def __call__(self, work: Transaction, reading: Transfer, *, blocked: bool = False) -> str:
        """Apply it; returns `applied`, `nothing`, `quarantined`, or `orphan` if it is not ours."""
        ...


@dataclass(frozen=True, slots=True)
class Hooks:
    """Lists to add oneself to before the office opens.

    `on_paid` and `on_reversed` get the payment's row as it is now, its payer and payment locked:
    paid and nothing against it, or so no longer: taken back, or frozen by a refund under way, a
    dispute, a doubt. After a dispute won it is `on_paid` again. `on_transfer` does its own locking.
    """

    on_paid: list[PaymentHook] = field(default_factory=list)
    on_reversed: list[PaymentHook] = field(default_factory=list)
    on_transfer: list[TransferHook] = field(default_factory=list)
