"""PostgreSQL of the house's own, with nothing to set up: for a laptop, a demonstration, a test."""

from services.gateways.embedded_postgres.cluster import EmbeddedPostgres

__all__ = ["EmbeddedPostgres"]
