"""Refusals of bids, each with its stable code, in the order they are judged."""

from __future__ import annotations

from decimal import Decimal

from services.errors.base import DomainError


class BidRefused(DomainError):
    """A bid that changes nothing: neither price nor leader nor the closing time."""

    code, status, key = "bid_refused", 409, "bid.refused"


class NotOpen(BidRefused):
    """The auction does not take bids: not started, suspended, canceled or decided."""

    code, key = "not_open", "bid.not_open"


class AuctionClosed(BidRefused):
    """The bid arrived at or after the end; the deadline is exclusive."""

    code, key = "closed", "bid.closed"


class NotQualified(BidRefused):
    """The bidder has not met a condition of this auction; `reason` names which."""

    code = "not_qualified"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this condition."""
        return f"bid.not_qualified.{self.reason}"


class Impeded(BidRefused):
    """The bidder may not bid on this lot (CPC art. 890, or its own seller); `reason` names why."""

    code = "impeded"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this impediment."""
        return f"bid.impeded.{self.reason}"


class NotAboveOwnMaximum(BidRefused):
    """The leader's new maximum is not above the one already given."""

    code, key = "not_above_own_max", "bid.not_above_own_max"

    def __init__(self, *, maximum: Decimal) -> None:
        super().__init__(maximum=maximum)
        self.maximum = maximum


class BidTooLow(BidRefused):
    """The amount is below the minimum bid, `minimum`."""

    code, key = "below_min_next", "bid.below_min_next"

    def __init__(self, *, minimum: Decimal) -> None:
        super().__init__(minimum=minimum)
        self.minimum = minimum


class OverLimit(BidRefused):
    """The bid commits more than is available; `missing` is what a top-up must bring."""

    code, key = "over_limit", "bid.over_limit"

    def __init__(self, *, available: Decimal, missing: Decimal) -> None:
        super().__init__(available=available, missing=missing)
        self.available = available
        self.missing = missing


class NeedsConfirmation(BidRefused):
    """The amount is far above the minimum bid; said twice it counts."""

    code, key = "needs_confirmation", "bid.needs_confirmation"

    def __init__(self, *, amount: Decimal, minimum: Decimal) -> None:
        super().__init__(amount=amount, minimum=minimum)
        self.amount = amount
        self.minimum = minimum
