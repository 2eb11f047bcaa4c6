"""How many news are unread, as a badge writes it."""

from __future__ import annotations

from services.views import MOST_COUNTED


def unread_shown(unread: int) -> str:
    """Write how many are unread: nothing for none, `99+` for more than are counted."""
    if unread > MOST_COUNTED:
        return f"{MOST_COUNTED}+"
    return str(unread or "")
