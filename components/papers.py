"""The pages that explain the house: how it works, terms, privacy, accessibility; plain HTML."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.frame import choices, document, house, settle
from components.looks import looks_here
from components.templates import render
from components.words import say
from services.views import Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One explaining page: its name among the messages, and its sections in order."""

    name: str
    sections: tuple[str, ...]


PAPERS = {
    "/how-it-works": Paper(
        name="how", sections=("bid", "automatic", "clock", "hold", "fees", "result")
    ),
    "/terms": Paper(
        name="terms",
        sections=(
            "who",
            "bids",
            "price",
            "holds",
            "close",
            "payment",
            "withdrawal",
            "goods",
            "contact",
        ),
    ),
    "/privacy": Paper(
        name="privacy",
        sections=("what", "why", "others", "how_long", "rights", "officer", "cookies"),
    ),
    "/accessibility": Paper(
        name="accessibility", sections=("does", "time", "keys", "weak", "contact")
    ),
}
COOKIES = ("sid", "pre", "attempt", "letters", "google", "theme", "language", "comfort", "ui")


def paper_response(
    paper: Paper,
    visitor: Visitor,
    request: Request,
    *,
    base_url: str,
    balance: Decimal | None = None,
) -> HTMLResponse:
    """Answer with an explaining page in the visitor's language."""
    settle(visitor)
    title = say(f"{paper.name}.title")
    body = render(
        "paper.html",
        paper=paper,
        house=house(),
        cookies=COOKIES,
        visitor=visitor,
        chrome=looks_here(request, visitor),
        **choices(),
    )
    return document(
        title,
        visitor,
        request,
        body,
        crumbs=((say("house.home"), "/"), (title, "")),
        head=render(
            "paper_head.html",
            description=say(f"{paper.name}.lead"),
            address=f"{base_url}{request.url.path}",
        ),
        balance=balance,
        indexed=True,
    )
