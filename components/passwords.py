"""The page of a forgotten password: an address to write to, and the same answer for everybody."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.feedback import notice
from components.forms import sentences
from components.frame import document, settle
from components.templates import render
from components.words import say
from services.errors import DomainError
from services.views import Visitor


def forgotten_response(
    request: Request,
    visitor: Visitor,
    *,
    email: str = "",
    problem: DomainError | None = None,
    sent: bool = False,
) -> HTMLResponse:
    """Answer with the field for the e-mail, or that a link is on its way if there is an account."""
    settle(visitor)
    body = render(
        "forgotten.html",
        visitor=visitor,
        email=email,
        wrong=sentences(problem),
        notice=notice("success", say("forgotten.sent")) if sent else "",
    )
    status = problem.status if problem else 200
    head = render("security_head.html")
    return document(say("forgotten.title"), visitor, request, body, head=head, status=status)
