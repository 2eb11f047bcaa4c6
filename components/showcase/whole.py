"""The components drawn by the server, each in its states: cards, forms, wallet, photos, faults."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from components.feedback import in_words, notice
from components.first_page import first_shell
from components.gallery import gallery
from components.listing import listing_shell
from components.listing.card import Card
from components.room import lot_shell
from components.showcase.fixtures import (
    LEFT,
    NOBODY,
    NOW,
    NUMBER,
    PEOPLE,
    card,
    category,
    lot,
    photos,
    room,
    wallet,
    you,
)
from components.showcase.markup import badges_of, list_of_cards
from components.templates import render
from components.wallet import wallet_body
from components.words import say
from services.errors import BadAmount, TooManyAttempts, WrongCredentials
from services.views import CardView, FirstPage, Listing, Question, RoomView, WalletView

Drawings = Iterator[tuple[str, Markup]]

ENDINGS = ("sold", "conditional", "reserve_not_met", "no_bids", "defaulted")
FAULTS = (401, 403, 404, 500, 503)


def cards() -> Drawings:
    """Draw the card of a lot in every state."""
    nothing = {"price": None, "minimum": Decimal(6000), "bids": 0}
    views = {
        "live": card(),
        "first": card(**nothing),
        "last": card(ends_at=NOW + LEFT["last"]),
        "closing": card(ends_at=NOW),
        "coming": card(status="scheduled", starts_at=NOW + timedelta(days=2), **nothing),
    }
    for outcome in ENDINGS:
        came_to = nothing if outcome == "no_bids" else {}
        views[outcome.replace("_", "-")] = card(
            status="finished", outcome=outcome, ends_at=NOW - timedelta(days=1), **came_to
        )
    for status in ("suspended", "canceled"):
        views[status] = card(status=status)
    views["judicial"] = card(judicial=True, title=say("design.lot.judicial"))
    views["no-photo"] = card(photo=None)
    views["long-title"] = card(title=say("design.lot.long"), price=Decimal(1_250_000))
    for name, view in views.items():
        yield f"card-{name}", list_of_cards(_listing(view))
    yield "card-watched", list_of_cards(_listing(card(), watched=(NUMBER,)))


def listings() -> Drawings:
    """Draw a listing on its second page, empty ones, and a first page with nothing to show."""
    asked = Question(category=category().slug, q=say("design.lot.word"), page=2)
    views = [card(), card(photo=None), card(ends_at=NOW + LEFT["last"]), card()]
    full = Listing(cards=tuple(views), total=76, categories=(category(),), page=2, pages=4)
    none = Listing(cards=(), total=0, categories=(category(),), page=1, pages=1)
    yield "listing-filtered", listing_shell(full, asked, NOW)
    yield "listing-none", listing_shell(none, Question(q=say("design.lot.word")), NOW)
    yield "listing-watched-none", listing_shell(none, Question(state="watched"), NOW)
    yield "first-none", first_shell(FirstPage(ending=(), coming=(), categories=(), live=0), NOW)


def badges() -> dict[str, Markup]:
    """Give the badges of the cards by their names."""
    return badges_of(_listing(card()))


def clocks() -> list[Card]:
    """Give a card at each urgency of its clock."""
    return [Card(view=card(ends_at=NOW + left), now=NOW) for left in LEFT.values()]


def notices() -> Drawings:
    """Draw what the house says back, in each kind."""
    yield "notice-info", notice("info", say("wallet.held.why"))
    yield "notice-success", notice("success", say("wallet.topped_up", available=Decimal(1400)))
    yield "notice-danger", notice("danger", in_words(WrongCredentials()))
    yield "notice-warning", render("design_warning.html")


def forms() -> Drawings:
    """Draw the way in: untouched, with the demonstration's people, and refused."""
    form = {"visitor": NOBODY, "next": "/", "notice": "", "turned_away": "", "google": ""}
    many = in_words(TooManyAttempts(minutes=5))
    wrong = in_words(WrongCredentials())
    yield "login", render("login.html", **form, login="", refusal="", people=())
    yield "login-demo", render("login.html", **form, login="", refusal="", people=PEOPLE)
    yield "login-refused", render("login.html", **form, login="ana", refusal=wrong, people=())
    yield "login-too-many", render("login.html", **form, login="ana", refusal=many, people=())


def wallets() -> Drawings:
    """Draw the wallet: with its statement, empty, topped up, and with an amount refused."""
    empty = WalletView(balance=Decimal(0), held=Decimal(0), holds=(), lines=())
    yield "wallet", _wallet(wallet())
    yield "wallet-none", _wallet(empty)
    yield "wallet-topped-up", _wallet(wallet(), topped_up=True)
    typed = {"amount": "1.0,1"}
    yield "wallet-refused", _wallet(empty, form="top_up", typed=typed, refusal=BadAmount())


def galleries() -> Drawings:
    """Draw the photos of a lot: many, one, none, and one as large as the screen."""
    title = say("design.lot.title")
    yield "gallery", gallery(photos(), title=title)
    yield "gallery-one", gallery(photos()[:1], title=title)
    yield "gallery-none", gallery((), title=title)
    yield "gallery-dialog", gallery(photos(), title=title)


def lots() -> Drawings:
    """Draw a lot's page as it is before any script, with the place kept for what comes alive."""
    yield "lot-first", lot_shell(RoomView(lot=lot(), room=room(), you=you(), now=NOW))


def faults() -> Drawings:
    """Draw the screens of what cannot be shown."""
    for screen in (*map(str, FAULTS), "maintenance"):
        status = int(screen) if screen.isdecimal() else 503
        reference = "7f3a90c1d2" if screen in ("500", "503") else ""
        yield (
            f"fault-{screen}",
            render(
                "error.html",
                status=status,
                screen=screen,
                home=True,
                reference=reference,
                here="/design",
                categories=(category(),),
            ),
        )


def _listing(view: CardView, *, watched: Collection[int] = ()) -> Markup:
    one = Listing(cards=(view,), total=1, categories=(), page=1, pages=1)
    return listing_shell(one, Question(), NOW, watched=watched)


def _wallet(view: WalletView, **more: Any) -> Markup:
    return wallet_body(NOBODY, view, key="", demo=True, **more)
