"""A person's activity on screen: bids at a glance, what is watched, won, lost and offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from secrets import token_hex

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.feedback import notice
from components.frame import document, settle
from components.listing import Card, live_cards
from components.templates import render
from components.words import say
from services.views import (
    TABS,
    ActivityView,
    Answer,
    CardView,
    MyBid,
    OfferCard,
    SaleView,
    Visitor,
    milliseconds,
)

CONFIRMED_ABOVE = Decimal(1000)  # what is more is said twice, as in the room
ICONS = {
    "leading": "check",
    "outbid": "up",
    "waiting": "clock",
    "won": "gavel",
    "lost": "flag",
    "stopped": "pause",
}
# What is next for a buyer, by how far the sale has come; of the others the sale's page tells.
NEXT = {
    "to_pay": "pay",
    "late": "pay",
    "guide": "guide",
    "handed_over": "receive",
}
_SUM = re.compile(r"-?\d+\.\d\d")


def activity_response(
    request: Request,
    visitor: Visitor,
    activity: ActivityView,
    now: datetime,
    *,
    sales: Sequence[SaleView] = (),
    answer: Answer | None = None,
) -> HTMLResponse:
    """Answer with one tab of a person's activity; `answer` is what became of a bid just made."""
    settle(visitor)
    bids, offers = activity.bids, activity.offers
    views = [*(one.card for one in bids), *(one.card for one in offers), *activity.watched]
    body = render(
        "activity.html",
        activity=activity,
        head=head_part(activity),
        tabs=TABS,
        bids=[(Card(view=one.card, now=now), stand_part(one, visitor)) for one in bids],
        watched=[Card(view=view, now=now) for view in activity.watched],
        offers=[_offered(one, now) for one in offers],
        sales=sales,
        next=NEXT,
        notice=told(answer) if answer else "",
        hearts={view.auction_id for view in activity.watched},
        live=live_cards(once(views), now_ms=milliseconds(now)) if views else "",
        now=now,
        visitor=visitor,
    )
    return document(
        f"{say(f'activity.tab.{activity.tab}')} · {say('activity.title')}",
        visitor,
        request,
        body,
        head=render("activity_head.html"),
        balance=activity.available,
    )


def confirm_response(request: Request, visitor: Visitor, bid: MyBid) -> HTMLResponse:
    """Answer with the second look at a bid, for those without scripts."""
    settle(visitor)
    body = render(
        "activity_confirm_page.html", look=confirm_part(bid, visitor), title=bid.card.title
    )
    return document(
        say("activity.confirm.title"), visitor, request, body, head=render("activity_head.html")
    )


def confirm_part(bid: MyBid, visitor: Visitor) -> Markup:
    """Show what a bid would commit, and the button that makes it."""
    return render("activity_confirm.html", bid=bid, visitor=visitor, key=token_hex(12))


def stand_part(bid: MyBid, visitor: Visitor) -> Markup:
    """Show how a person stands on a lot, and the next thing to do about it.

    Its mark is the same as long as it says the same.
    """
    facts = (bid.standing, bid.maximum, bid.cover, bid.missing, bid.payment_id, bid.card.status)
    return render(
        "activity_stand.html",
        bid=bid,
        icon_of=ICONS,
        mark=sha256(repr(facts).encode()).hexdigest()[:12],
        key=token_hex(12),
        visitor=visitor,
    )


def head_part(activity: ActivityView) -> Markup:
    """Show the money behind the bids."""
    return render("activity_sums.html", activity=activity)


def in_words(answer: Answer) -> str:
    """Say what became of a bid, its sums as people write them."""
    values = {
        name: Decimal(value) if _SUM.fullmatch(value) else value
        for name, value in answer.values.items()
    }
    return say(answer.message_key, **values)


def told(answer: Answer) -> Markup:
    """Render what became of a bid as a notice."""
    good = answer.accepted and answer.standing != "outbid"
    return notice("success" if good else "danger", in_words(answer))


def once(views: Sequence[CardView]) -> list[CardView]:
    """Leave out what stands there twice."""
    return list({view.auction_id: view for view in views}.values())


def _offered(offer: OfferCard, now: datetime) -> tuple[Card, OfferCard, str]:
    card = Card(view=offer.card, now=now)
    if offer.answer is None:
        return card, offer, "standing" if now < offer.expires_at else "lapsed"
    return card, offer, offer.answer
