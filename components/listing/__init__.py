"""The live listing: cards rendered once on the server, then moved by the house's news."""

from components.listing.card import Card
from components.listing.listing import LiveListing
from components.listing.news import ListingNews
from components.listing.shell import Question, listing_head, listing_shell, listing_title

__all__ = [
    "Card",
    "ListingNews",
    "LiveListing",
    "Question",
    "listing_head",
    "listing_shell",
    "listing_title",
]
