"""The demonstration's letters on screen: what an inbox would show, safely framed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from components.frame import document, settle
from components.templates import render
from components.words import say
from services.views import MailView, Visitor

_LINK = re.compile(r"https?://[^\s<>\"']+")


def inbox_response(request: Request, visitor: Visitor, mails: Sequence[MailView]) -> HTMLResponse:
    """Answer with the list of letters, the latest first."""
    settle(visitor)
    body = render("dev_inbox.html", mails=mails)
    return document(say("inbox.title"), visitor, request, body, head=render("dev_mail_head.html"))


def mail_response(request: Request, visitor: Visitor, mail: MailView) -> HTMLResponse:
    """Answer with a letter: its HTML where no script runs, its text with links to follow."""
    settle(visitor)
    body = render("dev_mail.html", mail=mail, text=linked(mail.text))
    return document(mail.subject, visitor, request, body, head=render("dev_mail_head.html"))


def linked(text: str) -> Markup:
    """Escape a text and make the web addresses in it links."""
    parts, end = [], 0
    for found in _LINK.finditer(text):
        address = found.group()
        parts.append(escape(text[end : found.start()]))
        parts.append(Markup('<a href="{0}">{0}</a>').format(address))
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
