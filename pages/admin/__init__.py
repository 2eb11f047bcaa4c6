"""Pages of the house's own desk."""
