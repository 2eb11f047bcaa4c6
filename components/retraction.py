"""Taking a bid back, on screen: what goes, what stays, for which reason, and what follows."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.feedback import notice
from components.frame import document, settle
from components.templates import render
from components.words import say
from services.views import LONGEST_REASON, RETRACTION_REASONS, RetractionView, Visitor


def retraction_response(
    request: Request, visitor: Visitor, found: RetractionView, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with what a bidder may take back of a lot, or with why nothing may be."""
    settle(visitor)
    body = render(
        "retraction.html",
        found=found,
        visitor=visitor,
        refused=refused,
        reasons=RETRACTION_REASONS,
        most=LONGEST_REASON,
        notice=notice("danger", refused.whole) if refused and refused.whole else "",
    )
    return document(
        say("retraction.title"),
        visitor,
        request,
        body,
        status=refused.error.status if refused else 200,
        crumbs=[(found.title, f"/auction/{found.auction_id}"), (say("retraction.title"), "")],
        head=render("own_lots_head.html", moving=False),
    )
