"""The words of all lots, turned round: for each word the slots of the lots that have it. Pure.

A word that few lots have is an array of their slots, one that many have a set with a bit a lot, so
that neither takes more room or time than it must. Slots are only ever added: a lot that has other
words gets another slot, and what stood at the old one finds nothing, because no lot is there.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.finding.bits import bits_of

_MANY = 64  # from one lot in so many on, a set takes less, or is worth its room
_LAST = chr(0x10FFFF)
PARTS = ("title", "about", "place", "words")


class Said(NamedTuple):
    """A lot's words, divided by blanks: those of its title, of its category and features, of its
    place, and all of them."""

    title: str
    about: str
    place: str
    words: str


NOTHING = Said("", "", "", "")


class Lexicon:
    """Which lots have a word, in each part of them and anywhere."""

    def __init__(self) -> None:
        self._size = 0
        self._held: dict[str, dict[str, array[int] | int]] = {part: {} for part in PARTS}
        self._said = array("q")
        self._known: list[str] = []

    def fill(self, said_at: Iterable[tuple[int, Said]], size: int) -> None:
        """Begin with these lots' words, by slots below `size`."""
        few: dict[str, dict[str, array[int]]] = {part: {} for part in PARTS}
        self._size, self._said = size, array("q", bytes(8 * size))
        for slot, said in said_at:
            self._said[slot] = hash(said)
            for held, words in zip(few.values(), said, strict=True):
                for word in words.split():
                    try:
                        held[word].append(slot)
                    except KeyError:
                        held[word] = array("I", (slot,))
        for part, held in few.items():
            for word, slots in held.items():
                self._held[part][word] = self._kept(slots)
        self._known = sorted(few["words"])

    def add(self, said: Said) -> None:
        """Give the next slot to a lot with these words."""
        slot = self._size
        self._size += 1
        self._said.append(hash(said))
        for word in said.words.split():
            if word not in self._held["words"]:
                insort(self._known, word)
        for held, words in zip(self._held.values(), said, strict=True):
            for word in words.split():
                before = held.get(word)
                if before is None:
                    held[word] = array("I", (slot,))
                elif isinstance(before, int):
                    held[word] = before | 1 << slot
                else:
                    before.append(slot)
                    held[word] = self._kept(before)

    def says(self, slot: int, said: Said) -> bool:
        """Tell whether these are still the words of a slot's lot."""
        return self._said[slot] == hash(said)

    def having(self, part: str, words: Iterable[str]) -> int:
        """Give the lots that have one of these words in a part."""
        return self._any_of(self._held[part], words)

    def beginning(self, part: str, begun: str) -> int:
        """Give the lots that have a word in a part which begins so."""
        first, last = bisect_left(self._known, begun), bisect_left(self._known, begun + _LAST)
        return self._any_of(self._held[part], self._known[first:last])

    def _any_of(self, held: Mapping[str, array[int] | int], words: Iterable[str]) -> int:
        bits, few = 0, array("I")
        for word in words:
            slots = held.get(word, 0)
            if isinstance(slots, int):
                bits |= slots
            else:
                few.extend(slots)
        return bits | bits_of(few, self._size) if few else bits

    def _kept(self, slots: array[int]) -> array[int] | int:
        return bits_of(slots, self._size) if len(slots) * _MANY > self._size else slots
