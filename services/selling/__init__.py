"""Selling: what people write about a lot before it is on sale, and how it comes to be."""

from services.selling.selling import Selling

__all__ = ["Selling"]
