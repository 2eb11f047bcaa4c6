"""Refusals about accounts: letters, ways in, proofs, what an account still needs."""

from __future__ import annotations

from collections.abc import Sequence

from services.errors.base import DomainError


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


class LastWayIn(DomainError):
    """An account without a password keeps its last link: nothing else would open it."""

    code, status, key = "last_way_in", 409, "google.links.last"


class AccountIncomplete(DomainError):
    """An account without a CPF, which whoever pays or is paid must have."""

    code, status, key = "account_incomplete", 409, "error.account_incomplete"


class DeletionBlocked(DomainError):
    """An account that leads, sells, owes or owns money cannot be forgotten yet; `reasons` why."""

    code, status, key = "deletion_blocked", 409, "error.deletion_blocked"

    def __init__(self, *, reasons: Sequence[str]) -> None:
        super().__init__(reasons=tuple(reasons))
        self.reasons = tuple(reasons)
