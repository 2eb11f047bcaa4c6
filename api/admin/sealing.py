"""What every form of a setting brings: the version that was seen, and why it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def sealed(form: Mapping[str, str]) -> dict[str, Any]:
    """Read which version was seen, and why it changes."""
    seen = form.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1
    return {"seen": number, "why": form.get("why", "")}
