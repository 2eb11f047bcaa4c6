"""The first page, and every lot of the house: live, coming and ended, as it moves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import app

from components.first_page import first_head, first_shell
from components.frame import frame, offer
from components.listing import (
    ListingNews,
    LiveListing,
    Question,
    listing_head,
    listing_shell,
    listing_title,
)
from components.words import say
from pages.routing import PUBLIC, page
from services.errors import NotLoggedIn
from services.views import CardView, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/`: the first page, or the listing for whatever is asked of it."""

    async def cards(auction_ids: Sequence[int]) -> Sequence[CardView]:
        found: Sequence[CardView] = await services.run(services.listings.cards, auction_ids)
        return found

    news = ListingNews(hub=services.hub, read=cards, now=services.clock.now)
    app.on_startup(news.start)
    app.on_shutdown(news.stop)

    async def stock_the_menu() -> None:
        offer(await services.run(services.listings.categories))

    app.on_startup(stock_the_menu)

    async def balance_of(visitor: Visitor) -> Decimal | None:
        if visitor.user_id is None:
            return None
        balance: Decimal = await services.run(services.wallet.available, visitor.user_id)
        return balance

    async def watched_by(visitor: Visitor) -> frozenset[int]:
        if visitor.user_id is None:
            return frozenset()
        watched: frozenset[int] = await services.run(services.watching.watched, visitor.user_id)
        return watched

    @page("/", context=PUBLIC)
    async def home_page(request: Request, visitor: Visitor) -> None:
        if Question.asked(request.query_params):
            await show_listing(Question.read(request.query_params), visitor)
        else:
            await show_first(visitor)

    async def show_first(visitor: Visitor) -> None:
        first = await services.run(services.listings.first_page, seen_by=visitor.user_id)
        watched = await watched_by(visitor)
        now = services.clock.now()
        with frame(
            say("home.title"),
            visitor,
            head=first_head(say("home.title"), services.config.base_url),
            shell=first_shell(first, now, watched=watched),
            balance=await balance_of(visitor),
        ):
            LiveListing((*first.ending, *first.watched, *first.coming), now=now, news=news)

    async def show_listing(question: Question, visitor: Visitor) -> None:
        if question.of_ones_own and not visitor.logged_in:
            raise NotLoggedIn
        listing = await services.run(
            services.listings.listing,
            category=question.category,
            text=question.q,
            state=question.state,
            sort=question.sort,
            page=question.page,
            watched_by=visitor.user_id if question.of_ones_own else None,
        )
        offer(listing.categories)
        watched = await watched_by(visitor)
        now = services.clock.now()
        with frame(
            listing_title(listing, question),
            visitor,
            head=listing_head(listing, question, services.config.base_url),
            shell=listing_shell(listing, question, now, watched=watched),
            balance=await balance_of(visitor),
        ):
            LiveListing(listing.cards, now=now, news=news)
