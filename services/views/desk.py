"""What the people of the house see at its desk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """Something that may want attention: how much of it there is, and where it is looked after.

    `grave` is what should be nothing at all.
    """

    name: str
    count: int
    path: str
    grave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something of the house found by words; `kind` is what it is: `auction` or `person`."""

    kind: str
    label: str
    detail: str
    path: str
