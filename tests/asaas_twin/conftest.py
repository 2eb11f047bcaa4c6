"""A simulator of each test's own, and somebody who listens to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.asaas import Listener, RunningTwin, listening, opened


@pytest.fixture
def twin() -> Iterator[RunningTwin]:
    """A simulator that nobody has used, quick in what takes seconds and hours."""
    with opened() as running:
        yield running


@pytest.fixture
def ear(twin: RunningTwin) -> Iterator[Listener]:
    """Somebody who is told all its events, and takes them."""
    with listening() as listener:
        twin.notify(listener.url)
        yield listener
