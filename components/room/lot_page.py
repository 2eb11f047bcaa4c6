"""The lot's page before any script: what people see first and search engines read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from markupsafe import Markup

from components.gallery import gallery
from components.listing import Card, live_cards
from components.templates import as_script, render
from components.words import say
from services.views import CardView, RoomView, milliseconds

UNSOLD = ("no_bids", "reserve_not_met", "conditional", "defaulted")


def lot_shell(
    view: RoomView, alike: Sequence[CardView] = (), *, watched: Collection[int] = frozenset()
) -> Markup:
    """Draw the lot as it stands; the live room takes the parts that do not move into itself.

    `alike` are other lots, for whom this is not the one; `watched` are those with a filled heart.
    """
    return render(
        "room_shell.html",
        alike=[Card(view=card, now=view.now) for card in alike],
        hearts=watched,
        live=live_cards(alike, now_ms=milliseconds(view.now)),
        lot=view.lot,
        room=view.room,
        watch=view.watch,
        visitor=view.you.standing == "visitor",
        verdict=verdict(view),
        now=view.now,
        gallery=gallery(view.lot.photos, title=view.lot.title),
        price=view.room.minimum if view.room.price is None else view.room.price,
    )


def verdict(view: RoomView) -> str | None:
    """Name how it ended for this person, as the live box will; None before it is known."""
    room, standing = view.room, view.you.standing
    if room.status != "finished":
        return None
    if standing == "seller":
        return "seller_ended"
    if room.outcome in UNSOLD:
        return room.outcome
    if standing in ("won", "lost"):
        return standing
    return None if standing in ("leading", "outbid") else "ended"


def lot_head(view: RoomView, base_url: str) -> Markup:
    """Write the head: styles, address, and the card for messengers and search engines."""
    address = f"{base_url}/auction/{view.lot.auction_id}"
    photos = [absolute(photo.url, base_url) for photo in view.lot.photos]
    return render(
        "room_head.html",
        lot=view.lot,
        address=address,
        photo=photos[0] if photos else None,
        summary=summary(view.lot.description),
        product=Markup(as_script(product(view, address, photos))),  # noqa: S704 escaped for scripts
    )


def product(view: RoomView, address: str, photos: list[str]) -> dict[str, Any]:
    """Describe the lot in schema.org's words."""
    lot, room = view.lot, view.room
    price = room.minimum if room.price is None else room.price
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": lot.title,
        "description": lot.description,
        "category": lot.category.name,
        "sku": str(lot.auction_id),
        "image": photos,
        "offers": {
            "@type": "Offer",
            "url": address,
            "price": f"{price:.2f}",
            "priceCurrency": "BRL",
            "availability": "https://schema.org/" + _availability(room.status),
            "availabilityStarts": room.starts_at.isoformat(),
            "availabilityEnds": room.ends_at.isoformat(),
            "seller": {"@type": "Organization", "name": lot.seller or say("room.seller.private")},
        },
    }


def absolute(address: str, base_url: str) -> str:
    """Give a photo's full address, for those who read the page elsewhere."""
    return base_url + address if address.startswith("/") else address


def summary(text: str) -> str:
    """Shorten a description to what a search engine shows, at a word's end."""
    words = " ".join(text.split())
    return words if len(words) <= 160 else words[:159].rsplit(" ", 1)[0] + "…"


def _availability(status: str) -> str:
    return {"scheduled": "PreOrder", "open": "InStock"}.get(status, "SoldOut")
