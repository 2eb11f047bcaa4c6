"""A seller's own lots on screen: the list by tabs, and everything of one lot."""

from __future__ import annotations

from datetime import datetime

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.feedback import notice
from components.frame import document, settle
from components.listing import Card, live_cards
from components.questions import questions_part
from components.templates import render
from components.words import knows, say
from services.views import (
    LONGEST_REASON,
    SELLER_TABS,
    OwnLotPage,
    OwnLots,
    QuestionsView,
    Visitor,
    milliseconds,
)

WIDE, HIGH = 600, 120
ICONS = {
    "listed": "plus",
    "opened": "live",
    "first_bid": "gavel",
    "retraction": "cross",
    "annulment": "cross",
    "withdrawal_asked": "flag",
    "withdrawal_refused": "flag",
    "withdrawn": "cross",
    "paid": "wallet",
    "handed_over": "right",
    "freed": "check",
}


def own_lots_response(
    request: Request, visitor: Visitor, found: OwnLots, *, now: datetime
) -> HTMLResponse:
    """Answer with one tab of a person's lots; those that are live go on by themselves."""
    settle(visitor)
    cards = [lot.card for lot in found.lots]
    body = render(
        "own_lots.html",
        found=found,
        visitor=visitor,
        tabs=SELLER_TABS,
        rows=[(lot, Card(view=lot.card, now=now)) for lot in found.lots],
        notice=_done(request),
        live=live_cards(cards, now_ms=milliseconds(now)) if cards else "",
        now=now,
    )
    return document(
        say("own.title"),
        visitor,
        request,
        body,
        head=render("own_lots_head.html", moving=bool(cards)),
    )


def own_lot_response(
    request: Request,
    visitor: Visitor,
    found: OwnLotPage,
    asked: QuestionsView,
    *,
    now: datetime,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with all there is of one own lot; refused, with what was typed and why."""
    settle(visitor)
    told = notice("danger", refused.whole) if refused and refused.whole else _done(request)
    body = render(
        "own_lot.html",
        found=found,
        lot=found.lot,
        card=Card(view=found.lot.card, now=now),
        questions=questions_part(asked, visitor, back="selling"),
        path=price_path(found, now),
        icons=ICONS,
        notice=told,
        refused=refused,
        most=LONGEST_REASON,
        visitor=visitor,
        live=live_cards([found.lot.card], now_ms=milliseconds(now)),
        now=now,
    )
    title = found.lot.card.title
    return document(
        title,
        visitor,
        request,
        body,
        status=refused.error.status if refused else 200,
        crumbs=[(say("own.title"), "/selling"), (title, "")],
        head=render("own_lots_head.html", moving=True),
    )


def price_path(found: OwnLotPage, now: datetime) -> str:
    """Write the price over time as the steps of a path, empty before the second bid."""
    if len(found.prices) < 2:
        return ""
    first, last = min(found.starts_at, found.prices[0].at), min(now, found.lot.card.ends_at)
    span = max((last - first).total_seconds(), 1.0)
    low = min(found.opening, *(point.price for point in found.prices))
    high = max(point.price for point in found.prices)
    rise = max(float(high - low), 0.01)
    moves = []
    for point in found.prices:
        x = min(max((point.at - first).total_seconds() / span, 0.0), 1.0) * WIDE
        y = HIGH - float(point.price - low) / rise * HIGH
        moves.append(f"H{x:.1f}V{y:.1f}")
    return f"M0 {HIGH}{''.join(moves)}H{WIDE}"


def _done(request: Request) -> str:
    done = f"own.done.{request.query_params.get('done', '')}"
    return notice("success", say(done)) if knows(done) else ""
