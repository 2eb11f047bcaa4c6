"""The first page: every lot of the house, live, coming and ended, as it moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import Request
from nicegui import app

from components.frame import frame
from components.listing import (
    ListingNews,
    LiveListing,
    Question,
    listing_head,
    listing_shell,
    listing_title,
)
from pages.routing import PUBLIC, page
from services.views import CardView, Visitor

if TYPE_CHECKING:
    from services.bootstrap import Services


def register(services: Services) -> None:
    """Serve `/`."""

    async def cards(auction_ids: Sequence[int]) -> Sequence[CardView]:
        found: Sequence[CardView] = await services.run(services.listings.cards, auction_ids)
        return found

    news = ListingNews(hub=services.hub, read=cards, now=services.clock.now)
    app.on_startup(news.start)
    app.on_shutdown(news.stop)

    @page("/", context=PUBLIC)
    async def home_page(request: Request, visitor: Visitor) -> None:
        question = Question.read(request.query_params)
        listing = await services.run(
            services.listings.listing,
            category=question.category,
            text=question.q,
            state=question.state,
            sort=question.sort,
            page=question.page,
        )
        balance = None
        if visitor.user_id is not None:
            balance = await services.run(services.wallet.available, visitor.user_id)
        now = services.clock.now()
        with frame(
            listing_title(listing, question),
            visitor,
            head=listing_head(listing, question, services.config.base_url),
            shell=listing_shell(listing, question, now),
            balance=balance,
        ):
            LiveListing(listing.cards, now=now, news=news)
