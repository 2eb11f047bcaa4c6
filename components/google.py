"""Logging in with Google: the button, and what is asked when its e-mail has an account already."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.feedback import in_words
from components.frame import document, settle
from components.templates import render
from components.words import say
from services.errors import DomainError
from services.views import Visitor


@dataclass(slots=True)
class _House:
    offered: bool = False


_house = _House()


def offer_google(offered: bool) -> None:
    """Set, once at the start, whether there is somebody to vouch for people."""
    _house.offered = offered


def is_google_offered() -> bool:
    """Tell whether there is somebody to vouch for people."""
    return _house.offered


def google_button(next_url: str = "/") -> Markup | str:
    """Render the button that leads there and back to `next_url`; nothing where none is set."""
    if not _house.offered:
        return ""
    return render("google_button.html", link=f"/auth/google/redirect?next={quote(next_url)}")


def link_response(
    request: Request,
    visitor: Visitor,
    *,
    email: str,
    problem: DomainError | None = None,
) -> HTMLResponse:
    """Answer with the form that asks for the password of the account to be linked."""
    settle(visitor)
    body = render(
        "google_link.html",
        visitor=visitor,
        email=email,
        refusal=in_words(problem) if problem else "",
    )
    status = problem.status if problem else 200
    return document(say("google.link.title"), visitor, request, body, status=status)


def tie_response(request: Request, visitor: Visitor, *, email: str) -> HTMLResponse:
    """Answer with the button that links the Google of this e-mail to the visitor's account."""
    settle(visitor)
    body = render("google_tie.html", visitor=visitor, email=email)
    return document(say("google.tie.title"), visitor, request, body)


def letter_sent_response(request: Request, visitor: Visitor, *, email: str) -> HTMLResponse:
    """Answer that a letter waits at the address, to be confirmed there."""
    settle(visitor)
    body = render("google_letter.html", email=email)
    return document(say("google.letter.title"), visitor, request, body)
