"""The live part of a lot's page, for one watcher: what it starts from, and the bids it sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from components.format import parse_amount
from components.language import language
from components.live import emit
from components.room.broadcast import RoomBroadcaster
from components.templates import render
from components.words import vocabulary
from services.errors import AuctionClosed, BadInput, DomainError
from services.views import Answer, Label, LotView, RoomView, Visitor, milliseconds

ROOM_SCRIPT = Path(__file__).with_name("room.js")
ICONS = (
    "calendar",
    "check",
    "clock",
    "flag",
    "gavel",
    "info",
    "lock",
    "person",
    "wallet",
    "warning",
)
LONGEST_KEY = 64
LONGEST_AMOUNT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a person wants to bid on the lot before them, read and checked for its form.

    `declared` is what is said once on a court's lot, of the `notice` that was on the screen.
    """

    amount: Decimal
    key: str
    confirmed: bool
    buy_now: bool
    declared: bool = False
    notice: int | None = None


class Room(
    ui.element,
    component="room.js",
    dependencies=[
        "room_bidding.js",
        "room_box.js",
        "room_chart.js",
        "room_form.js",
        "room_history.js",
        "room_money.js",
        "room_news.js",
        "room_result.js",
        "room_said.js",
        "room_state.js",
        "room_still.js",
        "room_words.js",
    ],
):
    """The room of one lot on one screen.

    `on_bid` takes an offer for this lot and returns its answer or raises a refusal; either goes to
    this screen alone. News for everybody come through the broadcaster.
    """

    def __init__(
        self,
        view: RoomView,
        visitor: Visitor,
        broadcaster: RoomBroadcaster,
        *,
        on_bid: Callable[[Offer], Awaitable[Answer]],
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        auction_id = view.lot.auction_id
        self._on_bid = on_bid
        self._auction_id = auction_id
        self._broadcaster = broadcaster
        self._now = now
        self.props["initial"] = {
            "room": view.room.as_message(),
            "you": view.you.as_message(),
            "now_ms": milliseconds(view.now),
        }
        self.props["lot"] = facts(view.lot)
        self.props["words"] = sentences(language.get())
        self.props["icons"] = icons()
        self.props["language"] = language.get()
        self.props["signin"] = f"/login?next=/auction/{auction_id}"
        self.props["completion"] = f"/account/complete?next=/auction/{auction_id}"
        self.props["atfirst"] = max(1, broadcaster.present(auction_id))
        self.on("bid", self._bid)
        self._watch(view, visitor, broadcaster)

    def _watch(self, view: RoomView, visitor: Visitor, broadcaster: RoomBroadcaster) -> None:
        client = self.client
        number, name = view.lot.auction_id, client.id
        person = (
            f"user:{visitor.user_id}" if visitor.logged_in else f"visitor:{visitor.csrf or name}"
        )
        label = public_label(view)

        def join() -> None:
            broadcaster.join(number, name, person, announced=visitor.logged_in, label=label)

        def leave() -> None:
            if client.is_deleted or not client.has_socket_connection:
                broadcaster.leave(number, name)

        client.on_connect(join)
        client.on_disconnect(leave)
        client.on_delete(leave)

    async def _bid(self, event: GenericEventArguments) -> None:
        message = event.args if isinstance(event.args, dict) else {}
        key = message.get("key")
        if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY or not key.isalnum():
            return  # no screen of ours waits for an answer to this
        try:
            answer = (await self._on_bid(read_offer(message, self._now()))).as_message()
        except DomainError as refusal:
            answer = refused(refusal).as_message()
        await emit([self.client.id], "answer", {"key": key, "answer": answer})
        if answer["accepted"]:
            await self._broadcaster.tell_others_of(self._auction_id, self.client.id)


def read_offer(message: dict[str, Any], now: datetime) -> Offer:
    """Read an offer as a browser sends it; whatever is not of its form is refused.

    One that its sender has given up by now (`until_ms`, by the server's clock) is too late: its
    screen may already say that it was not placed.
    """
    amount, until = message.get("amount"), message.get("until_ms")
    confirmed, buy_now = message.get("confirmed", False), message.get("buy_now", False)
    if not isinstance(amount, str) or len(amount) > LONGEST_AMOUNT:
        raise BadInput
    if not isinstance(confirmed, bool) or not isinstance(buy_now, bool):
        raise BadInput
    notice = message.get("notice")
    if isinstance(notice, bool) or not isinstance(notice, int | None):
        raise BadInput
    if isinstance(until, bool) or not isinstance(until, int):
        raise BadInput
    if until < milliseconds(now):
        raise GivenUp
    return Offer(
        amount=parse_amount(amount),
        key=message["key"],
        confirmed=confirmed,
        buy_now=buy_now,
        declared=notice is not None,
        notice=notice,
    )


class GivenUp(AuctionClosed):
    """The bid came so late that its sender had been told it was not placed."""

    code, key = "given_up", "bid.given_up"


def refused(refusal: DomainError) -> Answer:
    """Make the answer that tells a refusal."""
    values = {
        name: f"{value:.2f}" if isinstance(value, Decimal) else str(value)
        for name, value in refusal.values.items()
    }
    return Answer(accepted=False, code=refusal.code, message_key=refusal.message_key, values=values)


def facts(lot: LotView) -> dict[str, Any]:
    """Give what the box computes with: sums in centavos, rates as written."""
    percent = lot.hold_policy == "percent_of_max"
    photo = lot.photos[0] if lot.photos else None
    return {
        "title": lot.title,
        "photo": {"url": photo.thumbnail, "alt": photo.alt} if photo else None,
        "opening": _centavos(lot.opening_price),
        "increments": [[_centavos(bound), _centavos(step)] for bound, step in lot.increments],
        "buyer_rate": str(lot.buyer_rate),
        "admin_fee": _centavos(lot.admin_fee),
        "hold_policy": lot.hold_policy,
        "hold_rate": str(lot.hold_value) if percent else "0",
        "hold_value": 0 if percent else _centavos(lot.hold_value),
        "confirm_above": lot.confirm_above,
        "conditional": lot.conditional,
        "penalty_rate": str(lot.penalty_rate),
        "hard_ends_ms": None if lot.hard_ends_at is None else milliseconds(lot.hard_ends_at),
        "similar": f"/?category={lot.category.slug}",
        "retract": f"/auction/{lot.auction_id}/retract" if lot.auction_type == "commercial" else "",
    }


def public_label(view: RoomView) -> Label | None:
    """Find how others see this person here, as in the published bids; None before the first."""
    paddle = view.you.paddle
    if paddle is None:
        return None
    labels = (row.bidder for row in view.room.rows if row.bidder.paddle == paddle)
    return next(labels, Label(paddle=paddle))


@cache
def sentences(spoken: str) -> dict[str, str]:
    """Give what the room says in a language: one copy for all who speak it."""
    assert spoken == language.get()
    return vocabulary("room", "bid", "clock", "error", "watch.count")


@cache
def icons() -> dict[str, str]:
    """Draw the icons of the bid box, the same as in the templates."""
    return {name: str(render("room_icon.html", drawing=name)) for name in ICONS}


def _centavos(amount: Decimal) -> int:
    return int(amount * 100)
