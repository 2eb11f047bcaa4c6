"""What API clients need of the house beside what everybody needs."""

from services.clients.reception import Reception

__all__ = ["Reception"]
