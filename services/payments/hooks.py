"""Who is told, in the same transaction, that a payment has become firm or is so no longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import RowMapping

from services.billing.gateway import Transfer
from services.database import Transaction

PaymentHook = Callable[[Transaction, RowMapping], None]
TransferHook = Callable[[Transaction, RowMapping, Transfer], None]


@dataclass(frozen=True, slots=True)
class Hooks:
    """Lists to add oneself to before the office opens; each is called with the locks taken.

    `on_paid` and `on_reversed` get the payment's row as it is now: paid and nothing against it, or so no
    longer: taken back, or frozen by a refund under way, a dispute, a doubt. After a dispute won it
    is `on_paid` again. `on_transfer` gets the transfer's row as it was and what the gateway says of it.
    """

    on_paid: list[PaymentHook] = field(default_factory=list)
    on_reversed: list[PaymentHook] = field(default_factory=list)
    on_transfer: list[TransferHook] = field(default_factory=list)
