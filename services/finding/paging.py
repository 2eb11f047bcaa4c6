"""The pages of what was found: in an order of the register, or by how well lots answer."""

from __future__ import annotations

from services.finding.orders import read_place, written_place
from services.finding.question import Question
from services.finding.ranking import Tiers
from services.finding.register import Register

_BEST = 1 << 14
_BEHIND = 100  # more bits than a place in an order has
_PLACE = (1 << _BEHIND) - 1


class Paging:
    """Lots of a register in the order a question asks for; with `tiers`, the best answers first and
    equal ones by what ends first."""

    def __init__(
        self, register: Register, among: int, order: str, tiers: Tiers | None = None
    ) -> None:
        self._register = register
        self._among = among
        self._sort = "ending" if order == "relevance" else order
        self._tiers = tiers if order == "relevance" else None

    def page(self, question: Question, *, size: int) -> tuple[list[int], int, bool]:
        """Give the places of a page, its number as far as it is known, and whether the place asked
        for lies beyond them all: then it is the first page."""
        total = self._among.bit_count()
        after, before = read_place(question.after), read_place(question.before)
        if after is not None or before is not None:
            keys = self.places(after=after, before=before, size=size)
            if keys or not total:
                return keys, question.page, False
        page = min(question.page, max(1, -(-total // size)))
        keys = self.places(size=page * size)[(page - 1) * size :]
        return keys, page, after is not None or before is not None

    def beyond(self, *, after: list[int] | None = None, before: list[int] | None = None) -> str:
        """Write the place a page beyond this one begins from; empty if there is nothing there."""
        place = next(iter(after or before or ()), None)
        if place is None:
            return ""
        there = self.places(
            after=place if after else None, before=place if before else None, size=1
        )
        return written_place(place) if there else ""

    def places(
        self, *, after: int | None = None, before: int | None = None, size: int
    ) -> list[int]:
        """Give the next places after one, or the last before one."""
        if self._tiers is None:
            return self._register.page(
                self._among, self._sort, after=after, before=before, size=size
            )
        found: list[int] = []
        for score, bits in reversed(self._tiers) if before is not None else self._tiers:
            behind = (_BEST - score) << _BEHIND
            if (after is not None and behind | _PLACE <= after) or (
                before is not None and behind >= before
            ):
                continue
            keys = self._register.page(
                bits & self._among,
                self._sort,
                after=None if after is None or after < behind else after & _PLACE,
                before=None if before is None or before > behind | _PLACE else before & _PLACE,
                size=size - len(found),
            )
            placed = [behind | key for key in keys]
            found = placed + found if before is not None else found + placed
            if len(found) == size:
                break
        return found
