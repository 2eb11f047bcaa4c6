"""Passwords: kept as argon2id hashes, compared in the same time whether or not there is one."""

from __future__ import annotations

import threading
import unicodedata

from passlib.context import CryptContext

_LONGEST = 1_000
# OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
_CONTEXT = CryptContext(
    schemes=["argon2"],
    deprecated="auto",
    argon2__type="ID",
    argon2__memory_cost=19_456,
    argon2__time_cost=2,
    argon2__parallelism=1,
)
# A storm of log-ins must not take the memory and cores that bids need.
_FEW_AT_ONCE = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """Return the hash to keep of a password."""
    with _FEW_AT_ONCE:
        hash_: str = _CONTEXT.hash(_normal(password))
    return hash_


def matches(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Tell whether a password is the one kept, and the new hash if the kept one is outdated.

    With nothing kept it takes as long as a comparison and is False.
    """
    usable = 0 < len(password) <= _LONGEST and "\0" not in password
    with _FEW_AT_ONCE:
        if kept is None or not usable:
            _CONTEXT.dummy_verify()
            return False, None
        verified, renewed = _CONTEXT.verify_and_update(_normal(password), kept)
    return bool(verified), renewed


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)
