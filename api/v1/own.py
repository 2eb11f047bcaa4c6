"""A person's own affairs for their programs: activity, bids, wallet, sales."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Query, Request
from starlette.responses import Response

from api.callers import caller_of
from api.facts import Facts, card_facts, instant
from api.v1.manner import opened, page_links, person_calling, program_door, router, told
from components.admission import COMMON
from services.errors import BadField, BadForm
from services.views import (
    SELLER_TABS,
    TABS,
    MyBid,
    OfferCard,
    OwnLot,
    SaleView,
    WalletView,
    milliseconds,
)
from services.views.values import sum_of

if TYPE_CHECKING:
    from services.bootstrap import Services

LOT_TABS = tuple(tab for tab in SELLER_TABS if tab != "drafts")


def register(app: FastAPI, services: Services) -> None:
    """Serve `/api/v1/me` and what is under it."""
    part = router()
    base = services.config.base_url.rstrip("/")

    @program_door(part, "GET", "/me", context=COMMON)
    async def me(request: Request) -> Response:
        """Tell whose program this is, and what it may do; a session may do everything."""
        caller = caller_of(request.scope)
        scopes = None if caller.scopes is None else sorted(caller.scopes)
        return told({"username": caller.visitor.username, "scopes": scopes}, own=True)

    @program_door(part, "GET", "/me/activity", context=COMMON, scope="read")
    async def activity(request: Request, tab: str = TABS[0]) -> Response:
        """Give lots bid on, watched, won, lost or offered, and how one stands."""
        if tab not in TABS:
            raise BadForm([BadField("tab", "parameter.unreadable")])
        person = person_calling(caller_of(request.scope))
        view = await services.run(services.activity.activity, person, tab)
        sales: tuple[SaleView, ...] = ()
        if tab == "won":
            sales = (await services.run(services.payments.sales.bought, person)).sales
        return told(
            {
                "tab": view.tab,
                "counts": dict(view.counts),
                "committed": sum_of(view.committed),
                "available": sum_of(view.available),
                "bids": [standing_facts(one, base=base) for one in view.bids],
                "watched": [card_facts(card, base=base) for card in view.watched],
                "purchases": [purchase_facts(sale, base=base) for sale in sales],
                "offers": [offer_facts(offer, base=base) for offer in view.offers],
            },
            own=True,
        )

    @program_door(part, "GET", "/me/bids", context=COMMON, scope="read")
    async def bids(
        request: Request,
        before: Annotated[str | None, Query(max_length=60)] = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
    ) -> Response:
        """Give every bid one has sent, taken or refused, with one's own maximum; newest first."""
        person = person_calling(caller_of(request.scope))
        records = services.reception.records
        found, older = await services.run(records.own_bids, person, before=before, most=limit)
        listed = [
            {
                "auction_id": one.auction_id,
                "title": one.title,
                "maximum": sum_of(one.maximum),
                "at": instant(milliseconds(one.at)),
                "accepted": one.accepted,
                "code": one.refusal or "accepted",
                "key": one.key,
            }
            for one in found
        ]
        links = page_links(request, base, next=None if older is None else {"before": older})
        return told({"bids": listed, "next": older}, own=True, links=links)

    @program_door(part, "GET", "/me/wallet", context=COMMON, scope="wallet-read")
    async def wallet(request: Request) -> Response:
        """Give what one has, what is set aside, and what new bids may commit."""
        person = person_calling(caller_of(request.scope))
        return told(wallet_facts(await services.run(services.wallet.wallet, person)), own=True)

    @program_door(part, "GET", "/me/auctions", context=COMMON, scope="sell-read")
    async def auctions(
        request: Request, tab: str = "live", page: Annotated[int, Query(ge=1, le=10_000)] = 1
    ) -> Response:
        """Give the lots one sells, with the figures others do not see."""
        if tab not in LOT_TABS:
            raise BadForm([BadField("tab", "parameter.unreadable")])
        person = person_calling(caller_of(request.scope))
        view = await services.run(services.conduct.own_lots.lots, person, tab, page=page)
        following = {"page": view.page + 1} if view.page < view.pages else None
        links = page_links(request, base, next=following)
        listed = [own_lot_facts(one, base=base) for one in view.lots]
        answer = {"auctions": listed, "counts": view.counts, "page": view.page, "pages": view.pages}
        return told(answer, own=True, links=links)

    opened(app, part)


def standing_facts(bid: MyBid, *, base: str) -> Facts:
    """Give a lot one has bid on, and how one stands."""
    return {
        "auction": card_facts(bid.card, base=base),
        "standing": bid.standing,
        "maximum": sum_of(bid.maximum),
        "next_bid": sum_of(bid.cover),
        "missing": sum_of(bid.missing),
    }


def purchase_facts(sale: SaleView, *, base: str) -> Facts:
    """Give what one has bought, and what is still to be paid of it; the other side is nobody's."""
    return {
        "payment_id": sale.payment_id,
        "auction_id": sale.auction_id,
        "title": sale.title,
        "url": f"{base}/payment/{sale.payment_id}",
        "state": sale.state,
        "hammer": sum_of(sale.hammer),
        "buyer_premium": sum_of(sale.commission),
        "admin_fee": sum_of(sale.admin_fee),
        "total": sum_of(sale.total),
        "left": sum_of(sale.left),
        "won_at": instant(milliseconds(sale.opened_at)),
        "due_at": instant(milliseconds(sale.due_at)),
        "paid_at": sale.paid_at and instant(milliseconds(sale.paid_at)),
    }


def offer_facts(offer: OfferCard, *, base: str) -> Facts:
    """Give a second chance one was offered, and what one has answered."""
    return {
        "offer_id": offer.offer_id,
        "auction": card_facts(offer.card, base=base),
        "price": sum_of(offer.price),
        "expires_at": instant(milliseconds(offer.expires_at)),
        "answer": offer.answer,
    }


def wallet_facts(wallet: WalletView) -> Facts:
    """Give a wallet in sums."""
    return {
        "balance": sum_of(wallet.balance),
        "held": sum_of(wallet.held),
        "available": sum_of(wallet.available),
        "incoming": sum_of(wallet.incoming),
        "debt": sum_of(wallet.debt),
        "holds": [
            {"auction_id": one.auction_id, "title": one.title, "amount": sum_of(one.amount)}
            for one in wallet.holds
        ],
    }


def own_lot_facts(lot: OwnLot, *, base: str) -> Facts:
    """Give a lot as its seller sees it."""
    return {
        "auction": card_facts(lot.card, base=base),
        "type": lot.auction_type,
        "bidders": lot.bidders,
        "watch_count": lot.watchers,
        "questions": lot.questions,
        "reserve": sum_of(lot.reserve),
        "net": sum_of(lot.net),
        "seller_commission_percent": str(lot.rate),
    }
