"""A lot on the house's desk, on screen."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.admin.console import console
from components.frame import Crumb, settle
from components.words import say
from services.errors import DomainError
from services.views import AuctionSheet, Visitor


def sheet_response(
    request: Request, visitor: Visitor, sheet: AuctionSheet, *, refused: DomainError | None = None
) -> HTMLResponse:
    """Answer with a lot: how it stands, what can be done to it, what was done."""
    settle(visitor)
    return console(
        request,
        visitor,
        sheet.title,
        "admin_auction.html",
        section="auctions",
        crumbs=auctions_crumbs(visitor),
        refused=refused,
        done="admin.done.auction",
        lot=sheet,
    )


def auctions_crumbs(visitor: Visitor) -> list[Crumb]:
    """Give the way to a lot."""
    settle(visitor)
    return [(say("admin.section.auctions"), "/admin/auctions")]
