"""The first page's HTML: what ends soonest, is new, begins next, the categories, how it works."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from markupsafe import Markup

from components.listing import Card, live_cards
from components.templates import render, within
from components.words import say
from services.views import FirstPage

STEPS = (1, 2, 3)


def first_shell(
    first: FirstPage, now: datetime, *, watched: Collection[int] = frozenset()
) -> Markup:
    """Render the first page as it stands `now`; a rail without lots is left out.

    `watched` are the lots whose heart is filled.
    """
    featured = () if first.featured is None else (first.featured,)
    return render(
        "first_page.html",
        first=first,
        featured=first.featured and Card(view=first.featured, now=now),
        ending=[Card(view=view, now=now) for view in first.ending],
        newest=[Card(view=view, now=now) for view in first.newest],
        coming=[Card(view=view, now=now) for view in first.coming],
        watched=[Card(view=view, now=now) for view in first.watched],
        hearts=watched,
        steps=STEPS,
        live=live_cards((*featured, *first.ending, *first.watched, *first.newest, *first.coming)),
        now=now,
    )


def first_head(title: str, base_url: str) -> Markup:
    """Render what search engines and messengers read of the first page."""
    styles = Markup("<style>{}</style>").format(within("css/pages.css"))
    return styles + render(
        "listing_head.html",
        title=title,
        base_url=base_url,
        address="/",
        summary=f"{say('frame.about')} {say('listing.lead')}",
    )
