"""The way in: the log-in form, after a refusal too, with what was typed but never the password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from components.feedback import in_words, notice
from components.frame import document, settle
from components.google import google_button
from components.templates import render
from components.words import say
from services.errors import DomainError
from services.views import Visitor


class KnownPerson(Protocol):
    """A demo account, shown with its password to whoever wants to try the house."""

    @property
    def username(self) -> str:
        """Tell the name to log in with."""
        ...

    @property
    def password(self) -> str:
        """Tell the password."""
        ...

    @property
    def name(self) -> str:
        """Tell the person's name."""
        ...

    @property
    def role(self) -> str:
        """Tell what the person is: individual, company, admin."""
        ...


NEWS = {"created": "login.created", "changed": "login.changed", "linked": "google.linked"}


@dataclass(slots=True)
class _House:
    people: Callable[[], Sequence[KnownPerson]] = tuple


_house = _House()


def introduce(people: Callable[[], Sequence[KnownPerson]]) -> None:
    """Set, once at the start, who gives the demo accounts to show beside the form."""
    _house.people = people


def login_response(
    request: Request,
    visitor: Visitor,
    *,
    problem: DomainError | None = None,
    turned_away: DomainError | None = None,
    login: str = "",
    news: str = "",
    next_url: str = "/",
    status: int = 200,
) -> HTMLResponse:
    """Answer with the log-in page; after a refusal, with its words and what was typed as login.

    `turned_away` is why another way in has led back here; `news` names what is said above the
    form: `created` or `linked`, of an account, `changed`, of a password, or `over`, of a log-in
    begun.
    """
    settle(visitor)
    body = render(
        "login.html",
        visitor=visitor,
        next=next_url,
        login=login,
        refusal=in_words(problem) if problem else "",
        turned_away=in_words(turned_away) if turned_away else "",
        google=google_button(next_url),
        people=_house.people(),
        notice=_said(news),
    )
    return document(say("login.title"), visitor, request, body, status=status)


def _said(news: str) -> Markup | str:
    if news in NEWS:
        return notice("success", say(NEWS[news]))
    return notice("info", say("login.over")) if news == "over" else ""
