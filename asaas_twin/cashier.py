"""The counter of the API where charges are made and paid: by card, in cash, by the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.requests import Request

from asaas_twin.life import DECLINED, NOT_AUTHORISED
from asaas_twin.paging import key, page
from asaas_twin.wire import Json, refused, shown

if TYPE_CHECKING:
    from asaas_twin.twin import Twin

APPROVED = "4444444444444444"


class Cashier:
    """Takes what the API's callers bring."""

    def __init__(self, twin: Twin) -> None:
        self._twin = twin

    def create(self, body: Json) -> Json:
        """Make a charge, in parts if asked, and paid at once if a card comes with it."""
        charges, count = self._twin.charges, body.get("installmentCount")
        if isinstance(count, int) and count > 1:
            return shown(charges.create_instalments(body, count))
        if "creditCard" not in body and "creditCardToken" not in body:
            return shown(charges.create(body))
        number = self._card(body)  # refused before there is a charge
        payment = charges.create(body, told=False)
        self._twin.life.pay_by_card(payment, number, new=True)
        return shown(payment)

    def pay_with_card(self, request: Request, body: Json) -> Json:
        """Pay a charge with a card or its token."""
        payment = self._twin.charges.one(key(request))
        self._twin.life.pay_by_card(payment, self._card(body))
        return shown(payment)

    def receive_in_cash(self, request: Request, body: Json) -> Json:
        """Note that a charge was paid outside."""
        payment = self._twin.charges.one(key(request))
        paid_on = str(body.get("paymentDate") or self._twin.clock.today())
        self._twin.life.receive_in_cash(payment, paid_on)
        return shown(payment)

    def instalments(self, request: Request, _: Json) -> Json:
        """List the parts of a charge, the first one first."""
        found = self._twin.charges.found({"installment": key(request)})
        return page(request, found[::-1])

    def moved(self, payment: Json, move: Callable[[Json], None]) -> Json:
        """Move a charge on, and show it."""
        move(payment)
        return shown(payment)

    def confirm(self, payment: Json) -> None:
        """Pay a charge as the sandbox does."""
        life, kind = self._twin.life, payment["billingType"]
        if kind == "BOLETO":
            life.pay_by_boleto(payment)
        elif kind == "CREDIT_CARD":
            life.pay_by_card(payment, APPROVED)
        else:
            life.pay_by_pix(payment)

    def _card(self, body: Json) -> str:
        token = body.get("creditCardToken")
        kept = self._twin.books.cards.get(str(token))
        if token is None:
            digits = typed_number(body)
        elif kept is None:
            raise refused("invalid_creditCard", f"CreditCardToken {token} não encontrado.")
        else:
            digits = DECLINED[0] if kept["declined"] else f"0000{kept['creditCardNumber']}"
        if digits in DECLINED:
            raise refused("invalid_action", NOT_AUTHORISED)
        return digits


def typed_number(body: Json) -> str:
    """Take the number of a card. Raises Refusal."""
    card = body.get("creditCard", body)
    typed = str(card.get("number") or "") if isinstance(card, dict) else ""
    digits = "".join(filter(str.isdigit, typed))
    if not digits:
        raise refused("invalid_creditCard", "Informe os dados do cartão de crédito.")
    return digits
