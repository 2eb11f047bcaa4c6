"""The page of the searches a person keeps, and the one a letter's link leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.frame import document, settle
from components.listing import PACES, narrowing
from components.templates import render
from components.words import say
from services.views import Facets, Question, SavedSearchView, Visitor


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A search as its page shows it: what it asks for in words, and where its lots are."""

    search: SavedSearchView
    asks: tuple[str, ...]
    address: str


def searches_response(
    request: Request,
    visitor: Visitor,
    searches: Sequence[SavedSearchView],
    *,
    kept: int | None = None,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with a person's searches; `kept` is the one just kept, `refused` one that was not."""
    settle(visitor)
    body = render(
        "searches.html",
        lines=[line(search) for search in searches],
        kept=kept,
        refused=refused,
        paces=PACES,
        visitor=visitor,
    )
    title = say("searches.title")
    status = 200 if refused is None else refused.error.status
    return document(title, visitor, request, body, head=render("searches_head.html"), status=status)


def stop_response(
    request: Request, visitor: Visitor, search: SavedSearchView, *, key: str, stopped: bool
) -> HTMLResponse:
    """Answer whoever follows a letter's link: with a button, and then with what it has done."""
    settle(visitor)
    body = render("searches_off.html", search=search, key=key, stopped=stopped, visitor=visitor)
    title = say("searches.off.title")
    return document(title, visitor, request, body, head=render("searches_head.html"))


def line(search: SavedSearchView) -> Line:
    """Say a search in words."""
    question = Question.kept(search.question)
    asks = [one.label for one in narrowing.applied(question, Facets())]
    return Line(search=search, asks=tuple(asks), address=address_of(search))


def address_of(search: SavedSearchView) -> str:
    """Tell where the lots of a search are listed, the newest first."""
    return Question.kept(search.question).anew(sort="newest").address()
