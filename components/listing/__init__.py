"""The live listing: cards rendered once on the server, then moved by the house's news."""

from components.listing.card import Card
from components.listing.fresh import FreshLots
from components.listing.listing import live_cards
from components.listing.news import ListingNews
from components.listing.shell import PACES, listing_head, listing_shell, listing_title

__all__ = [
    "PACES",
    "Card",
    "FreshLots",
    "ListingNews",
    "listing_head",
    "listing_shell",
    "listing_title",
    "live_cards",
]
