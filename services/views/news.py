"""What a person has been told, as the bell shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.views.values import milliseconds

MOST_COUNTED = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsView:
    """One thing told, in words; `path` is where to go next."""

    notification_id: int
    topic: str
    kind: str
    text: str
    path: str
    at: datetime
    read: bool

    def as_message(self) -> dict[str, object]:
        """Give the same facts as JSON-ready values."""
        return {
            "id": self.notification_id,
            "kind": self.kind,
            "text": self.text,
            "path": self.path,
            "at_ms": milliseconds(self.at),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsList:
    """A page of news, the newest first. `older` is where the next page begins, if there is one."""

    news: tuple[NewsView, ...]
    unread: int
    older: int | None = None
