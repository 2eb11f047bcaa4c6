"""The first page, and every lot of the house: live, coming and ended, as it moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request
from markupsafe import Markup
from nicegui import app
from starlette.responses import Response

from components.first_page import first_head, first_shell
from components.frame import offer, sheet
from components.listing import listing_head, listing_shell, listing_title
from components.sheet import Sheet, sheet_response
from components.shelf import Shelf
from components.words import say
from pages.routing import PUBLIC, still_page
from services.errors import NotLoggedIn
from services.views import Question, Visitor, milliseconds

if TYPE_CHECKING:
    from services.bootstrap import Services

FRESH_SECONDS = 0.5  # twice that is the oldest price a page is sent with; its socket says the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a page shows to everybody who reads the same language."""

    title: str
    head: Markup
    body: Markup


def register(services: Services) -> None:
    """Serve `/`: the first page, or the listing for whatever is asked of it."""
    contents: Shelf[Content] = Shelf(seconds=FRESH_SECONDS)
    sheets: Shelf[Sheet] = Shelf(seconds=FRESH_SECONDS)

    async def stock_the_menu() -> None:
        offer(await services.run(services.listings.categories))

    app.on_startup(stock_the_menu)

    @still_page("/", context=PUBLIC)
    async def home_page(request: Request, visitor: Visitor) -> Response:
        question = asked(request)
        if question and question.of_ones_own and not visitor.logged_in:
            raise NotLoggedIn

        async def write() -> Sheet:
            balance = None
            if visitor.user_id is None:
                content = await contents.get(
                    (question, visitor.language), lambda: content_for(question, None)
                )
            else:
                content = await content_for(question, visitor.user_id)
                balance = await services.run(services.wallet.available, visitor.user_id)
            return sheet(
                content.title,
                visitor,
                request,
                content.body,
                head=content.head,
                balance=balance,
                first=not request.cookies,
            )

        if visitor.logged_in:
            page = await write()
        else:
            looks = (visitor.language, visitor.theme, visitor.comfort, not request.cookies)
            page = await sheets.get((request.scope["query_string"], looks), write)
        now_ms = milliseconds(services.clock.now())
        return sheet_response(page, request, visitor, now_ms=now_ms)

    async def content_for(question: Question | None, reader: int | None) -> Content:
        watched: frozenset[int] = frozenset()
        if reader is not None:
            watched = await services.run(services.watching.watched, reader)
        if question is None:
            return await first_page(reader, watched)
        return await listing(question, reader, watched)

    async def first_page(reader: int | None, watched: frozenset[int]) -> Content:
        first = await services.run(services.listings.first_page, seen_by=reader)
        title = say("home.title")
        return Content(
            title=title,
            head=first_head(title, services.config.base_url),
            body=first_shell(first, services.clock.now(), watched=watched),
        )

    async def listing(question: Question, reader: int | None, watched: frozenset[int]) -> Content:
        found = await services.run(services.listings.listing, question, seen_by=reader)
        offer(found.categories)
        return Content(
            title=listing_title(found, question),
            head=listing_head(found, question, services.config.base_url),
            body=listing_shell(
                found, question, services.clock.now(), watched=watched, keeps=reader is not None
            ),
        )


def asked(request: Request) -> Question | None:
    """Read what is asked of the listing; None if nothing is, which is the first page's."""
    parameters = request.query_params
    return Question.read(parameters.multi_items()) if Question.asked(parameters) else None
