"""The link at a letter's foot by which its reader has no more of the kind; it needs no log-in."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256

_MARK = re.compile(r"(\d{1,10})\.([a-z_]{1,20})\.([\w-]{22})", re.ASCII)
_LARGEST = 2**31 - 1


def unsubscribe_mark(secret: str, user_id: int, kind: str) -> str:
    """Write whose letters of which kind are meant, signed so that nobody else can write it."""
    return f"{user_id}.{kind}.{_signature(secret, user_id, kind)}"


def read_unsubscribe(secret: str, mark: str) -> tuple[int, str] | None:
    """Read whose letters of which kind are meant; None for what the house did not write."""
    found = _MARK.fullmatch(mark)
    if found is None or int(found[1]) > _LARGEST:
        return None
    user_id, kind = int(found[1]), found[2]
    right = hmac.compare_digest(found[3], _signature(secret, user_id, kind))
    return (user_id, kind) if right else None


def _signature(secret: str, user_id: int, kind: str) -> str:
    said = f"unsubscribe {user_id} {kind}".encode()
    return urlsafe_b64encode(hmac.digest(secret.encode(), said, sha256)[:16]).decode().rstrip("=")
