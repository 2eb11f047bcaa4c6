"""The lots of a register in one order, kept sorted as they change, and pages of it by keyset. Pure.

A lot's place is one whole number, what it is sorted by and then its own number, so that equal ones
have an order too and a page begins where the last one ended, whatever has moved meanwhile.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence

from services.finding.bits import in_bytes, slots_of

LOT_BITS = 32
_LOT = (1 << LOT_BITS) - 1
_FEW = 2_000
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def key_of(major: int, lot: int) -> int:
    """Give the place of a lot: `major` decides, not below zero, then the lot's number."""
    return major << LOT_BITS | lot


def lot_of(key: int) -> int:
    """Tell whose place it is."""
    return key & _LOT


def written_place(key: int) -> str:
    """Write a place for an address."""
    digits = ""
    while key:
        key, digit = divmod(key, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def read_place(written: str) -> int | None:
    """Read a place from an address; None if none is written."""
    return int(written, 36) if written else None


class Order:
    """All lots of a register by one key each."""

    def __init__(self) -> None:
        self.key_at: list[int] = []
        self._sorted: list[int] = []
        self._last: tuple[int, list[int]] = (0, [])

    def fill(self, keys: list[int]) -> None:
        """Begin with these keys, by slot."""
        self.key_at, self._last = keys, (0, [])
        self._sorted = sorted(keys)

    def put(self, slot: int, key: int) -> None:
        """Let the lot of a slot, a new one at the end too, stand at this key."""
        if slot == len(self.key_at):
            self.key_at.append(key)
        else:
            before = self.key_at[slot]
            if before == key:
                return
            place = bisect_left(self._sorted, before)
            if self._sorted[place : place + 1] == [before]:
                del self._sorted[place]
            self.key_at[slot] = key
        insort(self._sorted, key)
        self._last = (0, [])

    def take(self, slot: int) -> None:
        """Let the lot of a slot stand nowhere."""
        place = bisect_left(self._sorted, self.key_at[slot])
        if self._sorted[place : place + 1] == [self.key_at[slot]]:
            del self._sorted[place]
        self.key_at[slot] = -1
        self._last = (0, [])

    def page(
        self,
        among: int,
        slot_of: dict[int, int],
        *,
        after: int | None = None,
        before: int | None = None,
        size: int,
    ) -> list[int]:
        """Give the next `size` keys among these slots after a place, or the last before one."""
        lots = among.bit_count()
        if lots <= _FEW or lots * 50 < len(self._sorted):
            return page_of(self._few(among), after=after, before=before, size=size)
        field = in_bytes(among)
        end = len(field) * 8
        found: list[int] = []
        for key in self._walk(after, before):
            slot = slot_of[key & _LOT]
            if slot < end and field[slot >> 3] >> (slot & 7) & 1:
                found.append(key)
                if len(found) == size:
                    break
        return found[::-1] if before is not None else found

    def _few(self, among: int) -> list[int]:
        """Sort the keys of these slots; the last ones are kept, for what is beyond their page."""
        if self._last[0] != among:
            self._last = among, sorted(map(self.key_at.__getitem__, slots_of(among)))
        return self._last[1]

    def _walk(self, after: int | None, before: int | None) -> Iterator[int]:
        keys = self._sorted
        if before is not None:
            for place in range(bisect_left(keys, before) - 1, -1, -1):
                yield keys[place]
            return
        for place in range(0 if after is None else bisect_right(keys, after), len(keys)):
            yield keys[place]


def page_of(
    keys: Sequence[int], *, after: int | None = None, before: int | None = None, size: int
) -> list[int]:
    """Give the next `size` of sorted keys after a place, or the last before one."""
    if before is not None:
        end = bisect_left(keys, before)
        return list(keys[max(0, end - size) : end])
    start = 0 if after is None else bisect_right(keys, after)
    return list(keys[start : start + size])
