"""What follows a sale on screen: the seller's choices, a second chance, books that differ."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.admin.console import console
from components.feedback import notice
from components.frame import document, settle
from components.templates import render
from components.words import knows, say
from services.views import AftermathView, DiscrepancyView, OfferView, Visitor


def aftermath_response(
    request: Request, visitor: Visitor, lot: AftermathView, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with what became of a seller's lot and what can be done with it now."""
    return _page(request, visitor, "aftermath.html", lot.title, refused=refused, lot=lot)


def offer_response(
    request: Request, visitor: Visitor, offer: OfferView, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with a second chance: the lot, the whole cost, until when, and the two answers."""
    return _page(request, visitor, "offer.html", offer.title, refused=refused, offer=offer)


def reconciliation_response(
    request: Request, visitor: Visitor, found: Sequence[DiscrepancyView]
) -> HTMLResponse:
    """Answer with what the books and the gateway do not agree on."""
    settle(visitor)
    title = say("aftersale.reconciliation")
    standing = [one for one in found if one.ended_at is None]
    return console(
        request,
        visitor,
        title,
        "reconciliation.html",
        section="reconciliation",
        done="aftersale.done",
        head=render("aftersale_head.html"),
        found=found,
        standing=len(standing),
    )


def _page(
    request: Request,
    visitor: Visitor,
    template: str,
    title: str,
    *,
    refused: Refused | None = None,
    **context: object,
) -> HTMLResponse:
    settle(visitor)
    done = f"aftersale.done.{request.query_params.get('done', '')}"
    told = notice("success", say(done)) if not refused and knows(done) else ""
    if refused and refused.whole:
        told = notice("danger", refused.whole)
    body = render(template, visitor=visitor, refused=refused, notice=told, **context)
    head = render("aftersale_head.html")
    status = refused.error.status if refused else 200
    return document(title, visitor, request, body, status=status, head=head)
