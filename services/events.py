"""What has happened in the house, in the past tense, for whoever listens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanged:
    """An auction stands at a new version: a bid, an extension, an opening, a decision."""

    auction_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotPublished:
    """A lot has come before the public and may be found."""

    auction_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchersChanged:
    """More or fewer people watch a lot; how many is read when it is told."""

    auction_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    """A person logged out or was logged out; open screens of that session must let go."""

    session_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWritten:
    """A letter waits in the outbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PushWritten:
    """A message to somebody's browser waits to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayWanted:
    """Something is to be asked of the payment gateway, or has come from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyMoved:
    """A person's payments or wallet have changed; `payment_id` says which, if it was one."""

    user_id: int
    payment_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A person has been told something, or has read it; the bell shows another number."""

    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseClosing:
    """This process takes nothing more in; who waits here for news is to ask the next one."""


# What other processes have to hear of as well, beside rooms: their screens show it too.
Abroad = SessionEnded | MoneyMoved | Told | LotPublished | WatchersChanged
TOLD_ABROAD: tuple[type[Abroad], ...] = (
    SessionEnded,
    MoneyMoved,
    Told,
    LotPublished,
    WatchersChanged,
)
Event = RoomChanged | MailWritten | PushWritten | GatewayWanted | HouseClosing | Abroad
