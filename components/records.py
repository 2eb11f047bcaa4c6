"""Records on screen: what happened to a payment, and the gateway's messages as they came."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.admin.console import console
from components.frame import document, settle
from components.templates import render
from components.words import say
from services.errors import DomainError
from services.views import MessageList, MessageView, PaymentHistory, Visitor

SHOWN = ("wanting", "orphan", "quarantined", "malformed", "waiting", "all")


def history_response(request: Request, visitor: Visitor, told: PaymentHistory) -> HTMLResponse:
    """Answer with all that happened to a payment, the first thing first."""
    settle(visitor)
    body = render("payment_history.html", told=told, visitor=visitor)
    title = say("history.title")
    back = (say("history.back"), f"/payments/{told.payment_id}")
    desk = (say("admin.section.payments"), "/admin/payments")
    crumbs = [back if told.own else desk, (title, "")]
    return document(title, visitor, request, body, head=_head(), crumbs=crumbs)


def messages_response(request: Request, visitor: Visitor, found: MessageList) -> HTMLResponse:
    """Answer with the gateway's messages, the newest first."""
    settle(visitor)
    title = say("messages.title")
    return console(
        request,
        visitor,
        title,
        "messages.html",
        section="messages",
        head=_head(),
        list=found,
        choices=SHOWN,
    )


def message_response(
    request: Request, visitor: Visitor, one: MessageView, *, refused: DomainError | None = None
) -> HTMLResponse:
    """Answer with one message, its body, and the button that has it dealt with again."""
    settle(visitor)
    return console(
        request,
        visitor,
        one.event or say("messages.unnamed"),
        "message.html",
        section="messages",
        crumbs=[(say("messages.title"), "/admin/messages")],
        refused=refused,
        done="aftersale.done",
        head=_head(),
        one=one,
    )


def _head() -> Markup:
    return render("aftersale_head.html")
