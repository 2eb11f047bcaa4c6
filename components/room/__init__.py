"""The auction room on screen: one component per watcher, one message for all of them."""

from components.room.broadcast import RoomBroadcaster, broadcaster_of
from components.room.lot_page import card_words, lot_head, lot_shell
from components.room.room import Offer, Room

__all__ = [
    "Offer",
    "Room",
    "RoomBroadcaster",
    "broadcaster_of",
    "card_words",
    "lot_head",
    "lot_shell",
]
