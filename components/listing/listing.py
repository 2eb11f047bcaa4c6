"""What a listing on screen starts from: cards, words and time, read by `static/js/listing.js`."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from components.sheet import Hole
from components.templates import as_script, render
from components.words import language, say, vocabulary
from services.views import CardView


def live_cards(cards: Sequence[CardView], *, now_ms: int | None = None, asked: str = "") -> Markup:
    """Write what the script needs to keep these cards true.

    Without `now_ms` the time is filled in per reader. With it the page is another's, which has its
    own word for a lost connection. `asked` is the question whose new lots are to be told.
    """
    start = {
        "cards": [card.as_message() for card in cards],
        "asked": asked,
        "language": language.get(),
        "words": {
            **vocabulary("clock", "listing.price", "listing.bids", "listing.when", "listing.fresh"),
            "listing.brasilia": say("listing.brasilia"),
            "listing.lost": say("listing.lost"),
        },
    }
    return render(
        "live_cards.html",
        start=Markup(as_script(start)),  # noqa: S704 escaped for scripts
        now=Hole.NOW.value if now_ms is None else now_ms,
        alone=now_ms is None,
    )
