"""How the house is doing: what it counts as it works, and whether it can work at all."""

from services.figures.tallies import Span, Tallies
from services.figures.watch import Watch

__all__ = ["Span", "Tallies", "Watch"]
