"""How much somebody may ask for at once, and again after how long: counted in this process."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable

FORGETTING = 4096


class Measure:
    """Lets each key have `burst` at once and `rate` more a second."""

    def __init__(
        self, *, rate: float, burst: int, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.burst = rate, burst
        self._now = now
        self._had: dict[Hashable, tuple[float, float]] = {}

    def take(self, key: Hashable) -> float:
        """Take one and give 0, or take none and give the seconds until there is one."""
        now = self._now()
        left = self.left(key)
        if left < 1:
            return (1 - left) / self.rate
        if len(self._had) >= FORGETTING and key not in self._had:
            self._forget(now)
        self._had[key] = (left - 1, now)
        return 0.0

    def left(self, key: Hashable) -> float:
        """Tell how much is left for a key."""
        left, at = self._had.get(key, (float(self.burst), self._now()))
        return min(float(self.burst), left + (self._now() - at) * self.rate)

    def whole_in(self, key: Hashable) -> int:
        """Tell in how many seconds a key has its whole burst again."""
        return math.ceil((self.burst - self.left(key)) / self.rate)

    def _forget(self, now: float) -> None:
        """Let go of keys that have their whole burst again."""
        whole = self.burst / self.rate
        self._had = {key: had for key, had in self._had.items() if now - had[1] < whole}
