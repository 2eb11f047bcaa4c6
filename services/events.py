"""What has happened in the house, in the past tense, for whoever listens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanged:
    """An auction stands at a new version: a bid, an extension, an opening, a decision."""

    auction_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    """A person logged out or was logged out; open screens of that session must let go."""

    session_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWritten:
    """A letter waits in the outbox."""


Event = RoomChanged | SessionEnded | MailWritten
