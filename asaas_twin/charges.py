"""Charges: how they are asked for, found, changed, and what pays them."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from asaas_twin import boleto, pix
from asaas_twin.account import Account
from asaas_twin.books import Books, Numbers
from asaas_twin.clock import Clock, plus_months
from asaas_twin.paging import within
from asaas_twin.settings import Settings
from asaas_twin.webhooks import Webhooks
from asaas_twin.wire import CENT, Json, Refusal, amount, refused, shown

BILLING_TYPES = ("PIX", "BOLETO", "CREDIT_CARD", "UNDEFINED")
LEAST = Decimal("5.00")
UNPAID = ("PENDING", "OVERDUE")
LONGEST_DESCRIPTION = 500
TOO_LITTLE = (
    "O valor da cobrança (R$ {}) menos o valor do desconto (R$ 0,00) "
    "não pode ser menor que R$ 5,00."
)


class Charges:
    """Keeps charges; what becomes of one is the `Life`'s."""

    def __init__(
        self,
        books: Books,
        clock: Clock,
        numbers: Numbers,
        account: Account,
        webhooks: Webhooks,
        settings: Settings,
    ) -> None:
        self._books = books
        self._clock = clock
        self._numbers = numbers
        self._account = account
        self._webhooks = webhooks
        self._settings = settings

    def create(self, body: Json, *, told: bool = True) -> Json:
        """Ask for money; the first thing that is wrong is the one that is said."""
        self._demand_customer(body)
        facts = self._facts(body)
        payment = self._blank(body["customer"], **facts)
        payment["externalReference"] = body.get("externalReference") or None
        payment["_callback"] = body.get("callback") or None
        self._books.payments[payment["id"]] = payment
        if told:
            self.tell("PAYMENT_CREATED", payment)
        return payment

    def create_instalments(self, body: Json, count: int) -> Json:
        """Ask for money in parts, one a month, all of them now; the last part takes the rest."""
        self._demand_customer(body)
        total = amount(body.get("totalValue"))
        each = amount(body.get("installmentValue"))
        if total is None:
            total = (each or Decimal(0)) * count
        part = (total / count).quantize(CENT, "ROUND_DOWN")
        group, first = self._numbers.uuid(), self._due(body.get("dueDate"))
        payments = []
        for number in range(1, count + 1):
            value = part if number < count else total - part * (count - 1)
            due = plus_months(first, number - 1).isoformat()
            payment = self.create({**body, "value": value, "dueDate": due}, told=False)
            payment |= {"installment": group, "installmentNumber": number}
            payments.append(payment)
        for payment in payments:
            self.tell("PAYMENT_CREATED", payment)
        return payments[0]

    def orphan(self, value: Decimal) -> Json:
        """Make the charge that a Pix to the account's own key becomes: nobody asked, no fee."""
        number = self._numbers.customer()
        self._books.customers[number] = {"id": number, "name": "Pagador", "deleted": False}
        payment = self._blank(
            number,
            billingType="PIX",
            value=value,
            dueDate=self._clock.today(),
            description="Cobrança criada automaticamente",
        )
        payment["netValue"] = value
        self._books.payments[payment["id"]] = payment
        self.tell("PAYMENT_CREATED", payment)
        return payment

    def change(self, number: str, body: Json) -> Json:
        """Change what is asked, while it is not paid."""
        payment = self.unpaid(number)
        facts = self._facts({**payment, **body}, may_be_past=payment["dueDate"])
        payment |= self._priced(facts["billingType"], facts["value"])
        payment |= {"dueDate": facts["dueDate"].isoformat(), "description": facts["description"]}
        payment["_qr"] = self._numbers.uuid()
        if payment["dueDate"] >= self._clock.today().isoformat():
            payment["status"] = "PENDING"
        self.tell("PAYMENT_UPDATED", payment)
        return payment

    def delete(self, number: str) -> Json:
        """Take an unpaid charge back; its status stays as it was."""
        payment = self.unpaid(number)
        payment["deleted"] = True
        payment["transactionReceiptUrl"] = self.receipt("PAYMENT_DELETED", number)
        self.tell("PAYMENT_DELETED", payment)
        return {"deleted": True, "id": number}

    def restore(self, number: str) -> Json:
        """Put a charge back that was deleted."""
        payment = self.one(number)
        if not payment["deleted"]:
            raise refused("invalid_action", "Somente cobranças removidas podem ser restauradas.")
        late = payment["dueDate"] < self._clock.today().isoformat()
        payment |= {"deleted": False, "status": "OVERDUE" if late else "PENDING"}
        payment["transactionReceiptUrl"] = None
        self.tell("PAYMENT_RESTORED", payment)
        return payment

    def one(self, number: str) -> Json:
        """Find a charge, or refuse with 404."""
        payment = self._books.payments.get(number)
        if payment is None:
            raise Refusal(404)
        return payment

    def unpaid(self, number: str) -> Json:
        """Find a charge that may still be paid, or refuse."""
        payment = self.one(number)
        if payment["deleted"] or payment["status"] not in UNPAID:
            raise refused("invalid_action", "Esta cobrança não pode ser alterada ou removida.")
        return payment

    def found(self, query: dict[str, str]) -> list[Json]:
        """List charges, the newest first, by the filters Asaas knows."""
        same = {
            name: query[name]
            for name in ("externalReference", "customer", "status", "billingType", "installment")
            if query.get(name)
        }
        return [
            shown(payment)
            for payment in reversed(self._books.payments.values())
            if all(payment.get(name) == value for name, value in same.items())
            and within(payment, query, "dateCreated", "paymentDate", "dueDate")
        ]

    def pix_code(self, number: str) -> Json:
        """Give the code that pays a charge by Pix, good for a year after it is due."""
        payment = self.unpaid(number)
        self._demand_pix_key()
        payload = pix.br_code(
            url=pix.address(payment["_qr"]),
            name=self._settings.payee,
            city="São Paulo",
            postal_code="01000000",
        )
        expires = plus_months(date.fromisoformat(payment["dueDate"]), 12)
        return {
            "encodedImage": pix.qr_png(payload),
            "payload": payload,
            "expirationDate": f"{expires} 23:59:59",
            "description": payment["description"],
        }

    def identification_field(self, number: str) -> Json:
        """Give the line and the bar code of a charge that may be paid by boleto."""
        payment = self.one(number)
        if payment["nossoNumero"] is None:
            raise refused("invalid_action", "Esta cobrança não possui boleto.")
        due = date.fromisoformat(payment["dueDate"])
        code = boleto.bar_code(due=due, value=payment["value"], number=payment["nossoNumero"])
        return {
            "identificationField": boleto.line(code),
            "nossoNumero": payment["nossoNumero"],
            "barCode": code,
        }

    def receipt(self, event: str, number: str) -> str:
        """Give the address of the receipt of an event."""
        tail = quote(base64.b64encode(f"{event}:{number}".encode()).decode(), safe="")
        return f"{self._settings.public_url}/comprovantes/h/{tail}"

    def tell(self, event: str, payment: Json) -> None:
        """Tell the webhooks what became of a charge."""
        self._webhooks.tell(event, "payment", payment)

    def _demand_customer(self, body: Json) -> None:
        customer = self._books.customers.get(str(body.get("customer")))
        if customer is None or customer["deleted"]:
            raise refused("invalid_customer", "Customer inválido ou não informado.")

    def _demand_pix_key(self) -> None:
        if not self._books.account.get("_pix_key", True):
            sentence = "Não há nenhuma chave Pix disponível para receber cobranças."
            raise refused("invalid_billingType", sentence)

    def _facts(self, body: Json, *, may_be_past: str = "") -> dict[str, Any]:
        billing_type = body.get("billingType")
        if billing_type not in BILLING_TYPES:
            raise refused("invalid_billingType", "O campo billingType é inválido.")
        if billing_type == "PIX":
            self._demand_pix_key()
        value = amount(body.get("value"))
        if value is None:
            raise refused("invalid_value", "O campo value deve ser informado")
        if value < LEAST:
            raise refused("invalid_value", TOO_LITTLE.format(f"{value:.2f}".replace(".", ",")))
        due = self._due(body.get("dueDate"), may_be_past=may_be_past)
        description = str(body.get("description") or "")[:LONGEST_DESCRIPTION] or None
        return {
            "billingType": billing_type,
            "value": value,
            "dueDate": due,
            "description": description,
        }

    def _due(self, given: object, *, may_be_past: str = "") -> date:
        try:
            due = date.fromisoformat(str(given or "")[:10])
        except ValueError:
            raise refused("invalid_dueDate", "O campo dueDate deve ser informado") from None
        if due < self._clock.today() and due.isoformat() != may_be_past:
            sentence = "A data de vencimento não pode ser inferior à hoje"
            raise refused("invalid_dueDate", sentence)
        return due

    def _priced(self, billing_type: str, value: Decimal) -> Json:
        net = self._account.net(value, billing_type)
        return {"billingType": billing_type, "value": value, "netValue": net}

    def _blank(
        self,
        customer: str,
        *,
        billingType: str,  # noqa: N803  as Asaas names it
        value: Decimal,
        dueDate: date,  # noqa: N803
        description: str | None,
    ) -> Json:
        number, due = self._numbers.payment(), dueDate.isoformat()
        public, tail = self._settings.public_url, number.removeprefix("pay_")
        has_slip = billingType in ("BOLETO", "UNDEFINED")
        by_type: dict[str, Json] = {
            "BOLETO": {"canBePaidAfterDueDate": True},
            "CREDIT_CARD": {"confirmedDate": None, "creditCard": no_card()},
        }
        return {
            "object": "payment",
            "id": number,
            "dateCreated": self._clock.today().isoformat(),
            "customer": customer,
            "checkoutSession": None,
            "paymentLink": None,
            **self._priced(billingType, value),
            "originalValue": None,
            "interestValue": None,
            "description": description,
            **by_type.get(billingType, {}),
            "pixTransaction": None,
            "status": "PENDING",
            "dueDate": due,
            "originalDueDate": due,
            "paymentDate": None,
            "clientPaymentDate": None,
            "installmentNumber": None,
            "invoiceUrl": f"{public}/i/{tail}",
            "invoiceNumber": f"{self._numbers.next('invoice'):08}",
            "externalReference": None,
            "deleted": False,
            "anticipated": False,
            "anticipable": False,
            "creditDate": None,
            "estimatedCreditDate": None,
            "transactionReceiptUrl": None,
            "nossoNumero": str(self._numbers.next("slip")) if has_slip else None,
            "bankSlipUrl": f"{public}/b/pdf/{tail}" if has_slip else None,
            "lastInvoiceViewedDate": None,
            "lastBankSlipViewedDate": None,
            "discount": {
                "value": Decimal(0),
                "limitDate": None,
                "dueDateLimitDays": 0,
                "type": "FIXED",
            },
            "fine": {"value": Decimal(0), "type": "FIXED"},
            "interest": {"value": Decimal(0), "type": "PERCENTAGE"},
            "postalService": False,
            "escrow": None,
            "refunds": None,
            "_qr": self._numbers.uuid(),
            "_callback": None,
        }


def no_card() -> Json:
    """Describe the card of a charge that no card has paid."""
    return {"creditCardNumber": None, "creditCardBrand": None, "creditCardToken": None}
