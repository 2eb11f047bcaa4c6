"""Everything the house refuses, each with the code a machine reads and the message a person reads.

DomainError
├── NotLoggedIn                     401
├── BadToken                        401   an API token that lets nobody in
├── Forbidden                       403
├── ScopeNeeded                     403   an API token that was made for something else
├── NotFound                        404
├── BadInput                        422   a field that cannot be read
│   ├── BadAmount                   422   not a sum of money
│   ├── BadField                    422   one field of a form, by its name
│   └── BadForm                     422   all the fields of a form that are wrong
├── TokenRefused                    400   a link of a mail that opens nothing (any more)
├── AlreadyMember                   409   e-mail or document has an account; which is never said
├── NotVouched                      400   another house's word that lets nobody in
│   └── NobodyVouches               503   the other house does not answer
├── WrongCredentials                401
├── SecondStepNeeded                401   the password was right, the second factor is awaited
├── ProofNeeded                     401   logged in, and must prove again who is there
├── TooManyAttempts                 429
├── TooManyRequests                 429   of a client: more at once than is heard
├── TooManyRooms · TooManySockets   429   of a client: more than it may hold
├── LastWayIn                       409   without it nobody could come in to the account
├── AccountIncomplete               409   nobody's document is known, and money has an owner
├── SaleRefused                     409   a step of a sale that cannot be taken (any more)
├── ConductRefused                  409   a lot, a bid or a rating that cannot be taken (back)
├── QuestionRefused                 409   what cannot be asked or answered (any more)
├── FloorRefused                    409   what an auctioneer cannot do with a lot now
├── SellingRefused                  409   a lot that cannot be put up for sale, or changed, now
├── PhotoRefused                    409   one photo too many, or one that is not there (any more)
├── PhotosBusy                      503   too many photos are being developed
├── NoRoomForPhotos                 507   where photos are kept cannot keep another now
├── DeletionBlocked                 409   an account with something unsettled stays
├── Overtaken                       409   decided otherwise meanwhile
├── DeskRefused                     409   an act of the house that cannot be done (any more)
├── Unavailable                     503   the answer is unknown: do not repeat, ask again
│   └── Overloaded                  503   the database was too slow, busy or away
├── UnderMaintenance                503   the house is working on this page or door
└── BidRefused                      409
    ├── NotOpen · AuctionClosed · NotQualified · Impeded
    ├── NotAboveOwnMaximum · BidTooLow · OverLimit · NeedsConfirmation
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal in the trade's words: stable `code`, HTTP `status`, message `key` and values."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    key: ClassVar[str] = "error.refused"

    def __init__(self, **values: Any) -> None:
        super().__init__(self.code)
        self.values = values

    @property
    def message_key(self) -> str:
        """Name the sentence a person reads; `values` fill its places."""
        return self.key


class NotLoggedIn(DomainError):
    """Nobody is logged in, or the session has ended."""

    code, status, key = "not_logged_in", 401, "error.not_logged_in"


class BadToken(DomainError):
    """An API token that lets nobody in: unknown, expired, revoked, or its person is blocked."""

    code, status, key = "bad_token", 401, "error.bad_token"


class Forbidden(DomainError):
    """The person is known and may not do this."""

    code, status, key = "forbidden", 403, "error.forbidden"


class ScopeNeeded(DomainError):
    """An API token that is good, and was not made for this; `scope` names what it lacks."""

    code, status, key = "scope_needed", 403, "error.scope_needed"

    def __init__(self, *, scope: str) -> None:
        super().__init__(scope=scope)
        self.scope = scope


class NotFound(DomainError):
    """There is no such thing, or it is not this person's to see."""

    code, status, key = "not_found", 404, "error.not_found"


class UnderMaintenance(DomainError):
    """A page or a door that the house has taken out of use for a while."""

    code, status, key = "under_maintenance", 503, "error.under_maintenance"


class BadInput(DomainError):
    """A value that cannot be read as what it should be."""

    code, status, key = "bad_input", 422, "error.bad_input"


class BadAmount(BadInput):
    """A sum of money written in a way that could be misread."""

    code, key = "bad_amount", "error.bad_amount"


class BadField(BadInput):
    """One field of a form that cannot be taken; `problem` names what is wrong with it."""

    code = "bad_field"

    def __init__(self, field: str, problem: str, **values: Any) -> None:
        super().__init__(**values)
        self.field = field
        self.problem = problem

    @property
    def message_key(self) -> str:
        """Name the sentence of this problem."""
        return f"field.{self.problem}"


class BadForm(BadInput):
    """A form with fields that cannot be taken: all of them at once, in `problems`."""

    code, key = "bad_form", "error.bad_form"

    def __init__(self, problems: Sequence[BadField]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class TokenRefused(DomainError):
    """A token that opens nothing: `unknown`, `used`, `expired`, `overtaken` by a newer one, begun
    `elsewhere`, in another browser, or of a letter that is `closed` in this one.
    """

    code, status, key = "token_refused", 400, "token.unknown"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"token.{self.reason}"


class AlreadyMember(DomainError):
    """An account with this e-mail, CPF or CNPJ exists; which of the three is never said."""

    code, status, key = "already_member", 409, "error.already_member"


class NotVouched(DomainError):
    """Another house's word that lets nobody in: `denied`, `stale`, `disbelieved`, `unverified`,
    `blocked`; or that is `taken` by another account.
    """

    code, status, key = "not_vouched", 400, "google.refused.disbelieved"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"google.refused.{self.reason}"


class NobodyVouches(NotVouched):
    """The other house does not answer now; that may pass."""

    code, status = "nobody_vouches", 503

    def __init__(self) -> None:
        super().__init__(reason="away")


class WrongCredentials(DomainError):
    """Unknown person or wrong password; which of the two is never said."""

    code, status, key = "wrong_credentials", 401, "error.wrong_credentials"


class SecondStepNeeded(DomainError):
    """The password was right; `attempt` is what the browser keeps until the second step is done."""

    code, status, key = "second_step_needed", 401, "error.second_step_needed"

    def __init__(self, *, attempt: str) -> None:
        super().__init__()
        self.attempt = attempt


class ProofNeeded(DomainError):
    """The session is good, but its person must first prove again to be there."""

    code, status, key = "proof_needed", 401, "error.proof_needed"


class TooManyAttempts(DomainError):
    """Too many tries in a row; `minutes` until the next is heard."""

    code, status, key = "too_many_attempts", 429, "error.too_many_attempts"

    def __init__(self, *, minutes: int) -> None:
        super().__init__(minutes=minutes)
        self.minutes = minutes


class TooManyRequests(DomainError):
    """More at once than is heard of a client; `seconds` until the next is."""

    code, status, key = "too_many_requests", 429, "error.too_many_requests"

    def __init__(self, *, seconds: float) -> None:
        super().__init__(seconds=max(0.1, round(seconds, 1)))
        self.seconds = seconds


class TooManyRooms(DomainError):
    """More rooms than one connection may follow."""

    code, status, key = "too_many_rooms", 429, "error.too_many_rooms"


class TooManySockets(DomainError):
    """More connections than one person may hold."""

    code, status, key = "too_many_sockets", 429, "error.too_many_sockets"


class LastWayIn(DomainError):
    """An account without a password keeps its last link: nothing else would open it."""

    code, status, key = "last_way_in", 409, "google.links.last"


class AccountIncomplete(DomainError):
    """An account without a CPF, which whoever pays or is paid must have."""

    code, status, key = "account_incomplete", 409, "error.account_incomplete"


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

    `drafts` (too many unfinished), `published` (already), `limit` (of auctions at once), `sold_on`
    (it has bids, or its bidding has begun), `not_seller` (blocked, or the e-mail not confirmed).
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

    Lots: `not_yours_to_end`, `decided`, `asked_already`. Bids: `never`, `too_many`, `nothing_left`,
    `over`, `annulled`. Ratings: `not_done`, `rated`, `rating_over`, `replied`, `not_shown`.
    Flags: `reviewed`.
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


class DeletionBlocked(DomainError):
    """An account that leads, sells, owes or owns money cannot be forgotten yet; `reasons` why."""

    code, status, key = "deletion_blocked", 409, "error.deletion_blocked"

    def __init__(self, *, reasons: Sequence[str]) -> None:
        super().__init__(reasons=tuple(reasons))
        self.reasons = tuple(reasons)


class Overtaken(DomainError):
    """What was asked for was decided otherwise meanwhile, or cannot be done; `reason` names why."""

    code, status, key = "overtaken", 409, "aftersale.overtaken.offer_over"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.reason = reason

    @property
    def message_key(self) -> str:
        """Name the sentence of this reason."""
        return f"aftersale.overtaken.{self.reason}"


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


class Unavailable(DomainError):
    """The house cannot tell the outcome now; the same idempotency key asks for it again."""

    code, status, key = "unavailable", 503, "error.unavailable"


class Overloaded(Unavailable):
    """The database was too slow, busy with others or away; what was asked for may be asked again.

    Whether it was done is not known where the answer to a commit was lost.
    """

    key = "error.overloaded"


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
