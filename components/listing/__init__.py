"""The live listing: cards rendered once on the server, then moved by the house's news."""

from components.listing.card import Card
from components.listing.listing import live_cards
from components.listing.news import ListingNews
from components.listing.shell import listing_head, listing_shell, listing_title

__all__ = [
    "Card",
    "ListingNews",
    "listing_head",
    "listing_shell",
    "listing_title",
    "live_cards",
]
