"""The steps of a sale as plain forms: paying, handing over, receiving, objecting, ruling."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import person_of, read_form, typed
from api.routing import Right, door
from components.admission import ADMIN, COMMON, visitor_of
from components.payments import SCREENS, Told
from components.sales import sales_csv
from components.words import speak
from services.billing.gateway import BillingType
from services.errors import BadForm, BadInput, SaleRefused
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

KEY = re.compile(r"[\w-]{8,40}", re.ASCII)
WAYS = {way.value for way in BillingType if way is not BillingType.UNDEFINED}
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Act = Callable[[Visitor, int, Mapping[str, str]], Awaitable[None]]


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of `/payments/{payment_id}`, the house's own, and `GET /sales.csv`."""
    desk = SaleDesk(services)
    door(app, "GET", "/sales.csv", context=COMMON)(desk.as_csv)
    for name, act in {
        "wallet": desk.wallet,
        "charge": desk.charge,
        "hand-over": desk.hand_over,
        "received": desk.received,
        "dispute": desk.dispute,
    }.items():
        path = f"/payments/{{payment_id}}/{name}"
        door(app, "POST", path, context=COMMON)(desk.taker(name, act))
    for name, act in {"guide": desk.guide, "ruling": desk.ruling}.items():
        path = f"/admin/payments/{{payment_id}}/{name}"
        door(app, "POST", path, context=ADMIN, right=Right.MONEY)(desk.taker(name, act))


class SaleDesk:
    """Takes each form in the same way: done, or shown again with what was typed and why not."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.office = services.payments

    def taker(self, name: str, act: Act) -> Callable[..., Awaitable[Response]]:
        """Make the door of one form."""

        async def take(request: Request, payment_id: Number) -> Response:
            visitor = visitor_of(request)
            form = await read_form(request, visitor)
            # What is not theirs to see is not there, whatever their form says.
            await self.services.run(self.office.look, payment_id, visitor)
            try:
                await act(visitor, payment_id, form)
            except (BadForm, SaleRefused) as refusal:
                speak(visitor.language)
                look = self.office.look
                kind, view = await self.services.run(look, payment_id, visitor)
                told = Told(form=name, refusal=refusal, typed=typed(form))
                return SCREENS[kind](request, visitor, view, told)
            return RedirectResponse(f"/payments/{payment_id}?done={name}", 303)

        return take

    async def wallet(self, visitor: Visitor, payment_id: int, form: Mapping[str, str]) -> None:
        """Pay from the wallet, once per form."""
        key = form.get("key", "")
        if not KEY.fullmatch(key):
            raise BadInput
        await self.office.checkout.pay_from_wallet(person_of(visitor), payment_id, key=key)

    async def charge(self, visitor: Visitor, payment_id: int, form: Mapping[str, str]) -> None:
        """Ask for the rest in the way chosen."""
        way = form.get("way", "")
        if way not in WAYS:
            raise BadInput
        await self.office.checkout.choose(person_of(visitor), payment_id, BillingType(way))

    async def hand_over(self, visitor: Visitor, payment_id: int, form: Mapping[str, str]) -> None:
        """Note the hand-over."""
        act = self.office.deliveries.hand_over
        await self.services.run(act, person_of(visitor), payment_id, how=form.get("how", ""))

    async def received(self, visitor: Visitor, payment_id: int, form: Mapping[str, str]) -> None:
        """Confirm the receipt."""
        await self.services.run(self.office.deliveries.confirm, person_of(visitor), payment_id)

    async def dispute(self, visitor: Visitor, payment_id: int, form: Mapping[str, str]) -> None:
        """Open a dispute."""
        act = self.office.deliveries.dispute
        await self.services.run(act, person_of(visitor), payment_id, reason=form.get("reason", ""))

    async def guide(self, visitor: Visitor, payment_id: int, form: Mapping[str, str]) -> None:
        """Confirm that the court has its price."""
        act, key = self.office.checkout.confirm_guide, visitor.session_key
        await self.services.run(act, person_of(visitor), payment_id, session_key=key)

    async def ruling(self, visitor: Visitor, payment_id: int, form: Mapping[str, str]) -> None:
        """Rule a dispute."""
        await self.services.run(
            self.office.deliveries.rule,
            person_of(visitor),
            payment_id,
            ruling=form.get("ruling", ""),
            why=form.get("why", ""),
            session_key=visitor.session_key,
        )

    async def as_csv(self, request: Request) -> Response:
        """Hand out what a person sold as a file."""
        visitor = visitor_of(request)
        speak(visitor.language)
        sold = await self.services.run(self.office.sales.sold, person_of(visitor))
        headers = {
            "Content-Disposition": 'attachment; filename="martelo-vendas.csv"',
            "Cache-Control": "no-store",
        }
        return Response(sales_csv(sold), media_type="text/csv; charset=utf-8", headers=headers)
