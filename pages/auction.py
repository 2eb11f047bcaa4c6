"""The auction room: one lot, its price as it moves, and the box to bid in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.frame import frame
from components.questions import questions_part
from components.record import record_part
from components.room import Offer, Room, broadcaster_of, lot_head, lot_shell
from components.shelf import Shelf
from components.words import say
from pages.routing import PUBLIC, Right, page, still_here
from services.views import Answer, CardView, PublicRoom, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services

FRESH_SECONDS = 0.5  # what other lots on the page are as old as, twice; their socket says the rest
RECONNECT_SECONDS = 30.0  # phones lose the network for longer than a page usually waits


def register(services: Services) -> None:
    """Serve `/auction/{auction_id}`."""

    async def read(auction_id: int, row: int) -> PublicRoom:
        return await services.run(services.rooms.public, auction_id, rows_after=row)

    others: Shelf[tuple[CardView, ...]] = Shelf(seconds=FRESH_SECONDS)
    tallies = services.watch.tallies
    broadcaster = broadcaster_of(
        services.hub,
        read,
        now=lambda: services.clock.now().timestamp(),
        took=tallies.fan_out.see,
    )
    tallies.count_rooms_by(broadcaster.census)

    async def hearts(auction_id: int) -> int:
        return await services.run(services.watching.watchers, auction_id)

    broadcaster.hearts = hearts

    @page("/auction/{auction_id}", context=PUBLIC, reconnect_timeout=RECONNECT_SECONDS)
    async def auction_page(auction_id: int, visitor: Visitor) -> None:
        view = await services.run(services.rooms.room, auction_id, seen_by=visitor)

        async def make_bid(offer: Offer) -> Answer:
            bidder = await still_here(services, visitor)
            assert bidder.user_id is not None
            return await services.bids.make_bid(
                bidder.user_id,
                auction_id,
                offer.amount,
                key=offer.key,
                confirmed=offer.confirmed,
                buy_now=offer.buy_now,
                declared=offer.declared,
                notice=offer.notice,
                ip=visitor.ip,
                user_agent=visitor.user_agent,
            )

        alike = await others.get(
            auction_id, lambda: services.run(services.listings.alike, auction_id)
        )
        asked = await services.run(services.questions.on_lot, auction_id, visitor.user_id)
        record = ""
        if view.room.outcome is not None:
            head = await services.run(services.notary.head, auction_id)
            record = record_part(head, bidder=view.you.paddle is not None)
        watched: frozenset[int] = frozenset()
        if alike and visitor.user_id is not None:
            watched = await services.run(services.watching.watched, visitor.user_id)
        lot = view.lot
        with frame(
            lot.title,
            visitor,
            crumbs=(
                (say("frame.auctions"), "/"),
                *((one.name, f"/?category={one.slug}") for one in lot.branch),
                (lot.title, ""),
            ),
            head=lot_head(view, services.config.base_url),
            shell=lot_shell(
                view,
                alike,
                watched=watched,
                questions=questions_part(asked, visitor),
                record=record,
                floor=visitor.may(Right.AUCTIONS)
                or (view.you.standing == "seller" and lot.auction_type != "commercial"),
                address=f"{services.config.base_url}/auction/{auction_id}",
                present=max(1, broadcaster.present(auction_id)),
                csrf=visitor.csrf,
            ),
            balance=view.you.available if visitor.logged_in else None,
        ):
            Room(view, visitor, broadcaster, on_bid=make_bid, now=services.clock.now)
