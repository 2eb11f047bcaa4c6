"""A person's API tokens on screen: the list, the form, and a new one, shown once."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.account import Refused
from components.feedback import notice
from components.frame import document, settle
from components.templates import render
from components.words import knows, say
from services.views import LIFETIMES, SCOPES, ApiTokenView, NewApiToken, ProofView, Visitor


def tokens_response(
    request: Request,
    visitor: Visitor,
    tokens: Sequence[ApiTokenView],
    lacking: ProofView | None,
    *,
    refused: Refused | None = None,
    chosen: Sequence[str] = (),
) -> HTMLResponse:
    """Answer with a person's tokens and the form for a new one; after a refusal, as it was filled.

    `lacking` is what is to be shown before one is made: a password in the form itself, anything
    else on its own page.
    """
    settle(visitor)
    done = f"api_tokens.done.{request.query_params.get('done', '')}"
    body = render(
        "api_tokens.html",
        section="security",
        visitor=visitor,
        tokens=tokens,
        lacking=lacking,
        scopes=SCOPES,
        lifetimes=[str(days) for days in LIFETIMES],
        chosen=chosen,
        refused=refused,
        notice=notice("success", say(done)) if not refused and knows(done) else "",
    )
    return _answer(request, visitor, body, status=refused.error.status if refused else 200)


def token_response(request: Request, visitor: Visitor, made: NewApiToken) -> HTMLResponse:
    """Answer with a token just made, which is shown this once."""
    settle(visitor)
    body = render("api_token.html", section="security", visitor=visitor, made=made)
    return _answer(request, visitor, body)


def _answer(request: Request, visitor: Visitor, body: Markup, *, status: int = 200) -> HTMLResponse:
    head = render("api_tokens_head.html")
    return document(say("api_tokens.title"), visitor, request, body, head=head, status=status)
