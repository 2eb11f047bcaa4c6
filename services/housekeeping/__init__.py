"""What the house sets while it is open: fees, increments, limits and texts, each in versions."""

from services.housekeeping.housekeeping import Housekeeping

__all__ = ["Housekeeping"]
