"""What a listing on screen starts from: cards, words and time, read by `static/js/listing.js`."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from components.sheet import Hole
from components.templates import as_script, render
from components.words import language, say, vocabulary
from services.views import CardView


def live_cards(cards: Sequence[CardView]) -> Markup:
    """Write what the script needs to keep these cards true; the time is filled in per reader."""
    start = {
        "cards": [card.as_message() for card in cards],
        "language": language.get(),
        "words": {
            **vocabulary("clock", "listing.price", "listing.bids", "listing.when"),
            "listing.brasilia": say("listing.brasilia"),
            "listing.lost": say("listing.lost"),
        },
    }
    return render(
        "live_cards.html",
        start=Markup(as_script(start)),  # noqa: S704 escaped for scripts
        now=Hole.NOW.value,
    )
