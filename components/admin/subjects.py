"""What something at the desk is about, said in words, and where it is seen."""

from __future__ import annotations

from typing import NamedTuple

from components.words import say

_PLACES = {"bid": "/admin/auctions/{}/record", "payment": "/admin/payouts/{}"}


class Subject(NamedTuple):
    """A thing by its name, and its address; one of an unknown kind stands as it is, nowhere."""

    said: str
    address: str = ""


def subject_of(written: str) -> Subject:
    """Read a subject as the approvals keep it: `bid:<lot>/<number>` or `payment:<number>`."""
    kind, _, rest = written.partition(":")
    if kind not in _PLACES:
        return Subject(written)
    whole, _, part = rest.partition("/")
    said = say(f"admin.subject.{kind}", whole=whole, part=part)
    return Subject(said, _PLACES[kind].format(whole))
