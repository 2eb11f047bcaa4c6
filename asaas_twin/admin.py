"""The drivers: what makes happen here what payers, banks and time do elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from asaas_twin.api import body_of
from asaas_twin.cashier import APPROVED as CARD
from asaas_twin.paging import key
from asaas_twin.wire import Json, Refusal, amount, answer, shown

if TYPE_CHECKING:
    from asaas_twin.twin import Twin

UNITS = ("days", "hours", "minutes", "seconds")
Handler = Callable[[Request, Json], object]


def routes(twin: Twin) -> list[Route]:
    """List every driver; what changes something is a POST with a JSON body, or none."""
    drivers = Drivers(twin)

    def on(method: str, path: str, handler: Handler) -> Route:
        async def serve(request: Request) -> Response:
            try:
                return answer(handler(request, body_of(await request.body())))
            except Refusal as refusal:
                return refusal.answer()

        return Route(path, serve, methods=[method])

    return [
        Route("/clock/advance", drivers.advance, methods=["POST"]),
        on("GET", "/clock", lambda *_: {"now": twin.clock.stamp()}),
        on("POST", "/faults", lambda _, body: twin.faults.order(body)),
        on("DELETE", "/faults", lambda *_: twin.faults.clear()),
        on("POST", "/payments/orphan", drivers.orphan),
        on("POST", "/payments/{id}/event", drivers.event),
        on("POST", "/payments/{id}/{act}", drivers.act),
        on("POST", "/transfers/{id}/{act}", drivers.transfer),
        on("GET", "/events", drivers.events),
        on("POST", "/events/again", lambda _, body: twin.webhooks.tell_again(body.get("id"))),
        on("GET", "/deliveries", drivers.deliveries),
        on("POST", "/deliveries/hold", drivers.hold),
        on("POST", "/deliveries/release", drivers.release),
        on("POST", "/switches", drivers.switch),
        on("POST", "/validator", drivers.validator),
        on("POST", "/credit", drivers.credit),
    ]


class Drivers:
    """Does what a driver is asked."""

    def __init__(self, twin: Twin) -> None:
        self._twin = twin
        life, refunds = twin.life, twin.refunds
        self._acts: dict[str, Callable[[Json, Json], None]] = {
            "pix": lambda payment, body: life.pay_by_pix(payment, too_late=bool(body.get("late"))),
            "boleto": lambda payment, _: life.pay_by_boleto(payment),
            "card": lambda payment, body: life.pay_by_card(payment, str(body.get("number", CARD))),
            "debit": lambda payment, _: life.pay_by_card(payment, CARD, debit=True),
            "risk": lambda payment, _: life.pay_by_card(payment, CARD, analysed=True),
            "approve": lambda payment, _: life.analysed(payment, approved=True),
            "reprove": lambda payment, _: life.analysed(payment, approved=False),
            "settle": lambda payment, _: life.settle_now(payment),
            "overdue": lambda payment, _: life.overdue(payment),
            "chargeback": lambda payment, _: life.chargeback(payment),
            "dispute": lambda payment, _: life.contest(payment),
            "win": lambda payment, _: life.win(payment),
            "win-paid": lambda payment, _: life.win_paid(payment),
            "lose": lambda payment, _: life.lose(payment),
            "refund-begin": lambda payment, _: refunds.begin(payment),
            "refund-finish": lambda payment, _: refunds.finish(payment),
            "refund-deny": lambda payment, _: refunds.deny(payment),
        }

    async def advance(self, request: Request) -> Response:
        """Move the clock forward by days, hours, minutes and seconds."""
        body = body_of(await request.body())
        await self._twin.advance(timedelta(**{unit: float(body.get(unit, 0)) for unit in UNITS}))
        return answer({"now": self._twin.clock.stamp()})

    def act(self, request: Request, body: Json) -> Json:
        """Let one of the things happen to a charge that happen to charges."""
        doing = self._acts.get(request.path_params["act"])
        if doing is None:
            raise Refusal(404)
        payment = self._twin.charges.one(key(request))
        doing(payment, body)
        return shown(payment)

    def event(self, request: Request, body: Json) -> Json:
        """Tell any event of a charge, changing what the body names."""
        payment = self._twin.charges.one(key(request))
        payment |= {name: value for name, value in body.items() if name in payment}
        self._twin.charges.tell(str(body.get("event")), payment)
        return shown(payment)

    def orphan(self, _: Request, body: Json) -> Json:
        """Receive a Pix that nobody asked for."""
        payment = self._twin.charges.orphan(amount(body.get("value")) or Decimal("30.00"))
        self._twin.life.pay_by_pix(payment)
        return shown(payment)

    def transfer(self, request: Request, body: Json) -> Json:
        """Let one of the things happen to a transfer that happen to transfers."""
        transfers = self._twin.transfers
        one, doing = transfers.one(key(request)), request.path_params["act"]
        if doing == "authorize":
            transfers.step(one, "authorized")
        elif doing == "finish":
            transfers.step(one, "bank")
        elif doing == "fail":
            transfers.give_back(one, "FAILED", str(body.get("why") or "Conta inválida."))
        elif doing == "block":
            transfers.block(one)
        else:
            raise Refusal(404)
        return shown(one)

    def events(self, *_: object) -> list[Json]:
        """List the latest events, the oldest first."""
        return [{"id": one["id"], "event": one["event"]} for one in self._twin.books.events]

    def deliveries(self, *_: object) -> Json:
        """Show what waits in the queues, and what has been taken, with every attempt."""
        books = self._twin.books
        return {"waiting": books.waiting, "delivered": list(books.delivered)}

    def hold(self, *_: object) -> Json:
        """Send nothing for now."""
        self._twin.sender.held = True
        return {"held": True}

    def release(self, _: Request, body: Json) -> Json:
        """Send again; with `reversed`, the newest first."""
        if body.get("reversed"):
            self._twin.webhooks.reverse()
        self._twin.sender.held = False
        self._twin.sender.wake()
        return {"held": False}

    def switch(self, _: Request, body: Json) -> Json:
        """Take the account's Pix key away or give it back; let refunds take their time."""
        known = {"pix_key", "slow_refunds"} & body.keys()
        self._twin.books.account |= {f"_{name}": bool(body[name]) for name in known}
        return body

    def validator(self, _: Request, body: Json) -> Json:
        """Set who is asked before money is sent away."""
        self._twin.validate(str(body.get("url") or ""), str(body.get("token") or ""))
        return body

    def credit(self, _: Request, body: Json) -> Json:
        """Put money into the account."""
        account = self._twin.account
        account.move("CREDIT", amount(body.get("value")) or Decimal(0), "Crédito")
        return {"balance": account.balance}
