"""Refusals of every kind of thing: who asks, what cannot be read, what is too much or too late."""

from __future__ import annotations

from collections.abc import Sequence
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

    def __init__(self) -> None:
        super().__init__(minutes=5)  # when it is worth another try


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


class KeyReused(DomainError):
    """A program sends another bid under the key of one it has sent before; nothing is done."""

    code, status, key = "key_reused", 422, "error.key_reused"


class TooManyRooms(DomainError):
    """More rooms than one connection may follow."""

    code, status, key = "too_many_rooms", 429, "error.too_many_rooms"


class TooManySockets(DomainError):
    """More connections than one person may hold."""

    code, status, key = "too_many_sockets", 429, "error.too_many_sockets"


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


class Unavailable(DomainError):
    """The house cannot tell the outcome now; the same idempotency key asks for it again."""

    code, status, key = "unavailable", 503, "error.unavailable"


class Overloaded(Unavailable):
    """The database was too slow, busy with others or away; what was asked for may be asked again.

    Whether it was done is not known where the answer to a commit was lost.
    """

    key = "error.overloaded"
