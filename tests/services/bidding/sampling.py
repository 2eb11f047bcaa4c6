"""How many samples a property is shown."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

sampled = settings(
    max_examples=200,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
