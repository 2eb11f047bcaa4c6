"""The bid box in every state it has, and the clock, the bar and the story beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from components.showcase.fixtures import (
    ANA,
    LEFT,
    NOW,
    decided_room,
    fresh_room,
    lot,
    moves,
    room,
    story,
    you,
)
from components.words import say
from services.views import LotView, Personal, PublicRoom

BOX, BAR, CLOCK, STORY, RULES = "box", "bar", "clock", "story", "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A room at a standstill: what it is fed, how it is posed, and which part of it is shown.

    `state` is the name its box has in `room_state.js`; `pose` sets data of `room.js`.
    """

    name: str
    state: str
    room: PublicRoom
    you: Personal
    lot: LotView = field(default_factory=lot)
    pose: dict[str, Any] = field(default_factory=dict)
    part: str = BOX


def bid_boxes() -> Iterator[Still]:
    """Give every state of the bid box, in the order a person meets them."""
    coming = fresh_room(status="scheduled", starts_at=NOW + timedelta(days=2, hours=4))
    stranger = you("visitor", paddle=None, available=Decimal(0))
    yield Still(name="box-scheduled", state="scheduled", room=coming, you=you())
    yield Still(name="box-scheduled-visitor", state="scheduled", room=coming, you=stranger)
    yield Still(name="box-visitor", state="visitor", room=room(), you=stranger)
    for name, reason in (
        ("unverified", "not_qualified.email_unverified"),
        ("incomplete", "not_qualified.incomplete"),
        ("barred", "not_qualified.blocked"),
        ("impeded", "impeded.acts_for_seller"),
    ):
        yield Still(name=f"box-{name}", state="blocked", room=room(), you=you(blocked=reason))
    yield Still(name="box-seller", state="seller", room=room(), you=you("seller"))
    yield from _before_bidding()
    yield from _bidding()
    yield from _standing()
    yield from _near_the_end()
    yield from _over()


def bars() -> Iterator[Still]:
    """Give the bar that follows a phone's screen when the box is out of sight."""
    away = {"boxInSight": False}
    last = room(ends_at=NOW + LEFT["last"])
    stranger = you("visitor", paddle=None)
    yield Still(name="bar-bid", state="others", room=room(), you=you(), pose=away, part=BAR)
    yield Still(name="bar-last", state="others", room=last, you=you(), pose=away, part=BAR)
    yield Still(name="bar-visitor", state="visitor", room=room(), you=stranger, pose=away, part=BAR)


def clocks() -> Iterator[Still]:
    """Give the clock of the box in each urgency."""
    for name, left in LEFT.items():
        state = "closing" if name == "over" else "others"
        ending = room(ends_at=NOW + left)
        yield Still(name=f"clock-{name}", state=state, room=ending, you=you(), part=CLOCK)


def stories() -> Iterator[Still]:
    """Give the story of the bids, told and still untold, and the rules of the lot."""
    told = room(rows=story(), extensions=moves())
    yield Still(name="history", state="others", room=told, you=you(), part=STORY)
    yield Still(name="history-none", state="first", room=fresh_room(), you=you(), part=STORY)
    plain = lot(conditional=True, admin_fee=Decimal(150))
    yield Still(name="rules", state="others", room=room(), you=you(), lot=plain, part=RULES)


def _before_bidding() -> Iterator[Still]:
    poor = you(available=Decimal(8000))
    bought = fresh_room(buy_now=Decimal(14_000), reserve="none")
    dear = room(price=Decimal(1_250_000), minimum=Decimal(1_260_000), reserve="met")
    rich = you(available=Decimal(3_000_000))
    quick = (Decimal(1_260_000), Decimal(1_270_000), Decimal(1_300_000))
    low = {"text": "7.000,00", "touched": True}
    yield Still(name="box-no-balance", state="others", room=room(), you=poor)
    yield Still(name="box-first", state="first", room=fresh_room(), you=you())
    yield Still(name="box-buy-now", state="first", room=bought, you=you())
    court = you(declare=1)
    yield Still(name="box-declare", state="others", room=room(), you=court)
    missing = {"undeclared": True}
    yield Still(name="box-undeclared", state="others", room=room(), you=court, pose=missing)
    yield Still(name="box-others", state="others", room=room(), you=you())
    yield Still(name="box-long", state="others", room=replace(dear, quick=quick), you=rich)
    yield Still(name="box-too-low", state="others", room=room(), you=you(), pose=low)


def _bidding() -> Iterator[Still]:
    fee = lot(admin_fee=Decimal(150))
    bought = fresh_room(buy_now=Decimal(14_000), reserve="none")
    yield Still(
        name="box-confirm", state="others", room=room(), you=you(), lot=fee, pose=asked(835_000)
    )
    yield Still(
        name="box-confirm-far",
        state="others",
        room=room(),
        you=you(available=Decimal(90_000)),
        pose=asked(8_350_000, far=True),
    )
    yield Still(
        name="box-confirm-buy",
        state="first",
        room=bought,
        you=you(),
        pose=asked(1_400_000, buy_now=True),
    )
    for name, progress in (("sending", "sending"), ("checking", "checking")):
        sent = {"progress": progress, "text": "8.450,00"}
        yield Still(name=f"box-{name}", state="others", room=room(), you=you(), pose=sent)


def _standing() -> Iterator[Still]:
    mine = room(leader=ANA)
    leads = you("leading", maximum=Decimal(9500), held=Decimal(9500))
    passed = you("outbid")
    price = Decimal(8250)
    accepted = told("success", "check", say("bid.ok_proxy", amount=Decimal(9500)))
    at_once = {"higherLimit": True}
    moved = told("danger", "warning", say("bid.moved", price=price))
    lost = told("danger", "warning", say("bid.not_placed", amount=Decimal(8150)))
    more = {"text": "9.000,00", "touched": True}
    mine_typed = {"text": "8.450,00"}
    yield Still(name="box-leading", state="leading", room=mine, you=leads)
    yield Still(name="box-accepted", state="leading", room=mine, you=leads, pose=accepted)
    yield Still(name="box-raise-low", state="leading", room=mine, you=leads, pose=more)
    yield Still(name="box-outbid", state="outbid", room=room(), you=passed, pose=mine_typed)
    yield Still(name="box-outbid-at-once", state="outbid", room=room(), you=passed, pose=at_once)
    yield Still(name="box-moved", state="others", room=room(), you=you(), pose=moved)
    yield Still(name="box-not-placed", state="others", room=room(), you=you(), pose=lost)


def _near_the_end() -> Iterator[Still]:
    last = room(ends_at=NOW + LEFT["last"])
    extended = room(ends_at=NOW + timedelta(seconds=120))
    leads = you("leading", maximum=Decimal(9500), held=Decimal(9500))
    off = {"online": False}
    yield Still(name="box-last", state="outbid", room=last, you=you("outbid"))
    yield Still(name="box-last-leading", state="leading", room=replace(last, leader=ANA), you=leads)
    yield Still(
        name="box-extended",
        state="others",
        room=extended,
        you=you(),
        pose={"extended": "room.soft"},
    )
    yield Still(name="box-drift", state="others", room=room(), you=you(), pose={"ahead": 95_000})
    yield Still(name="box-offline", state="others", room=room(), you=you(), pose=off)
    yield Still(name="box-closing", state="closing", room=room(ends_at=NOW), you=you())


def _over() -> Iterator[Still]:
    sold = decided_room("sold", reserve="met")
    due = {"due": Decimal("8662.50"), "due_at": NOW + timedelta(days=2)}
    won = you("won", total=Decimal("8662.50"), **due)
    paid = replace(won, due=Decimal(0))
    unsold = fresh_room(status="finished", outcome="no_bids", ends_at=NOW - timedelta(minutes=4))
    yield Still(name="box-won", state="won", room=replace(sold, leader=ANA), you=won)
    yield Still(name="box-won-paid", state="won", room=replace(sold, leader=ANA), you=paid)
    yield Still(name="box-lost", state="lost", room=sold, you=you("lost"))
    yield Still(name="box-ended", state="ended", room=sold, you=you(paddle=None))
    yield Still(name="box-seller-ended", state="seller_ended", room=sold, you=you("seller"))
    yield Still(name="box-no-bids", state="no_bids", room=unsold, you=you())
    for outcome in ("reserve_not_met", "conditional", "defaulted"):
        name = f"box-{outcome.replace('_', '-')}"
        yield Still(name=name, state=outcome, room=decided_room(outcome), you=you("outbid"))
    for status in ("suspended", "canceled"):
        yield Still(name=f"box-{status}", state=status, room=room(status=status), you=you())


def asked(cents: int, *, far: bool = False, buy_now: bool = False) -> dict[str, Any]:
    """Pose a box that shows an offer once more before it is made."""
    return {"offer": {"cents": cents, "buy_now": buy_now, "far": far}}


def told(kind: str, icon: str, text: str) -> dict[str, Any]:
    """Pose a box that has just said what became of a bid."""
    return {"result": {"kind": kind, "icon": icon, "text": text, "key": ""}}
