"""A bid that a program makes in its person's name, whichever of the open doors it came by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.asked import BidAsked
from api.callers import Caller
from components.room import RoomBroadcaster
from services.views import Answer

if TYPE_CHECKING:
    from services.bootstrap import Services


async def bid_for(
    services: Services,
    broadcaster: RoomBroadcaster,
    caller: Caller,
    person: int,
    asked: BidAsked,
) -> Answer:
    """Bid as `person`, who is calling, and tell that person's screens once it is accepted.

    Who the bid says is bidding decides nothing; where that is somebody else it is kept.
    """
    answer = await services.bids.make_bid(
        person,
        asked.auction_id,
        asked.amount,
        key=asked.key,
        confirmed=asked.confirmed,
        declared=asked.declared,
        ip=caller.visitor.ip,
        user_agent=caller.visitor.user_agent,
    )
    if asked.claims is not None and asked.claims != str(person):
        note = services.reception.presence.note_claim
        await services.run(note, person, asked.auction_id, asked.claims)
    if answer.accepted:
        await broadcaster.tell_screens_of(asked.auction_id, f"user:{person}")
    return answer
