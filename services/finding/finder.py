"""The finder: answers a question from the register, which has what lots are and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from sqlalchemy import Connection, text

from services.catalogue.features import FeatureRule
from services.catalogue.values import read_rules
from services.finding.bits import slots_of
from services.finding.facets import count, count_tops
from services.finding.narrowing import Asker
from services.finding.orders import lot_of
from services.finding.paging import Paging
from services.finding.question import Question
from services.finding.ranking import Tiers, answering, rank
from services.finding.register import Register
from services.finding.tree import Tree, read_tree
from services.finding.words import Search, read_search
from services.hub import Hub
from services.ports import Clock
from services.views import CategoryView, Facets, milliseconds

MOST_HOMES = 5
_WATCHED = text("select product_id from watches where user_id = :user")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a question finds: the lots of its page, how many there are, and what else to ask.

    `beyond` tells that the place asked for is behind the last lot: these are the first ones.
    """

    lots: list[int]
    total: int
    page: int
    beyond: bool
    facets: Facets
    tops: tuple[CategoryView, ...]
    after: str
    before: str
    search: Search | None

    @property
    def meant(self) -> tuple[str, ...]:
        """List the words it was read as where those are others than were typed."""
        return self.search.meant if self.search else ()


class Finder:
    """Finds lots for this process; to be used inside a transaction."""

    def __init__(self, hub: Hub, clock: Clock) -> None:
        self._register = Register(hub)
        self._clock = clock

    def freshen(self, connection: Connection) -> None:
        """Read what has changed, so that whoever asks next waits for less."""
        with self._register.reading(connection):
            pass

    def find(
        self, connection: Connection, question: Question, *, seen_by: int | None, size: int
    ) -> Found:
        """Find the lots of a page, and count what else might be asked."""
        tree = read_tree(connection)
        rules = _rules(connection, tree, question)
        search = read_search(connection, question.q) if question.q else None
        watched = _watched(connection, seen_by)
        with self._register.reading(connection) as register:
            asker = Asker(register, tree, now_ms=self._now_ms(), watched=watched)
            tiers = rank(register.lexicon, search) if search else None
            worded = _either(tiers or []) if question.q else None
            narrowing = asker.narrow(question, rules, worded)
            among = narrowing.all_but()
            paging = Paging(register, among, question.order, tiers)
            keys, page, beyond = paging.page(question, size=size)
            return Found(
                lots=[lot_of(key) for key in keys],
                total=among.bit_count(),
                page=page,
                beyond=beyond,
                facets=count(register, asker, tree, question, narrowing, rules),
                tops=count_tops(register, tree, asker.in_state(question.state)),
                after=paging.beyond(after=keys[-1:]),
                before=paging.beyond(before=keys[:1]),
                search=search,
            )

    def near(
        self, connection: Connection, question: Question, search: Search | None, *, size: int
    ) -> list[int]:
        """Find lots that come near a question which finds none: those of its `search` without the
        filters, or of any of its words, or else of its category, live and coming ones first."""
        tree = read_tree(connection)
        with self._register.reading(connection) as register:
            asker = Asker(register, tree, now_ms=self._now_ms())
            for loose in (False, True):
                tiers = rank(register.lexicon, search, loose=loose) if search else []
                if among := asker.in_state("all") & _either(tiers):
                    paging = Paging(register, among, "relevance", tiers)
                    return [lot_of(key) for key in paging.places(size=size)]
            shown = asker.in_state("live") | asker.in_state("coming")
            for wider in ("category", ""):
                among = shown & (asker.in_category(question.category or "") if wider else -1)
                if among:
                    return register.first(among, "ending", size)
        return []

    def homes(self, connection: Connection, typed: str) -> tuple[str, ...]:
        """Name the categories of lots that have all these words as they were typed, by how many."""
        search = read_search(connection, typed)
        if search is None or search.meant:
            return ()
        tree = read_tree(connection)
        with self._register.reading(connection) as register:
            asker = Asker(register, tree, now_ms=self._now_ms())
            among = answering(register.lexicon, search) & asker.in_state("all")
            counted = [
                ((among & register.any_of("category", (one.id,))).bit_count(), one)
                for one in tree.branches.values()
                if not one.retired
            ]
        counted.sort(key=lambda pair: -pair[0])
        return tuple(one.slug for lots, one in counted[:MOST_HOMES] if lots)

    def matching(
        self, connection: Connection, questions: Mapping[str, Question], lots: Iterable[int]
    ) -> dict[str, frozenset[int]]:
        """Tell which of these lots answer each of many questions, by the name of the question.

        Words are read only of questions that some lot answers without them.
        """
        numbers = list(lots)
        tree = read_tree(connection)
        rules: dict[str | None, dict[int, FeatureRule]] = {}
        for question in questions.values():
            if question.category not in rules:
                rules[question.category] = _rules(connection, tree, question)
        found: dict[str, frozenset[int]] = {}
        with self._register.reading(connection) as register:
            asker = Asker(register, tree, now_ms=self._now_ms())
            slots = {register.slot_of[n]: n for n in numbers if n in register.slot_of}
            among = register.lots(numbers)
            for name, question in questions.items():
                bits = among & asker.narrow(question, rules[question.category], None).all_but()
                if bits:
                    found[name] = frozenset(slots[slot] for slot in slots_of(bits))
        for name, these in found.items():
            if questions[name].q:
                found[name] = self._worded(connection, questions[name].q, these)
        return {name: these for name, these in found.items() if these}

    def first(
        self,
        connection: Connection,
        state: str,
        sort: str,
        size: int,
        *,
        category: str | None = None,
        seen_by: int | None = None,
    ) -> list[int]:
        """Give the first lots of a state in an order: `live`, `coming`, both of them (`open`), or
        those of the ones a person watches that are not decided (`awaited`)."""
        tree = read_tree(connection)
        watched = _watched(connection, seen_by) if state == "awaited" else []
        with self._register.reading(connection) as register:
            asker = Asker(register, tree, now_ms=self._now_ms(), watched=watched)
            among = asker.in_state(state)
            if state == "awaited":
                among &= register.lots(watched)
            if category is not None:
                among &= asker.in_category(category)
            return register.first(among, sort, size)

    def shelves(self, connection: Connection) -> tuple[tuple[CategoryView, ...], Mapping[int, int]]:
        """Count the live lots of the top categories, with one of each that has a photo."""
        tree = read_tree(connection)
        with self._register.reading(connection) as register:
            asker = Asker(register, tree, now_ms=self._now_ms())
            live = asker.in_state("live")
            shown = live & register.any_of("photo", (True,))
            samples: dict[int, int] = {}
            for top in tree.tops:
                of_it = shown & register.any_of("category", tree.whole(top))
                if first := register.first(of_it, "newest", 1):
                    samples[top.id] = first[0]
            return count_tops(register, tree, live, retired=True), samples

    def _worded(self, connection: Connection, typed: str, lots: frozenset[int]) -> frozenset[int]:
        search = read_search(connection, typed)
        if search is None:
            return frozenset()
        with self._register.reading(connection) as register:
            bits, slot_of = answering(register.lexicon, search), register.slot_of
            return frozenset(lot for lot in lots if lot in slot_of and bits >> slot_of[lot] & 1)

    def _now_ms(self) -> int:
        return milliseconds(self._clock.now())


def _rules(connection: Connection, tree: Tree, question: Question) -> dict[int, FeatureRule]:
    branch = tree.named(question.category)
    return {rule.id: rule for rule in read_rules(connection, branch.id)} if branch else {}


def _watched(connection: Connection, seen_by: int | None) -> list[int]:
    if seen_by is None:
        return []
    return list(connection.execute(_WATCHED, {"user": seen_by}).scalars())


def _either(tiers: Tiers) -> int:
    """Give all lots of all scores."""
    return reduce(or_, (bits for _, bits in tiers), 0)
