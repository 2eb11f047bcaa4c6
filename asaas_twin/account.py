"""The account's money: every movement, and the fees that are kept."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from asaas_twin.books import Books, Numbers
from asaas_twin.clock import Clock
from asaas_twin.settings import Fees
from asaas_twin.wire import CENT, Json


class Account:
    """Writes movements; the balance is their sum."""

    def __init__(self, books: Books, clock: Clock, numbers: Numbers, fees: Fees) -> None:
        self._books = books
        self._clock = clock
        self._numbers = numbers
        self.fees = fees

    @property
    def balance(self) -> Decimal:
        """Tell what may be sent away."""
        return self._books.balance

    def move(
        self, kind: str, value: Decimal, description: str, *, payment: str = "", transfer: str = ""
    ) -> None:
        """Write a movement; what leaves is negative."""
        if not value:
            return
        row = {
            "object": "financialTransaction",
            "id": f"fin_{self._numbers.letters(16)}",
            "value": value,
            "balance": self.balance + value,
            "type": kind,
            "date": self._clock.today().isoformat(),
            "description": description,
            "paymentId": payment or None,
            "transferId": transfer or None,
        }
        self._books.ledger.append(row)

    def receive(self, payment: Json) -> None:
        """Book a charge's money, gross, and the fee."""
        number, fee = payment["invoiceNumber"], payment["value"] - payment["netValue"]
        gross = f"Cobrança recebida - fatura nr. {number}"
        self.move("PAYMENT_RECEIVED", payment["value"], gross, payment=payment["id"])
        self.move("PAYMENT_FEE", -fee, f"Taxa - fatura nr. {number}", payment=payment["id"])

    def net(self, value: Decimal, billing_type: str) -> Decimal:
        """Tell what is left of a charge when the fee is kept."""
        fees = self.fees
        flat, percent = {
            "BOLETO": (fees.boleto, Decimal(0)),
            "CREDIT_CARD": (fees.card, fees.card_percent),
            "DEBIT_CARD": (fees.debit, fees.debit_percent),
        }.get(billing_type, (fees.pix, Decimal(0)))
        fee = flat + (value * percent / 100).quantize(CENT, ROUND_HALF_UP)
        return value - fee

    def statement(self) -> list[Json]:
        """List movements, the newest first."""
        return list(reversed(self._books.ledger))
