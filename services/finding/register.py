"""The register: all lots anybody may find, in memory, so that every count is true and quick.

A process keeps one set of slots for each thing a lot can be, and each order sorted. It reads what
has changed before it answers: what lots are and say from `lot_changes`, which triggers write; how
they stand from the house's news of rooms. The tables remain the authority: a page's cards are read
from them. Decision 16 says why.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

from services.events import Event, RoomChanged
from services.finding.bits import bits_of, slots_of
from services.finding.facts import (
    HOUR_MS,
    Facts,
    Mark,
    keys_of,
    marks_of,
    read_facts,
    read_words,
    step_of,
)
from services.finding.lexicon import NOTHING, Lexicon, Said
from services.finding.orders import Order, lot_of
from services.hub import Hub

_LATE = timedelta(seconds=30)  # longer than a transaction takes from its writing to its commit
_CHANGED = text("""
    select clock.at, c.product_id, c.changed_at
    from (select clock_timestamp() as at) clock left join lot_changes c on c.changed_at > :since
""")
_SPARE = 10_000
_ORDERS = ("ending", "newest", "price_low", "price_high", "bids")


class Register:
    """Every lot's facts, in sets and orders. Use it inside `reading`, which makes it fresh."""

    def __init__(self, hub: Hub) -> None:
        self._lock = threading.Lock()
        self._moved_lock = threading.Lock()
        self._moved: set[int] = set()
        self._seen: dict[int, datetime] = {}
        self._read_at: datetime | None = None
        self._clear()
        hub.listen(self._hear)

    def _clear(self) -> None:
        self.facts: list[Facts | None] = []
        self.slot_of: dict[int, int] = {}
        self.lexicon = Lexicon()
        self.orders = {name: Order() for name in _ORDERS}
        self._sets: dict[str, dict[Hashable, int]] = {}
        self._numbers: dict[int, list[tuple[float, int]]] = {}

    def _hear(self, event: Event) -> None:
        if isinstance(event, RoomChanged):
            with self._moved_lock:
                self._moved.add(event.auction_id)

    # ---- keeping it true ------------------------------------------------------------------------

    @contextmanager
    def reading(self, connection: Connection) -> Iterator[Register]:
        """Read what has changed, then let the block ask; one at a time."""
        with self._lock:
            self._freshen(connection)
            yield self

    def _freshen(self, connection: Connection) -> None:
        with self._moved_lock:
            moved, self._moved = self._moved, set()
        try:
            read_at = self._read_at or datetime.now(UTC)
            rows = connection.execute(_CHANGED, {"since": read_at - _LATE}).all()
            seen = {row.product_id: row.changed_at for row in rows if row.product_id is not None}
            if self._read_at is None:
                self._fill(read_facts(connection), read_words(connection))
            else:
                news = {lot for lot, at in seen.items() if self._seen.get(lot) != at}
                self._update(connection, news, moved)
        except BaseException:
            with self._moved_lock:
                self._moved |= moved
            raise
        self._read_at, self._seen = rows[0].at, seen
        if len(self.facts) > 2 * len(self.slot_of) + _SPARE:
            self._read_at = None  # more slots are left than used: begin anew

    def _update(self, connection: Connection, news: set[int], moved: set[int]) -> None:
        wanted = list(news | moved)
        if not wanted:
            return
        there = {facts.lot: facts for facts in read_facts(connection, wanted)}
        maybe_reworded = [lot for lot in there if lot in news or lot not in self.slot_of]
        said = dict(read_words(connection, maybe_reworded)) if maybe_reworded else {}
        for lot in wanted:
            if lot in there:
                self._put(there[lot], said.get(lot))
            elif lot in self.slot_of:
                self._take(self.slot_of[lot])

    def _fill(self, all_facts: list[Facts], all_said: Iterable[tuple[int, Said]]) -> None:
        self._clear()
        members: dict[Mark, list[int]] = {}
        keys: dict[str, list[int]] = {name: [] for name in _ORDERS}
        for slot, facts in enumerate(all_facts):
            self.facts.append(facts)
            self.slot_of[facts.lot] = slot
            for mark in marks_of(facts):
                members.setdefault(mark, []).append(slot)
            for name, key in keys_of(facts).items():
                keys[name].append(key)
            for feature, number in facts.numbers:
                self._numbers.setdefault(feature, []).append((number, slot))
        for (kind, value), slots in members.items():
            self._sets.setdefault(kind, {})[value] = bits_of(slots, slots[-1] + 1)
        for name, order in self.orders.items():
            order.fill(keys[name])
        for numbers in self._numbers.values():
            numbers.sort()
        known = self.slot_of
        said_at = ((known[lot], said) for lot, said in all_said if lot in known)
        self.lexicon.fill(said_at, len(all_facts))

    def _put(self, facts: Facts, said: Said | None) -> None:
        slot = self.slot_of.get(facts.lot)
        if slot is not None and said is not None and not self.lexicon.says(slot, said):
            self._take(slot)
            slot = None
        if slot is None:
            slot = self.slot_of[facts.lot] = len(self.facts)
            self.facts.append(None)
            self.lexicon.add(said or NOTHING)
        self._mark(slot, self.facts[slot], facts)
        self.facts[slot] = facts
        for name, key in keys_of(facts).items():
            self.orders[name].put(slot, key)

    def _take(self, slot: int) -> None:
        self._mark(slot, self.facts[slot], None)
        self.facts[slot] = None
        for order in self.orders.values():
            order.take(slot)

    def _mark(self, slot: int, before: Facts | None, after: Facts | None) -> None:
        old = marks_of(before) if before else set()
        new = marks_of(after) if after else set()
        for kind, value in old ^ new:
            sets = self._sets.setdefault(kind, {})
            sets[value] = sets.get(value, 0) ^ 1 << slot
            if not sets[value]:
                del sets[value]
        had = set(before.numbers) if before else set()
        has = set(after.numbers) if after else set()
        for feature, number in had - has:
            numbers = self._numbers[feature]
            del numbers[bisect_left(numbers, (number, slot))]
        for feature, number in has - had:
            numbers = self._numbers.setdefault(feature, [])
            numbers.insert(bisect_left(numbers, (number, slot)), (number, slot))

    # ---- asking ---------------------------------------------------------------------------------

    def values(self, kind: str) -> dict[Hashable, int]:
        """Give the sets of a kind by value: status, category, uf, type, photo, band, choice, and
        prices by steps and ends by the hour."""
        return self._sets.get(kind, {})

    def any_of(self, kind: str, values: Iterable[Hashable]) -> int:
        """Give the lots that are one of these."""
        sets, bits = self.values(kind), 0
        for value in values:
            bits |= sets.get(value, 0)
        return bits

    def lots(self, numbers: Iterable[int]) -> int:
        """Give the set of these lots, as far as they may be found."""
        known = self.slot_of
        slots = [known[number] for number in numbers if number in known]
        return bits_of(slots, len(self.facts))

    def priced(self, low: int | None, high: int | None) -> int:
        """Give the lots whose price is from `low` to `high` reais, both included."""
        least = 0 if low is None else low * 100
        most = (1 << 48) if high is None else high * 100

        def fits(facts: Facts) -> bool:
            return least <= facts.price <= most

        return self._from_to("step", step_of(least), step_of(most), fits)

    def between(self, feature: int, low: float | None, high: float | None) -> int:
        """Give the lots whose number for a feature is from `low` to `high`, both included."""
        numbers = self._numbers.get(feature, [])
        start = 0 if low is None else bisect_left(numbers, (low, -1))
        end = len(numbers) if high is None else bisect_right(numbers, (high, len(self.facts)))
        return bits_of([slot for _, slot in numbers[start:end]], len(self.facts))

    def bounds(self, feature: int) -> tuple[float, float] | None:
        """Tell the least and the greatest number lots have for a feature."""
        numbers = self._numbers.get(feature)
        return (numbers[0][0], numbers[-1][0]) if numbers else None

    def ending_by(self, now_ms: int, until_ms: int) -> int:
        """Give the live lots that end from now to an instant."""

        def fits(facts: Facts) -> bool:
            return now_ms <= facts.ends_ms <= until_ms

        return self._from_to("hour", now_ms // HOUR_MS, until_ms // HOUR_MS, fits)

    def _from_to(self, kind: str, first: int, last: int, fits: Callable[[Facts], bool]) -> int:
        """Give what is in the sets between two numbers, and what `fits` of those at both ends."""
        bits, sets = 0, self.values(kind)
        if last - first < len(sets):
            bits = self.any_of(kind, range(first + 1, last))
        else:
            for number, lots in sets.items():
                if isinstance(number, int) and first < number < last:
                    bits |= lots
        near = [
            slot
            for slot in slots_of(self.any_of(kind, {first, last}))
            if (facts := self.facts[slot]) and fits(facts)
        ]
        return bits | bits_of(near, len(self.facts))

    def page(
        self,
        among: int,
        sort: str,
        *,
        after: int | None = None,
        before: int | None = None,
        size: int,
    ) -> list[int]:
        """Give the places of the next lots of a set in an order; see `Order.page`."""
        order = self.orders[sort]
        return order.page(among, self.slot_of, after=after, before=before, size=size)

    def first(self, among: int, sort: str, size: int) -> list[int]:
        """Give the numbers of the first lots of a set in an order."""
        return [lot_of(key) for key in self.page(among, sort, size=size)]
