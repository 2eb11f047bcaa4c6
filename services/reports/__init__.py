"""What the house reports of its sales."""

from services.reports.reports import Reports

__all__ = ["Reports"]
