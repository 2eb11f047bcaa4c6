"""Ratings on screen: saying it, hearing it, and the public page of a seller."""

from __future__ import annotations

from datetime import datetime

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.feedback import notice
from components.frame import document, settle
from components.listing import Card, live_cards
from components.templates import render
from components.words import knows, say
from services.views import LONGEST_RATING, RatingForm, SellerPage, Visitor, milliseconds

STARS = (5, 4, 3, 2, 1)


def rating_response(
    request: Request, visitor: Visitor, found: RatingForm, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with what one side of a sale may say, has said and has heard."""
    settle(visitor)
    done = f"rating.done.{request.query_params.get('done', '')}"
    told = notice("success", say(done)) if not refused and knows(done) else ""
    if refused and refused.whole:
        told = notice("danger", refused.whole)
    body = render(
        "rating.html",
        found=found,
        visitor=visitor,
        refused=refused,
        stars=STARS,
        most=LONGEST_RATING,
        notice=told,
    )
    return document(
        say("rating.title"),
        visitor,
        request,
        body,
        status=refused.error.status if refused else 200,
        crumbs=[(found.title, f"/payments/{found.payment_id}"), (say("rating.title"), "")],
        head=render("seller_head.html", moving=False),
    )


def seller_response(
    request: Request, visitor: Visitor, found: SellerPage, *, now: datetime
) -> HTMLResponse:
    """Answer with a seller as everybody may know one: what is on sale, what buyers said."""
    settle(visitor)
    body = render(
        "seller.html",
        found=found,
        seller=found.about,
        stars=STARS,
        cards=[Card(view=card, now=now) for card in found.lots],
        live=live_cards(found.lots, now_ms=milliseconds(now)) if found.lots else "",
        now=now,
    )
    head = render("seller_head.html", moving=bool(found.lots))
    return document(found.about.name, visitor, request, body, head=head, indexed=True)
