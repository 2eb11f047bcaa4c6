"""Doors of the house's own desk."""
