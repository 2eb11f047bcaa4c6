"""The listing on screen: one element that takes over the server's HTML and keeps it true."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from nicegui import ui

from components.listing.news import ListingNews
from components.words import language, vocabulary
from services.views import CardView, milliseconds


class LiveListing(ui.element, component="listing.js"):
    """Adopts the cards already on the page; prices, bids, states and clocks then move in place."""

    def __init__(self, cards: Sequence[CardView], *, now: datetime, news: ListingNews) -> None:
        super().__init__()
        # One text: NiceGUI would wrap every value of a tree to see it change, and none does.
        self.props["start"] = json.dumps(
            {
                "cards": [card.as_message() for card in cards],
                "nowMs": milliseconds(now),
                "language": language.get(),
                "words": vocabulary("clock", "listing"),
            }
        )
        news.attach(self.client, frozenset(card.auction_id for card in cards))
