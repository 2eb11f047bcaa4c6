"""The listing's HTML as the server gives it: readable before any script, shareable by address."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlencode

from markupsafe import Markup

from components.listing import narrowing
from components.listing.card import Card
from components.listing.listing import live_cards
from components.sheet import Hole
from components.templates import render
from components.words import counted, say
from services.views import CategoryView, Listing, Question, usual_sort

SORTS = ("relevance", "ending", "newest", "price_low", "price_high", "bids")
PACES = ("now", "daily", "off")


def listing_shell(
    listing: Listing,
    question: Question,
    now: datetime,
    *,
    watched: Collection[int] = frozenset(),
    keeps: bool = False,
) -> Markup:
    """Render the listing for the question asked, as it stands `now`.

    `watched` are the lots whose heart is filled. Who is logged in `keeps` searches.
    """
    facets = listing.facets
    applied = narrowing.applied(question, facets)
    return render(
        "listing.html",
        title=listing_title(listing, question),
        listing=listing,
        facets=facets,
        question=question,
        cards=[Card(view=view, now=now) for view in listing.cards],
        nearest=[Card(view=view, now=now) for view in listing.nearest],
        chosen=chosen_category(listing, question),
        states=narrowing.states(question, facets),
        bands=narrowing.bands(question, facets),
        ufs=narrowing.ufs(facets),
        types=narrowing.types(facets),
        within=narrowing.within(facets),
        picks_of=narrowing.choices,
        bound=narrowing.bound,
        many=narrowing.MANY,
        applied=applied,
        on=len(applied) - bool(question.q),
        sorts=[one for one in SORTS if one != "relevance" or question.q],
        usual=usual_sort(question.q),
        kept=[
            (name, text)
            for name, text in question.pairs()
            if name in ("q", "category", "state", "look")
        ],
        asked=urlencode(question.anew().pairs()),
        paces=PACES,
        keeps=keeps,
        proof=Hole.PROOF.value,
        live=live_cards([*listing.cards, *listing.nearest], asked=_news_of(question)),
        now=now,
        hearts=watched,
    )


def listing_head(listing: Listing, question: Question, base_url: str) -> Markup:
    """Render what search engines and messengers read of this listing."""
    return render("listing_styles.html") + render(
        "listing_head.html",
        title=listing_title(listing, question),
        base_url=base_url,
        address=question.address(),
        summary=listing_summary(listing, question),
    )


def listing_summary(listing: Listing, question: Question) -> str:
    """Say in a sentence or two what is found here, and how many lots."""
    title = listing_title(listing, question)
    found = counted("listing.summary", listing.total, title=title)
    state = question.state if question.state in ("live", "coming", "ended") else "all"
    return f"{found} {say(f'listing.summary.{state}')}"


def chosen_category(listing: Listing, question: Question) -> CategoryView | None:
    """Tell which category is asked for, if there is such a one."""
    known = (*listing.facets.path, *listing.categories)
    return next((one for one in known if one.slug == question.category), None)


def listing_title(listing: Listing, question: Question) -> str:
    """Name the listing: what was searched for, the category or the state."""
    if question.q:
        return say("listing.title.search", text=question.q)
    chosen = chosen_category(listing, question)
    return chosen.name if chosen else say(f"listing.title.{question.state}")


def _news_of(question: Question) -> str:
    """Write the question of which new lots are to be told; of one's own or ended ones, none."""
    if question.of_ones_own or question.state == "ended":
        return ""
    return urlencode(question.anew(sort="").pairs()) or "state=live"
