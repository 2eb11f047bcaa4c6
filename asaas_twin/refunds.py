"""Giving money of a charge back: at once, in parts, slowly, or not after all."""

from __future__ import annotations

from decimal import Decimal

from asaas_twin.account import Account
from asaas_twin.books import Books, Numbers
from asaas_twin.charges import Charges
from asaas_twin.clock import Clock
from asaas_twin.life import PAID
from asaas_twin.settings import Settings
from asaas_twin.wire import Json, amount, refused

UNDER_WAY = ("REFUND_REQUESTED", "REFUND_IN_PROGRESS")


class Refunds:
    """Refunds of Pix and cards are done at once, a boleto's when its payer has named an account."""

    def __init__(
        self,
        books: Books,
        clock: Clock,
        numbers: Numbers,
        account: Account,
        charges: Charges,
        settings: Settings,
    ) -> None:
        self._books = books
        self._clock = clock
        self._numbers = numbers
        self._account = account
        self._charges = charges
        self._settings = settings

    def refund(self, payment: Json, body: Json) -> Json:
        """Give all of a charge back, or a part."""
        allowed = {"PIX": ("RECEIVED",), "CREDIT_CARD": PAID, "DEBIT_CARD": PAID}
        if payment["status"] not in allowed.get(payment["billingType"], ()):
            raise refused("invalid_action", "Esta cobrança não pode ser estornada.")
        left = payment["value"] - given_back(payment)
        value = left if body.get("value") is None else amount(body["value"])
        if value is None or not 0 < value <= left:
            raise refused("invalid_value", "O valor do estorno é inválido.")
        if payment["status"] == "RECEIVED" and value > self._account.balance:
            raise refused("invalid_action", "Saldo insuficiente para realizar o estorno.")
        self._ask(payment, value, body.get("description"))
        if self._books.account.get("_slow_refunds"):
            self._in_progress(payment)
        else:
            self.finish(payment)
        return payment

    def ask_for_account(self, payment: Json) -> Json:
        """Begin the refund of a boleto: its payer is asked where the money shall go."""
        if payment["billingType"] != "BOLETO" or payment["status"] != "RECEIVED":
            raise refused("invalid_action", "Este boleto não pode ser estornado.")
        self._ask(payment, payment["value"] - given_back(payment), None)
        payment |= {"_was": payment["status"], "status": "REFUND_REQUESTED"}
        url = f"{self._settings.public_url}/estornos/{payment['id'].removeprefix('pay_')}"
        return {"requestUrl": url}

    def begin(self, payment: Json) -> None:
        """Go on with the refund of a boleto whose payer has named an account."""
        if payment["status"] != "REFUND_REQUESTED":
            raise refused("invalid_action", "Não há estorno solicitado.")
        payment["status"] = payment["_was"]
        self._in_progress(payment)

    def finish(self, payment: Json) -> None:
        """Send what was asked back."""
        refund = self._open(payment)
        if payment["status"] in UNDER_WAY:
            payment["status"] = payment["_was"]
        if payment["status"] == "RECEIVED":
            words = f"Estorno - fatura nr. {payment['invoiceNumber']}"
            self._account.move("PAYMENT_REVERSAL", -refund["value"], words, payment=payment["id"])
        now = self._clock.stamp()
        refund |= {"status": "DONE", "effectiveDate": now}
        if payment["billingType"] == "PIX":
            refund["endToEndIdentifier"] = f"D19540550{self._numbers.digits(23)}"
        if given_back(payment) < payment["value"]:
            self._charges.tell("PAYMENT_PARTIALLY_REFUNDED", payment)
            return
        payment |= {"status": "REFUNDED", "pixTransaction": None, "_settles": None}
        payment.pop("pixQrCodeId", None)
        self._charges.tell("PAYMENT_REFUNDED", payment)

    def deny(self, payment: Json) -> None:
        """Not give it back after all."""
        self._open(payment)["status"] = "CANCELLED"
        payment["status"] = payment["_was"]
        self._charges.tell("PAYMENT_REFUND_DENIED", payment)

    def _ask(self, payment: Json, value: Decimal, description: object) -> None:
        receipt = f"{self._settings.public_url}/comprovantes/{self._numbers.digits(16)}"
        refund = {
            "dateCreated": self._clock.stamp(),
            "status": "PENDING",
            "value": value,
            "endToEndIdentifier": None,
            "transactionReceiptUrl": receipt,
            "description": description or None,
            "effectiveDate": None,
            "refundedSplits": None,
        }
        payment["refunds"] = [refund, *(payment["refunds"] or [])]

    def _in_progress(self, payment: Json) -> None:
        payment |= {"_was": payment["status"], "status": "REFUND_IN_PROGRESS"}
        self._charges.tell("PAYMENT_REFUND_IN_PROGRESS", payment)

    def _open(self, payment: Json) -> Json:
        for refund in payment["refunds"] or []:
            if refund["status"] == "PENDING":
                found: Json = refund
                return found
        raise refused("invalid_action", "Não há estorno em andamento.")


def given_back(payment: Json) -> Decimal:
    """Sum up what is given back, or on its way."""
    refunds = payment["refunds"] or []
    values = (refund["value"] for refund in refunds if refund["status"] != "CANCELLED")
    return sum(values, Decimal("0.00"))
