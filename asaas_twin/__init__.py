"""A stand-in for Asaas on one's own machine: the same API, events and pages, without any money."""

from asaas_twin.settings import Settings
from asaas_twin.twin import Twin

__all__ = ["Settings", "Twin"]
