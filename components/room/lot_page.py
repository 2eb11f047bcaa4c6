"""The lot's page before any script: what people see first and search engines read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from components.floor import spoken
from components.format import feature_value, plain
from components.gallery import gallery
from components.listing import Card, live_cards
from components.templates import as_script, render
from components.words import say
from services.views import CardView, RoomView, milliseconds

ON_SALE = ("scheduled", "open", "suspended")
UNSOLD = ("no_bids", "reserve_not_met", "conditional", "defaulted")


def lot_shell(
    view: RoomView,
    alike: Sequence[CardView] = (),
    *,
    watched: Collection[int] = frozenset(),
    questions: str = "",
    record: str = "",
    address: str = "",
    csrf: str = "",
    floor: bool = False,
    present: int = 1,
) -> Markup:
    """Draw the lot as it stands; the live room takes the parts that do not move into itself.

    `alike` are other lots, for whom this is not the one; `watched` are those with a filled heart;
    `questions` is what is asked about it, drawn, `record` what can be checked of it; `address` the
    page's own, for whoever passes it on. `floor` is for who runs its live session;
    `present` counts who is in the room, this one among them.
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
        seller=view.you.standing == "seller",
        verdict=verdict(view),
        now=view.now,
        gallery=gallery(view.lot.photos, title=view.lot.title),
        address=address,
        changeable=csrf and changeable(view),
        csrf=csrf,
        declare=csrf and view.you.declare,
        questions=questions,
        record=record,
        floor=floor,
        spoken=spoken,
        present=present,
        protects=view.you.standing != "seller" and view.room.status in ON_SALE,
        cost=view.lot.cost_at(view.room.minimum),
        rate=f"{plain(view.lot.buyer_rate)}%",
        price=view.room.minimum if view.room.price is None else view.room.price,
    )


def changeable(view: RoomView) -> bool:
    """Tell whether who looks may still change the lot: its seller, before anybody has bid."""
    room = view.room
    if view.you.standing != "seller" or room.bids:
        return False
    return room.status == "scheduled" or (
        room.status == "open" and view.lot.auction_type != "judicial"
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
    drawn = sha256(repr(card_words(view)).encode()).hexdigest()[:8]
    return render(
        "room_head.html",
        lot=view.lot,
        address=address,
        picture=preview(view, base_url, f"{address}/card.png?v={drawn}"),
        summary=summary(view.lot.description),
        product=_script(product(view, address, photos)),
        crumbs=_script(crumbs(view, base_url)),
    )


def preview(view: RoomView, base_url: str, card: str) -> dict[str, Any]:
    """Choose what messengers show: the principal photo as JPEG, else the card the house draws."""
    photo = view.lot.photos[0] if view.lot.photos else None
    if photo is None or not photo.jpeg:
        kind = {"type": "image/png", "width": 1200, "height": 630}
        return {"address": card, "alt": view.lot.title, **kind}
    file, width = photo.jpeg[len(photo.jpeg) // 2]  # messengers take no heavy one
    return {
        "address": absolute(file, base_url),
        "alt": photo.alt or view.lot.title,
        "type": "image/jpeg",
        "width": width,
        "height": round(width * photo.height / photo.width),
    }


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
        "additionalProperty": [
            {
                "@type": "PropertyValue",
                "name": feature.name,
                "value": feature_value(feature),
            }
            for feature in lot.features
        ],
        "offers": {
            "@type": "Offer",
            "url": address,
            "price": f"{price:.2f}",
            "priceCurrency": "BRL",
            "availability": "https://schema.org/" + _availability(room.status),
            "availabilityStarts": room.starts_at.isoformat(),
            "availabilityEnds": room.ends_at.isoformat(),
            "priceValidUntil": room.ends_at.isoformat(),
            "availableAtOrFrom": {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressCountry": "BR",
                    "addressRegion": lot.state or "",
                    "addressLocality": lot.city or "",
                },
            },
            "seller": {
                "@type": "Organization" if lot.about_seller.company else "Person",
                "name": lot.seller or say("room.seller.private"),
            },
        },
    }


def crumbs(view: RoomView, base_url: str) -> dict[str, Any]:
    """Describe the way from the first page to the lot in schema.org's words."""
    lot = view.lot
    steps = [
        (say("frame.auctions"), f"{base_url}/"),
        *((one.name, f"{base_url}/?category={one.slug}") for one in lot.branch),
        (lot.title, f"{base_url}/auction/{lot.auction_id}"),
    ]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": item}
            for place, (name, item) in enumerate(steps, start=1)
        ],
    }


def card_words(view: RoomView) -> tuple[str, str, str, tuple[str, ...]]:
    """Say what the picture of a lot says: house, kind of sale, title, and its lines."""
    lot, room = view.lot, view.room
    when = "starts" if room.status == "scheduled" else "ends"
    lines = [", ".join(part for part in (lot.city, lot.state) if part)]
    if room.status in ("scheduled", "open"):
        at = room.starts_at if room.status == "scheduled" else room.ends_at
        lines.append(say(f"lot.card.{when}", moment=at))
    kind = say("room.judicial") if lot.legal else lot.category.name
    return say("lot.card.house"), kind, lot.title, tuple(line for line in lines if line)


def absolute(address: str, base_url: str) -> str:
    """Give a photo's full address, for those who read the page elsewhere."""
    return base_url + address if address.startswith("/") else address


def summary(text: str) -> str:
    """Shorten a description to what a search engine shows, at a word's end."""
    words = " ".join(text.split())
    return words if len(words) <= 160 else words[:159].rsplit(" ", 1)[0] + "…"


def _script(value: dict[str, Any]) -> Markup:
    return Markup(as_script(value))  # noqa: S704  escaped for scripts


def _availability(status: str) -> str:
    return {"scheduled": "PreOrder", "open": "InStock"}.get(status, "SoldOut")
