"""Auctions for programs: the listing, one lot, and the bids on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Query, Request
from starlette.responses import Response

from api.facts import Facts, bid_facts, card_facts, instant, photo_facts, room_facts
from api.v1.manner import LARGEST_ID, AuctionId, opened, page_links, program_door, router, told
from services.errors import BadField, BadForm
from services.views import Question, RoomView, Visitor, milliseconds
from services.views.values import sum_of

if TYPE_CHECKING:
    from services.bootstrap import Services

FOR_PEOPLE = ("look", "page")  # how a page is shown, and pages by number: programs follow `next`
ONES_OWN = {"state": ("watched",)}  # those are under /me/activity


def register(app: FastAPI, services: Services) -> None:
    """Serve `/api/v1/auctions` and what is under it for everybody."""
    part = router()
    base = services.config.base_url.rstrip("/")

    @program_door(part, "GET", "/auctions")
    async def auctions(request: Request) -> Response:
        """Find auctions, as the listing of the site does, 24 a page."""
        question = question_of(request.query_params.multi_items())
        found = await services.run(services.listings.listing, question)
        if found.beyond:
            return told({"auctions": [], "total": found.total, "next": None, "previous": None})
        links = page_links(
            request,
            base,
            prev={"before": found.before} if found.before else None,
            next={"after": found.after} if found.after else None,
        )
        return told(
            {
                "auctions": [card_facts(card, base=base) for card in found.cards],
                "total": found.total,
                "next": found.after or None,
                "previous": found.before or None,
            },
            links=links,
        )

    @program_door(part, "GET", "/auctions/{auction_id}")
    async def auction(auction_id: AuctionId) -> Response:
        """Give one auction whole: the lot, its rules, and the room as it is now."""
        view = await services.run(services.rooms.room, auction_id, seen_by=Visitor())
        return told(lot_facts(view, base=base))

    @program_door(part, "GET", "/auctions/{auction_id}/bids")
    async def bids(
        request: Request,
        auction_id: AuctionId,
        before: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
    ) -> Response:
        """Give the published bids, newest first, by the pseudonyms of this lot."""
        records = services.reception.records
        rows = await services.run(records.bids, auction_id, before=before, most=limit)
        older = rows[-1].number if rows and rows[-1].number > 1 else None
        links = page_links(request, base, next=None if older is None else {"before": older})
        listed = [bid_facts(row.as_message()) for row in rows]
        return told({"bids": listed, "next": older}, links=links)

    opened(app, part)


def question_of(asked: list[tuple[str, str]]) -> Question:
    """Read what a program asks the listing for, strictly. Raises BadForm."""
    wrong = Question.misread(asked)
    wrong |= {name: "unknown" for name, _ in asked if name in FOR_PEOPLE}
    wrong |= {name: "unreadable" for name, value in asked if value in ONES_OWN.get(name, ())}
    if wrong:
        raise BadForm([BadField(name, f"parameter.{why}") for name, why in wrong.items()])
    return Question.read(asked)


def lot_facts(view: RoomView, *, base: str) -> Facts:
    """Give a lot as everybody may know it."""
    lot = view.lot
    legal = lot.legal
    return {
        "id": lot.auction_id,
        "title": lot.title,
        "url": f"{base}/auction/{lot.auction_id}",
        "description": lot.description,
        "category": {"slug": lot.category.slug, "name": lot.category.name},
        "photos": [photo_facts(photo, base=base) for photo in lot.photos],
        "features": [
            {"name": one.name, "value": one.value, "unit": one.unit, "kind": one.kind}
            for one in lot.features
        ],
        "city": lot.city,
        "state": lot.state,
        "seller": lot.about_seller.name or None,
        "type": lot.auction_type,
        "terms": {
            "opening_price": sum_of(lot.opening_price),
            "increments": [
                {"from": sum_of(bound), "step": sum_of(step)} for bound, step in lot.increments
            ],
            "buyer_premium_percent": str(lot.buyer_rate),
            "admin_fee": sum_of(lot.admin_fee),
            "hold_policy": lot.hold_policy,
            "hold_value": str(lot.hold_value),
            "has_reserve": lot.has_reserve,
            "conditional": lot.conditional,
            "soft_close_seconds": view.room.window_seconds,
            "soft_close_mode": view.room.extend_mode,
            "hard_ends_at": lot.hard_ends_at and instant(milliseconds(lot.hard_ends_at)),
        },
        "legal": legal
        and {
            "process_number": legal.process_number,
            "court": legal.court,
            "case_type": legal.case_type,
        },
        "watch_count": view.watch.watchers,
        **room_facts(view.room),
    }
