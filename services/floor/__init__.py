"""The floor: what an auctioneer does in a live session, and what a room is told of it."""

from services.floor.floor import SAYINGS, Floor
from services.floor.reading import read_line, read_said

__all__ = ["SAYINGS", "Floor", "read_line", "read_said"]
