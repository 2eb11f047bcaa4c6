"""The listing's HTML as the server gives it: readable before any script, shareable by address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from markupsafe import Markup

from components.listing.card import Card
from components.listing.listing import live_cards
from components.templates import render
from components.words import say
from services.views import CategoryView, Listing

WATCHED = "watched"
STATES = ("live", "coming", "ended", "all", WATCHED)
SORTS = ("ending", "newest", "price_low", "price_high", "bids")
LONGEST_TEXT = 80
LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the visitor asks the listing for; whatever cannot be read becomes the default."""

    category: str | None = None
    q: str = ""
    state: str = STATES[0]
    sort: str = SORTS[0]
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Question:
        """Read the question from an address."""
        state, sort = parameters.get("state", ""), parameters.get("sort", "")
        page = parameters.get("page", "")
        readable = page.isascii() and page.isdigit() and len(page) < 6
        return cls(
            category=parameters.get("category", "").replace("\0", "")[:LONGEST_TEXT] or None,
            q=" ".join(parameters.get("q", "").replace("\0", "").split())[:LONGEST_TEXT],
            state=state if state in STATES else STATES[0],
            sort=sort if sort in SORTS else SORTS[0],
            page=min(max(int(page), 1), LAST_PAGE) if readable else 1,
        )

    def address(self, **changes: str | int | None) -> str:
        """Give the address of this question with some answers changed."""
        asked = {**asdict(self), **changes}
        told = {name: value for name, value in asked.items() if value != DEFAULTS[name]}
        return f"/?{urlencode(told or {'state': STATES[0]})}"

    @property
    def of_ones_own(self) -> bool:
        """Tell whether the question is about the asker's own lots."""
        return self.state == WATCHED

    @classmethod
    def asked(cls, parameters: Mapping[str, str]) -> bool:
        """Tell whether an address asks the listing anything; if not, it is the first page's."""
        return any(name in parameters for name in DEFAULTS)

    def kept(self) -> tuple[tuple[str, str], ...]:
        """List what a form that changes the order must send along."""
        told = {"q": self.q, "category": self.category, "state": self.state}
        return tuple((name, value) for name, value in told.items() if value)


DEFAULTS = asdict(Question())


def listing_shell(
    listing: Listing,
    question: Question,
    now: datetime,
    *,
    watched: Collection[int] = frozenset(),
) -> Markup:
    """Render the listing for the question asked, as it stands `now`.

    `watched` are the lots whose heart is filled.
    """
    return render(
        "listing.html",
        title=listing_title(listing, question),
        listing=listing,
        cards=[Card(view=view, now=now) for view in listing.cards],
        chosen=chosen_category(listing, question),
        text=question.q,
        state=question.state,
        sort=question.sort,
        states=STATES,
        sorts=SORTS,
        address=question.address,
        kept=question.kept(),
        live=live_cards(listing.cards),
        now=now,
        hearts=watched,
    )


def listing_head(listing: Listing, question: Question, base_url: str) -> Markup:
    """Render what search engines and messengers read of this listing."""
    return render(
        "listing_head.html",
        title=listing_title(listing, question),
        base_url=base_url,
        address=question.address(),
    )


def chosen_category(listing: Listing, question: Question) -> CategoryView | None:
    """Tell which category is asked for, if there is such a one."""
    return next((one for one in listing.categories if one.slug == question.category), None)


def listing_title(listing: Listing, question: Question) -> str:
    """Name the listing: what was searched for, the category or the state."""
    if question.q:
        return say("listing.title.search", text=question.q)
    chosen = chosen_category(listing, question)
    return chosen.name if chosen else say(f"listing.title.{question.state}")
