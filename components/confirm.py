"""A letter opened: it says what will happen, and waits for a person's click.

A kind of token has the words `confirm.KIND.title`, `.lead` and `.go`, and may have fields of its
own in `templates/confirm_KIND.html`, which sees everything given as `more` by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.feedback import in_words
from components.frame import document, settle
from components.templates import render
from components.words import knows, say
from services.errors import BadField, DomainError
from services.views import Visitor


def confirm_response(
    request: Request,
    visitor: Visitor,
    kind: str,
    *,
    mark: str,
    email: str,
    problems: Sequence[BadField] = (),
    status: int = 200,
    more: Mapping[str, object] | None = None,
) -> HTMLResponse:
    """Answer with the button that does what the token of this kind is for."""
    settle(visitor)
    body = render(
        "confirm.html",
        visitor=visitor,
        kind=kind,
        mark=mark,
        email=email,
        wrong={one.field: in_words(one) for one in reversed(problems)},
        **(more or {}),
    )
    title = say(f"confirm.{kind}.title")
    head = render("sign_up_head.html")
    return document(title, visitor, request, body, head=head, status=status)


def not_confirmed_response(
    request: Request, visitor: Visitor, refusal: DomainError
) -> HTMLResponse:
    """Answer why a link opens nothing, and what to do instead."""
    settle(visitor)
    body = render("not_confirmed.html", visitor=visitor, reason=in_words(refusal), refusal=refusal)
    title = say("confirm.refused.title")
    return document(title, visitor, request, body, status=refusal.status)


def has_screen(kind: str) -> bool:
    """Tell whether tokens of this kind are confirmed here."""
    return knows(f"confirm.{kind}.title")
