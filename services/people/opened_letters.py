"""Letters somebody has opened: the browser keeps what their links hold, so no address has to.

Several may be open at once, in a tab each; an address names one by a mark that opens nothing.
"""

from __future__ import annotations

from hashlib import sha256

MOST = 4
_BETWEEN = "."


def mark_of(token: str) -> str:
    """Name a token without telling it."""
    return sha256(f"letter {token}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def keep(kept: str, token: str) -> str:
    """Add the token of a letter to those kept; the oldest of more than four is let go."""
    others = [one for one in _read(kept) if one != token]
    return _BETWEEN.join([*others, token][-MOST:])


def find(kept: str, mark: str) -> str:
    """Give the token of a mark among those kept; empty if it is not."""
    return next((one for one in _read(kept) if mark_of(one) == mark), "")


def drop(kept: str, mark: str) -> str:
    """Let go of the token of a mark."""
    return _BETWEEN.join(one for one in _read(kept) if mark_of(one) != mark)


def _read(kept: str) -> list[str]:
    return [one for one in kept.split(_BETWEEN) if one][-MOST:]
