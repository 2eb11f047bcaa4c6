"""What becomes of a charge: paid, settled, overdue, given back, disputed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from asaas_twin.account import Account
from asaas_twin.books import Books, Numbers
from asaas_twin.charges import UNPAID, Charges
from asaas_twin.clock import Clock, business_day, business_days_after
from asaas_twin.settings import Settings
from asaas_twin.wire import Json, refused

DECLINED = ("5184019740373151", "4916561358240741")
CARD_DAYS, DEBIT_DAYS = 32, 3
PAID = ("CONFIRMED", "RECEIVED")
NOT_AUTHORISED = (
    "Transação não autorizada. Verifique os dados do cartão de crédito e tente novamente."
)


class Life:
    """Moves charges from status to status, books their money, and tells of it."""

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

    # ---- being paid ----------------------------------------------------------------------------

    def pay_by_pix(self, payment: Json, *, too_late: bool = False) -> None:
        """Receive a Pix, at once; one that crosses a deletion (`too_late`) all the same."""
        if not too_late:
            self._demand_payable(payment, "PIX")
        self._take(payment, "PIX")
        payment["pixTransaction"] = self._numbers.uuid()
        payment["pixQrCodeId"] = payment["_qr"]
        self.settle(payment)

    def pay_by_boleto(self, payment: Json) -> None:
        """Confirm a boleto paid at a bank; its money comes the next business day."""
        self._demand_payable(payment, "BOLETO")
        self._take(payment, "BOLETO")
        payment["canBePaidAfterDueDate"] = True
        days = self._settings.boleto_days
        if days == 0:
            self.settle(payment)
            return
        self._confirm(payment, business_days_after(self._clock.today(), days))

    def pay_by_card(
        self,
        payment: Json,
        number: str,
        *,
        debit: bool = False,
        analysed: bool = False,
        new: bool = False,
    ) -> None:
        """Charge a card; a declined one is refused, and nothing has happened.

        A `new` charge, made with its card, is told of only now, confirmed already.
        """
        kind = "DEBIT_CARD" if debit else "CREDIT_CARD"
        self._demand_payable(payment, kind)
        if number in DECLINED:
            raise refused("invalid_action", NOT_AUTHORISED)
        self._take(payment, kind)
        payment["creditCard"] = self.card(number)
        if analysed:
            payment["status"] = "AWAITING_RISK_ANALYSIS"
            self._tell("PAYMENT_AWAITING_RISK_ANALYSIS", payment)
            return
        self._confirm(payment, self._card_day(payment), new=new)

    def card(self, number: str) -> Json:
        """Keep what may be kept of a card: its end, and a token of it."""
        brand = {"4": "VISA", "5": "MASTERCARD"}.get(number[:1], "UNKNOWN")
        token = self._numbers.uuid()
        card = {"creditCardNumber": number[-4:], "creditCardBrand": brand, "creditCardToken": token}
        self._books.cards[token] = {**card, "declined": number in DECLINED}
        return card

    def analysed(self, payment: Json, *, approved: bool) -> None:
        """End a risk analysis; what is not approved is given back."""
        if payment["status"] != "AWAITING_RISK_ANALYSIS":
            raise refused("invalid_action", "A cobrança não está em análise.")
        if approved:
            self._tell("PAYMENT_APPROVED_BY_RISK_ANALYSIS", payment)
            self._confirm(payment, self._card_day(payment))
            return
        self._tell("PAYMENT_REPROVED_BY_RISK_ANALYSIS", payment)
        payment["status"] = "REFUNDED"
        self._tell("PAYMENT_REFUNDED", payment)

    def settle(self, payment: Json) -> None:
        """Put a charge's money into the balance."""
        today = self._clock.today().isoformat()
        payment |= {"status": "RECEIVED", "paymentDate": today, "creditDate": today}
        payment |= {"estimatedCreditDate": today, "_settles": None}
        payment["transactionReceiptUrl"] = self._charges.receipt("PAYMENT_RECEIVED", payment["id"])
        self._account.receive(payment)
        self._tell("PAYMENT_RECEIVED", payment)

    def settle_now(self, payment: Json) -> None:
        """Do not wait for the day a confirmed charge's money comes."""
        if payment["status"] != "CONFIRMED":
            raise refused("invalid_action", "Somente cobranças confirmadas podem ser liquidadas.")
        self.settle(payment)

    def receive_in_cash(self, payment: Json, paid_on: str) -> None:
        """Note that the house was paid outside: no money comes, and yet it is told as received."""
        self._demand_payable(payment, payment["billingType"])
        payment |= {"status": "RECEIVED_IN_CASH", "paymentDate": paid_on}
        payment |= {"clientPaymentDate": paid_on, "_was": "PENDING"}
        self._tell("PAYMENT_RECEIVED", payment)

    def undo_cash(self, payment: Json) -> None:
        """Take that note back."""
        if payment["status"] != "RECEIVED_IN_CASH":
            raise refused("invalid_action", "A cobrança não foi recebida em dinheiro.")
        late = payment["dueDate"] < self._clock.today().isoformat()
        payment |= {"status": "OVERDUE" if late else "PENDING"}
        payment |= {"paymentDate": None, "clientPaymentDate": None}
        self._tell("PAYMENT_RECEIVED_IN_CASH_UNDONE", payment)

    # ---- the calendar --------------------------------------------------------------------------

    def overdue(self, payment: Json) -> None:
        """Note that nobody has paid in time; it may be paid still."""
        if payment["status"] != "PENDING" or payment["deleted"]:
            raise refused("invalid_action", "Somente cobranças pendentes podem vencer.")
        payment["status"] = "OVERDUE"
        self._tell("PAYMENT_OVERDUE", payment)

    def by_night(self) -> None:
        """Do what is done once a night: settle what is due today, then note what is overdue."""
        today = self._clock.today().isoformat()
        for payment in list(self._books.payments.values()):
            if payment["status"] == "CONFIRMED" and payment["_settles"] <= today:
                self.settle(payment)
        for payment in list(self._books.payments.values()):
            pending = payment["status"] == "PENDING" and not payment["deleted"]
            if pending and payment["dueDate"] < today:
                self.overdue(payment)

    # ---- disputes ------------------------------------------------------------------------------

    def chargeback(self, payment: Json) -> None:
        """Let the payer's bank take a card's money back for now."""
        if payment["billingType"] != "CREDIT_CARD" or payment["status"] not in PAID:
            raise refused(
                "invalid_action", "Somente cobranças de cartão pagas podem ser contestadas."
            )
        self._withhold(payment, "CHARGEBACK", -payment["value"])
        payment["_was"] = payment["status"]
        payment["chargeback"] = {
            "id": self._numbers.uuid(),
            "payment": payment["id"],
            "installment": payment.get("installment"),
            "customerAccount": payment["customer"],
            "status": "REQUESTED",
            "reason": "FRAUD",
            "disputeStartDate": self._clock.today().isoformat(),
            "value": payment["value"],
            "paymentDate": payment["paymentDate"],
            "creditCard": payment["creditCard"],
            "disputeStatus": None,
            "deadlineToSendDisputeDocuments": str(self._clock.today() + timedelta(days=7)),
        }
        self._dispute(payment, "CHARGEBACK_REQUESTED", "REQUESTED", after=PAID)

    def contest(self, payment: Json) -> None:
        """Send documents against it."""
        self._dispute(payment, "CHARGEBACK_DISPUTE", "IN_DISPUTE", after=("CHARGEBACK_REQUESTED",))

    def win(self, payment: Json) -> None:
        """Win: the money will come back."""
        after = ("CHARGEBACK_DISPUTE",)
        self._dispute(payment, "AWAITING_CHARGEBACK_REVERSAL", "REVERSED", after=after)

    def win_paid(self, payment: Json) -> None:
        """Get the money back that was won: the charge stands as before, and is told again."""
        if payment["status"] != "AWAITING_CHARGEBACK_REVERSAL":
            raise refused("invalid_action", "A contestação não foi vencida.")
        payment["status"] = payment["_was"]
        payment["chargeback"]["status"] = "DONE"
        self._withhold(payment, "CHARGEBACK_REVERSAL", payment["value"])
        self._tell(f"PAYMENT_{payment['status']}", payment)

    def lose(self, payment: Json) -> None:
        """Lose, or not contest: the money is gone."""
        if payment["status"] not in ("CHARGEBACK_REQUESTED", "CHARGEBACK_DISPUTE"):
            raise refused("invalid_action", "A cobrança não está em contestação.")
        payment["chargeback"]["status"] = "DISPUTE_LOST"
        payment["status"] = "REFUNDED"
        self._tell("PAYMENT_REFUNDED", payment)

    def _dispute(self, payment: Json, status: str, stage: str, *, after: tuple[str, ...]) -> None:
        if payment["status"] not in after:
            raise refused("invalid_action", "A contestação não está nesta etapa.")
        payment["status"] = status
        payment["chargeback"]["status"] = stage
        self._tell(f"PAYMENT_{status}", payment)

    def _withhold(self, payment: Json, kind: str, value: Decimal) -> None:
        """Book what a dispute takes or gives back; what was not settled was never there."""
        if payment["status"] == "RECEIVED":
            number = payment["invoiceNumber"]
            self._account.move(
                kind, value, f"Contestação - fatura nr. {number}", payment=payment["id"]
            )

    # ---- what these share ----------------------------------------------------------------------

    def _demand_payable(self, payment: Json, kind: str) -> None:
        if payment["deleted"] or payment["status"] not in UNPAID:
            raise refused("invalid_action", "Esta cobrança não pode mais ser paga.")
        asked = payment["billingType"]
        card = kind == "DEBIT_CARD" and asked == "CREDIT_CARD"
        if asked not in (kind, "UNDEFINED") and not card:
            raise refused("invalid_action", "Esta cobrança não aceita esta forma de pagamento.")

    def _take(self, payment: Json, kind: str) -> None:
        """Note who pays how, today."""
        today = self._clock.today().isoformat()
        if payment["billingType"] != kind:
            payment["billingType"] = kind
            payment["netValue"] = self._account.net(payment["value"], kind)
        if kind != "BOLETO":
            payment["bankSlipUrl"] = None
            payment.pop("canBePaidAfterDueDate", None)
        if kind not in ("CREDIT_CARD", "DEBIT_CARD"):
            payment.pop("creditCard", None)
        payment |= {"clientPaymentDate": today, "confirmedDate": today}

    def _confirm(self, payment: Json, settles: date, *, new: bool = False) -> None:
        payment |= {"status": "CONFIRMED", "creditDate": settles.isoformat()}
        payment |= {"estimatedCreditDate": settles.isoformat(), "_settles": settles.isoformat()}
        public = self._settings.public_url
        payment["transactionReceiptUrl"] = f"{public}/comprovantes/{self._numbers.digits(16)}"
        if new:
            self._tell("PAYMENT_CREATED", payment)
        self._tell("PAYMENT_CONFIRMED", payment)

    def _card_day(self, payment: Json) -> date:
        days = DEBIT_DAYS if payment["billingType"] == "DEBIT_CARD" else CARD_DAYS
        number = payment["installmentNumber"] or 1
        return business_day(self._clock.today() + timedelta(days=days * number))

    def _tell(self, event: str, payment: Json) -> None:
        self._charges.tell(event, payment)
