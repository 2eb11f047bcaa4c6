"""Refusals about lots and sales: what cannot be done with one, or not any more."""

from __future__ import annotations

from typing import Any

from services.errors.base import DomainError


class SaleRefused(DomainError):
    """A step of a sale that cannot be taken now; `reason` names why.

    Paying: `paid`, `late`, `busy` (a charge is being paid), `nothing_free`, `too_many`, `frozen`.
    Delivery: `over`, `disputed`, `not_disputed`, `look_over`, `judicial`, `guide_paid`.
    """

    code, status, key = "sale_refused", 409, "sale.refused.over"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"sale.refused.{self.reason}"


class FloorRefused(DomainError):
    """What an auctioneer cannot do with a lot as it stands.

    `reason` is one of `words`, `no_reason`, `last_window`, `not_now`, `not_in_line`.
    """

    code, status, key = "floor_refused", 409, "floor.refused.not_now"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"floor.refused.{self.reason}"


class QuestionRefused(DomainError):
    """A question that cannot be asked or answered.

    `reason` is one of `own`, `closed`, `waiting`, `answered`.
    """

    code, status, key = "question_refused", 409, "question.refused.closed"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"question.refused.{self.reason}"


class SellingRefused(DomainError):
    """A lot that cannot be put up for sale, or changed, as things stand; `reason` names why.

    `drafts` (too many unfinished), `published` (already), `limit` (of auctions at once), `twice`
    (the same form, a moment ago), `sold_on` (it has bids, or its bidding has begun), `not_seller`
    (blocked, or the e-mail not confirmed).
    """

    code, status, key = "selling_refused", 409, "selling.refused.published"

    def __init__(self, *, reason: str, **values: Any) -> None:
        super().__init__(reason=reason, **values)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"selling.refused.{self.reason}"


class ConductRefused(DomainError):
    """What cannot be taken back, rated or answered now; `reason` names why.

    Lots: `not_yours_to_end`, `decided`, `asked_already`, `own_lot`. Bids: `never`, `too_many`,
    `nothing_left`, `over`, `annulled`. Ratings: `not_done`, `rated`, `rating_over`, `replied`,
    `not_shown`. Flags: `reviewed`.
    """

    code, status, key = "conduct_refused", 409, "conduct.refused.decided"

    def __init__(self, *, reason: str, **values: Any) -> None:
        super().__init__(reason=reason, **values)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"conduct.refused.{self.reason}"


class PhotoRefused(DomainError):
    """What cannot be done with the photos of a lot now; `reason` is `full`, `none` or `gone`."""

    code, status, key = "photo_refused", 409, "photo.refused.full"

    def __init__(self, *, reason: str, **values: Any) -> None:
        super().__init__(reason=reason, **values)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"photo.refused.{self.reason}"


class PhotosBusy(DomainError):
    """So many photos wait to be developed that another would wait too long; nothing was kept."""

    code, status, key = "photos_busy", 503, "photo.busy"


class NoRoomForPhotos(DomainError):
    """Where photos are kept is full or away; nothing was kept, and nothing else is concerned."""

    code, status, key = "no_room_for_photos", 507, "photo.no_room"


class DeskRefused(DomainError):
    """An act of the house's own people that cannot be done as things stand; `reason` names why."""

    code, status, key = "desk_refused", 409, "admin.refused.not_now"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"admin.refused.{self.reason}"
