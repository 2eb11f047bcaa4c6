"""The circuit breaker: when a gateway is down, everybody is told at once instead of waiting."""

from __future__ import annotations

import time
from collections.abc import Callable


class Breaker:
    """Opens after `failures` in a row; `rest_seconds` later one call may try, and decides.

    Used from one event loop. `now` is a monotonic clock in seconds.
    """

    def __init__(
        self,
        *,
        failures: int = 5,
        rest_seconds: float = 30.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._rest = rest_seconds
        self._now = now
        self._failed = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def open(self) -> bool:
        """Tell whether calls are held back."""
        return self._opened_at is not None

    def enter(self) -> bool:
        """Ask to call; whoever may must afterwards say `answered`, `failed` or `gave_up`."""
        if self._opened_at is None:
            return True
        if self._probing or self._now() - self._opened_at < self._rest:
            return False
        self._probing = True
        return True

    def answered(self) -> None:
        """Note that the gateway answered, whatever it said."""
        self._failed, self._opened_at, self._probing = 0, None, False

    def failed(self) -> None:
        """Note that it did not."""
        self._failed += 1
        if self._probing or self._failed >= self._most:
            self._opened_at = self._now()
        self._probing = False

    def gave_up(self) -> None:
        """Note that the caller went away before anything was known."""
        self._probing = False
