"""How people behave towards each other: lots and bids taken back, ratings, and what looks odd."""

from services.conduct.conduct import Conduct

__all__ = ["Conduct"]
