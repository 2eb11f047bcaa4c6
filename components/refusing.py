"""Refusing letters by the link at their foot: the question, and that it is done."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.frame import document, settle
from components.templates import render
from components.words import say
from services.views import Visitor


def unsubscribe_response(
    request: Request, visitor: Visitor, kind: str, *, done: bool = False
) -> HTMLResponse:
    """Answer with a button that ends letters of a kind, or with that they have ended."""
    settle(visitor)
    name = say("unsubscribe.digest" if kind == "digest" else f"account.news.{kind}")
    body = render("unsubscribe.html", path=request.url.path, what=name, done=done)
    return document(say("unsubscribe.title"), visitor, request, body)
