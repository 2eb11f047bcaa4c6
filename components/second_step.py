"""The second step of a log-in on screen: where the code is, and a field for it."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.feedback import in_words, notice
from components.forms import sentences
from components.frame import document, settle
from components.templates import render
from components.words import say
from services.errors import BadInput, DomainError
from services.views import SecondStepView, Visitor


def second_step_response(
    request: Request,
    visitor: Visitor,
    waiting: SecondStepView,
    *,
    problem: DomainError | None = None,
    sent: bool = False,
) -> HTMLResponse:
    """Answer with the field for the code; after a refusal with its words."""
    settle(visitor)
    general = in_words(problem) if problem and not isinstance(problem, BadInput) else ""
    body = render(
        "second_step.html",
        visitor=visitor,
        waiting=waiting,
        wrong=sentences(problem),
        general=general,
        notice=notice("success", say("second.sent", email=waiting.email)) if sent else "",
    )
    status = problem.status if problem else 200
    head = render("security_head.html")
    return document(say("second.title"), visitor, request, body, head=head, status=status)
