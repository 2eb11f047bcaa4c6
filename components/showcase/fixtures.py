"""A lot, its room and a person as the gallery shows them: made up, frozen, from no database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from components.words import say
from services.views import (
    BidRow,
    CardView,
    CategoryView,
    ExtensionRow,
    Feature,
    HoldLine,
    Label,
    LotView,
    Personal,
    Photo,
    PublicRoom,
    StatementLine,
    Visitor,
    WaitingLine,
    WalletView,
)

NOW = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
NUMBER = 1042
PICTURE = "cronografo-ouro-preto"
ANA, BRUNO = Label(paddle=7), Label(paddle=4)
NOBODY = Visitor()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A demonstration account as the log-in page shows it; nobody has this one."""

    username: str
    password: str
    name: str
    role: str


PEOPLE = tuple(
    Person(username=name, password=name[::-1], name=name.title(), role=role)
    for name, role in (("marina", "individual"), ("oficina", "company"))
)
LEFT = {
    "far": timedelta(days=3, hours=4),
    "hour": timedelta(minutes=42, seconds=10),
    "soon": timedelta(minutes=8, seconds=5),
    "last": timedelta(minutes=1, seconds=45),
    "over": timedelta(0),
}


def photos() -> tuple[Photo, ...]:
    """Give the pictures of the lot, front, close and side."""
    return tuple(
        Photo(
            url=f"/static/demo/{PICTURE}-{n}.webp",
            thumbnail=f"/static/demo/{PICTURE}-{n}-480.webp",
            alt=say(f"design.lot.photo{n}"),
        )
        for n in (1, 2, 3)
    )


def category() -> CategoryView:
    """Give the category of the lot."""
    return CategoryView(id=1, name=say("design.lot.category"), slug="relogios-e-joias", lots=6)


def lot(**changes: Any) -> LotView:
    """Give the lot, with some of it changed."""
    usual = LotView(
        auction_id=NUMBER,
        title=say("design.lot.title"),
        description=say("design.lot.description"),
        prose=Markup("<p>{}</p>").format(say("design.lot.description")),
        category=category(),
        photos=photos(),
        features=(Feature(name=say("design.lot.feature"), value="38", unit="mm", kind="number"),),
        city="Recife",
        state="PE",
        district=None,
        seller=say("design.lot.seller"),
        auction_type="private",
        opening_price=Decimal(6000),
        increments=((Decimal(0), Decimal(50)), (Decimal(5000), Decimal(100))),
        buyer_rate=Decimal("5.00"),
        admin_fee=Decimal(0),
        hold_policy="full_max",
        hold_value=Decimal(0),
        confirm_above=5,
        has_reserve=True,
        conditional=False,
    )
    return replace(usual, **changes)


def room(**changes: Any) -> PublicRoom:
    """Give the room of the lot with two hours left and somebody leading, or as changed."""
    usual = PublicRoom(
        auction_id=NUMBER,
        version=12,
        status="open",
        outcome=None,
        price=Decimal(8250),
        minimum=Decimal(8350),
        quick=(Decimal(8350), Decimal(8450), Decimal(8750)),
        bids=12,
        leader=BRUNO,
        reserve="not_met",
        buy_now=None,
        starts_at=NOW - timedelta(days=5),
        ends_at=NOW + timedelta(hours=2, minutes=12),
        original_ends_at=NOW + timedelta(hours=2, minutes=12),
        window_seconds=120,
        extend_mode="reset",
    )
    return replace(usual, **changes)


def fresh_room(**changes: Any) -> PublicRoom:
    """Give the room before its first bid."""
    first = {"price": None, "minimum": Decimal(6000), "bids": 0, "leader": None}
    quick = (Decimal(6000), Decimal(6100), Decimal(6400))
    return room(**first, quick=quick, **changes)


def decided_room(outcome: str, **changes: Any) -> PublicRoom:
    """Give the room after its end, with what it came to."""
    ended = {"ends_at": NOW - timedelta(minutes=4), "status": "finished", "outcome": outcome}
    return room(**{**ended, **changes})


def story() -> tuple[BidRow, ...]:
    """Give the last bids of the room, newest first."""
    told = (
        (BRUNO, 8250, "auto", 3),
        (ANA, 8150, "direct", 3),
        (Label(paddle=2, name="Carla"), 8050, "direct", 21),
        (BRUNO, 7950, "direct", 44),
        (ANA, 7850, "direct", 65),
    )
    return tuple(
        BidRow(
            number=12 - place,
            bidder=bidder,
            value=Decimal(value),
            kind=kind,
            at=NOW - timedelta(minutes=minutes),
        )
        for place, (bidder, value, kind, minutes) in enumerate(told)
    )


def moves() -> tuple[ExtensionRow, ...]:
    """Give the one time the end of the room moved."""
    at = NOW - timedelta(minutes=2)
    return (ExtensionRow(at=at, ends_to=NOW + timedelta(minutes=2), cause="soft_close"),)


def you(standing: str = "none", **changes: Any) -> Personal:
    """Give what Ana sees alone: her standing, her paddle and what she may commit."""
    usual = Personal(standing=standing, paddle=7, available=Decimal(20_000))
    return replace(usual, **changes)


def card(**changes: Any) -> CardView:
    """Give the lot as it stands in a listing."""
    usual = CardView(
        auction_id=NUMBER,
        version=12,
        title=say("design.lot.title"),
        category=say("design.lot.category"),
        photo=photos()[0],
        city="Recife",
        state="PE",
        status="open",
        outcome=None,
        price=Decimal(8250),
        minimum=Decimal(8350),
        bids=12,
        starts_at=NOW - timedelta(days=5),
        ends_at=NOW + timedelta(days=3, hours=4),
        reserve="not_met",
    )
    return replace(usual, **changes)


def wallet() -> WalletView:
    """Give a wallet with a hold and every kind of movement."""
    title = say("design.lot.title")
    moved = (
        (1, "deposit", Decimal(5000), None),
        (30, "sale", Decimal("1842.50"), NUMBER + 3),
        (52, "capture", Decimal("-2100.00"), NUMBER + 1),
        (96, "deposit", Decimal(12_000), None),
    )
    balance = sum((amount for _, _, amount, _ in moved), Decimal(0))
    lines = []
    for hours, kind, amount, number in moved:
        lines.append(
            StatementLine(
                number=-hours,
                at=NOW - timedelta(hours=hours),
                kind=kind,
                amount=amount,
                balance=balance,
                auction_id=number,
                title=title if number else None,
            )
        )
        balance -= amount
    return WalletView(
        balance=lines[0].balance,
        held=Decimal(8250),
        holds=(HoldLine(auction_id=NUMBER, title=title, amount=Decimal(8250)),),
        lines=tuple(lines),
        incoming=Decimal(900),
        waiting=(
            WaitingLine(
                payment_id=NUMBER,
                kind="top_up",
                way="pix",
                state="waiting",
                amount=Decimal(500),
                opened_at=NOW - timedelta(minutes=2),
            ),
            WaitingLine(
                payment_id=NUMBER + 1,
                kind="withdrawal",
                way="pix",
                state="sending",
                amount=Decimal(120),
                opened_at=NOW - timedelta(hours=1),
            ),
        ),
    )
