"""What a simulator is told before it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

KEY = "$aact_hmlg_simulador"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """What is kept of each charge, in reais and in parts of a hundred; contracts differ."""

    pix: Decimal = Decimal("1.99")
    boleto: Decimal = Decimal("1.99")
    card: Decimal = Decimal("0.49")
    card_percent: Decimal = Decimal("2.99")
    debit: Decimal = Decimal("0.35")
    debit_percent: Decimal = Decimal("1.89")
    transfer: Decimal = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a simulator behaves.

    `public_url` is where browsers reach its pages. `pace` scales the waits of seconds and hours
    (webhook retries, withdrawals), not the calendar. `boleto_days` are business days from a paid
    boleto to its money; 0 is what Asaas's own sandbox does. With `keep_in` the books outlive the
    process. The same `seed` gives the same numbers. `demand_user_agent` as for accounts made after
    June 2024.
    """

    key: str = KEY
    public_url: str = "http://127.0.0.1:9090"
    payee: str = "Casa de leilões"
    fees: Fees = field(default_factory=Fees)
    opening_balance: Decimal = Decimal("0.00")
    pace: float = 1.0
    boleto_days: int = 1
    seed: int | None = None
    keep_in: Path | None = None
    demand_user_agent: bool = True
    webhook_seconds: float = 10.0
