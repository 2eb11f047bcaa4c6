"""The screens for what cannot be shown: the plain cause, one thing to do, the right status."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.admission import closed
from components.frame import document, offered, settle
from components.here import here_of
from components.templates import render
from components.words import say
from services.views import Visitor

KNOWN = (401, 403, 404, 500, 503)


def error_page(
    request: Request,
    status: int,
    visitor: Visitor,
    reference: str = "",
    *,
    maintained: bool = False,
) -> HTMLResponse:
    """Answer with the screen of `status`; one without a screen of its own gets a near one.

    Needs neither a session nor NiceGUI, so that it works when those do not. `reference` is the
    code under which the house finds the fault in its log; `maintained` is a page that the house
    alone is working on. No way leads to a first page that is closed itself.
    """
    settle(visitor)
    near = status if status in KNOWN else (500 if status >= 500 else 404)
    body = render(
        "error.html",
        status=near,
        screen="maintenance" if maintained else str(near),
        home=not closed("GET /"),
        reference=reference,
        here=here_of(request),
        categories=offered(),
    )
    title = say("page.maintenance.title" if maintained else f"page.{near}.title")
    return document(title, visitor, request, body, status=status)
