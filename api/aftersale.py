"""What is decided after a sale: answers to low bids, second chances, relisting; plain forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import own_form, person_of, read_form, typed
from api.routing import Right, door
from components.account import Refused
from components.admission import ADMIN, COMMON, visitor_of
from components.aftersale import aftermath_response, offer_response
from components.format import parse_moment
from services.billing.defaults import OfferPolicy
from services.errors import BadField, BadForm, BadInput, DomainError, Overtaken
from services.views import Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
LOT, OFFER = "/sales/lot/{auction_id}", "/offers/{offer_id}"
BOOKS = "/admin/reconciliation"
ANSWERS = {"accept": True, "refuse": False}


def register(app: FastAPI, services: Services) -> None:
    """Serve the forms of a seller's lot, of an offer, and of the reconciliation."""
    lots, offers = LotDesk(services), OfferDesk(services)
    for act in (lots.answer, lots.offer, lots.withdraw, lots.relist):
        door(app, "POST", f"{LOT}/{act.__name__}", context=COMMON)(act)
    for reply in (offers.accept, offers.decline):
        door(app, "POST", f"{OFFER}/{reply.__name__}", context=COMMON)(reply)

    @door(app, "POST", BOOKS, context=ADMIN, right=Right.MONEY)
    async def reconcile(request: Request) -> Response:
        """Hold the books against the gateway's now."""
        actor, _, _ = await own_form(request)
        answered = await services.payments.reconciliation.reconcile_for(actor)
        return RedirectResponse(f"{BOOKS}?done={'compared' if answered else 'away'}", 303)


class LotDesk:
    """Takes what a seller decides about an own lot; another's is not found."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def answer(self, request: Request, auction_id: Number) -> Response:
        """Accept or refuse a bid below the reserve."""
        visitor, form = await asked(request)
        if form.get("answer") not in ANSWERS:
            raise BadInput
        accept = ANSWERS[form["answer"]]
        await self.services.run(
            self.services.closing.answer_conditional, auction_id, person_of(visitor), accept=accept
        )
        return done(auction_id, "accepted" if accept else "refused")

    async def offer(self, request: Request, auction_id: Number) -> Response:
        """Offer the lot to who came next."""
        visitor, form = await asked(request)
        if form.get("policy") not in set(OfferPolicy):
            raise BadInput
        begin, policy = self.services.payments.offers.begin, OfferPolicy(form["policy"])
        try:
            await self.services.run(begin, auction_id, person_of(visitor), policy)
        except Overtaken as refusal:
            return await self._again(request, visitor, auction_id, "offer", refusal, form)
        return done(auction_id, "offered")

    async def withdraw(self, request: Request, auction_id: Number) -> Response:
        """Take the standing offer back."""
        visitor, form = await asked(request)
        withdraw = self.services.payments.offers.withdraw
        try:
            await self.services.run(withdraw, auction_id, person_of(visitor))
        except Overtaken as refusal:
            return await self._again(request, visitor, auction_id, "withdraw", refusal, form)
        return done(auction_id, "withdrawn")

    async def relist(self, request: Request, auction_id: Number) -> Response:
        """Put the lot on sale again."""
        visitor, form = await asked(request)
        relist, person = self.services.payments.aftermath.relist, person_of(visitor)
        try:
            starts_at, days = times_of(form, now=self.services.clock.now())
            await self.services.run(relist, auction_id, person, starts_at=starts_at, days=days)
        except (BadForm, Overtaken) as refusal:
            return await self._again(request, visitor, auction_id, "relist", refusal, form)
        return done(auction_id, "relisted")

    async def _again(
        self,
        request: Request,
        visitor: Visitor,
        auction_id: int,
        name: str,
        refusal: DomainError,
        form: Mapping[str, str],
    ) -> Response:
        aftermath = self.services.payments.aftermath
        lot = await self.services.run(aftermath.lot, auction_id, person_of(visitor))
        refused = Refused(form=name, error=refusal, typed=typed(form))
        return aftermath_response(request, visitor, lot, refused=refused)


class OfferDesk:
    """Takes the answer to a second chance from whom it was given to; others find none."""

    def __init__(self, services: Services) -> None:
        self.services = services

    async def accept(self, request: Request, offer_id: Number) -> Response:
        """Buy the lot."""
        visitor, _ = await asked(request)
        try:
            payment = await self.services.run(
                self.services.payments.offers.accept, offer_id, person_of(visitor)
            )
        except Overtaken as refusal:
            return await self._again(request, visitor, offer_id, refusal)
        return RedirectResponse(f"/payments/{payment}", 303)

    async def decline(self, request: Request, offer_id: Number) -> Response:
        """Leave the lot to others."""
        visitor, _ = await asked(request)
        try:
            await self.services.run(
                self.services.payments.offers.decline, offer_id, person_of(visitor)
            )
        except Overtaken as refusal:
            return await self._again(request, visitor, offer_id, refusal)
        return RedirectResponse(f"/offers/{offer_id}", 303)

    async def _again(
        self, request: Request, visitor: Visitor, offer_id: int, refusal: DomainError
    ) -> Response:
        find = self.services.payments.offers.offer
        offer = await self.services.run(find, offer_id, person_of(visitor))
        refused = Refused(form="offer", error=refusal)
        return offer_response(request, visitor, offer, refused=refused)


async def asked(request: Request) -> tuple[Visitor, dict[str, str]]:
    """Read who asks, and the form, proved to be ours."""
    visitor = visitor_of(request)
    return visitor, await read_form(request, visitor)


def done(auction_id: int, what: str) -> Response:
    """Go back to the lot, where it says what was done."""
    return RedirectResponse(f"/sales/lot/{auction_id}?done={what}", 303)


def times_of(form: Mapping[str, str], *, now: datetime) -> tuple[datetime, int]:
    """Read from when (Brasília; empty for now) and for how many days. Raises BadForm."""
    wrong, starts_at, days = [], now, 0
    written, length = form.get("starts_at", "").strip(), form.get("days", "").strip()
    if written:
        try:
            starts_at = parse_moment(written).astimezone(UTC)
        except ValueError:
            wrong.append(BadField("starts_at", "relist_start"))
    if length.isascii() and length.isdigit() and len(length) <= 3:
        days = int(length)
    else:
        wrong.append(BadField("days", "relist_days", fewest=1, most=60))
    if wrong:
        raise BadForm(wrong)
    return starts_at, days
