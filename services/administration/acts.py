"""Which acts on a lot are possible as it stands, and how long a stopped one goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

from models import Status

ACTS = (
    "extend",
    "suspend",
    "resume",
    "finalize",
    "accept",
    "refuse",
    "validate",
    "annul",
    "cancel",
)
_UNDECIDED = (Status.NOT_STARTED, Status.IN_OCCURRENCE, Status.SUSPENDED)
_TO_COME_BACK = timedelta(minutes=10)


def acts_on(status: int, outcome: str | None, *, validated: bool, bids: int) -> tuple[str, ...]:
    """List what can be done to a lot, the mildest first."""
    acts = []
    if status == Status.SUSPENDED:
        acts.append("resume")
    if status in (Status.NOT_STARTED, Status.IN_OCCURRENCE):
        acts += ["extend", "suspend"]
    if status == Status.IN_OCCURRENCE:
        acts.append("finalize")
    if outcome == "conditional":
        acts += ["accept", "refuse"]
    if outcome == "sold" and not validated:
        acts.append("validate")
    if status in (Status.IN_OCCURRENCE, Status.SUSPENDED) and bids:
        acts.append("annul")
    if status in _UNDECIDED:
        acts.append("cancel")
    return tuple(acts)


def end_after_suspension(
    *,
    starts_at: datetime,
    ends_at: datetime,
    suspended_at: datetime,
    window: timedelta,
    now: datetime,
) -> datetime:
    """Return the end of a lot that goes on: the time to bid that was lost is given back.

    Ten minutes are left at least, or two windows, so that people can come back, as after an outage.
    A lot that has not begun meanwhile keeps its end.
    """
    lost = now - max(suspended_at, starts_at)
    if lost <= timedelta(0):
        return ends_at
    return max(ends_at + lost, now + max(2 * window, _TO_COME_BACK))
