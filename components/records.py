"""Records on screen: what happened to a payment, and the gateway's messages as they came."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.feedback import in_words, notice
from components.frame import document, settle
from components.templates import render
from components.words import knows, say
from services.errors import DomainError
from services.views import MessageList, MessageView, PaymentHistory, Visitor

SHOWN = ("wanting", "orphan", "quarantined", "malformed", "waiting", "all")


def history_response(request: Request, visitor: Visitor, told: PaymentHistory) -> HTMLResponse:
    """Answer with all that happened to a payment, the first thing first."""
    settle(visitor)
    body = render("payment_history.html", told=told, visitor=visitor)
    title = say("history.title")
    crumbs = [(say("history.back"), f"/payments/{told.payment_id}"), (title, "")]
    return document(title, visitor, request, body, head=_head(), crumbs=crumbs)


def messages_response(request: Request, visitor: Visitor, found: MessageList) -> HTMLResponse:
    """Answer with the gateway's messages, the newest first."""
    settle(visitor)
    body = render("messages.html", list=found, choices=SHOWN)
    return document(say("messages.title"), visitor, request, body, head=_head())


def message_response(
    request: Request, visitor: Visitor, one: MessageView, *, refused: DomainError | None = None
) -> HTMLResponse:
    """Answer with one message, its body, and the button that has it dealt with again."""
    settle(visitor)
    done = f"aftersale.done.{request.query_params.get('done', '')}"
    told = notice("success", say(done)) if refused is None and knows(done) else ""
    if refused is not None:
        told = notice("danger", in_words(refused))
    body = render("message.html", one=one, visitor=visitor, notice=told)
    title = one.event or say("messages.unnamed")
    crumbs = [(say("messages.title"), "/admin/messages"), (title, "")]
    status = refused.status if refused else 200
    return document(title, visitor, request, body, status=status, head=_head(), crumbs=crumbs)


def _head() -> str:
    return render("aftersale_head.html")
