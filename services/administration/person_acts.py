"""Which acts on somebody's account are possible as it stands."""

from __future__ import annotations

from collections.abc import Collection

ACTS = (
    "check-documents",
    "uncheck-documents",
    "verify",
    "refuse",
    "grant",
    "revoke",
    "limit",
    "waive",
    "log-out",
    "unblock",
    "block",
)
PROVEN = {"grant", "revoke", "block"}
GRAVE = {"block", "refuse", "revoke"}


def acts_on(
    *,
    erased: bool,
    blocked: bool,
    privileged: bool,
    own: bool,
    checked: bool | None,
    request: str | None,
    roles: Collection[object],
    strikes: int,
    sessions: int,
) -> tuple[str, ...]:
    """List what can be done to an account; nothing to one's own, or to one that was erased.

    `checked` is None for somebody without a document. An administrator is not blocked here: the
    right is taken back first, by whoever keeps the house.
    """
    if erased or own:
        return ()
    possible = {
        "check-documents": checked is False,
        "uncheck-documents": checked is True,
        "verify": request in ("waiting", "refused"),
        "refuse": request in ("waiting", "verified"),
        "grant": not blocked,
        "revoke": bool(roles),
        "limit": True,
        "waive": strikes > 0,
        "log-out": sessions > 0,
        "unblock": blocked,
        "block": not blocked and not privileged,
    }
    return tuple(act for act in ACTS if possible[act])
