"""API clients and the people behind them, as far as others may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAs:
    """How others know somebody on a lot: by name, by paddle, or as nobody in particular."""

    paddle: int | None = None
    name: str | None = None

    def as_message(self) -> dict[str, Any]:
        """Give paddle and name."""
        return {"paddle": self.paddle, "name": self.name}
