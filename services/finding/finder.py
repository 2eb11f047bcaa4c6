"""The finder: answers a question from the register and the words of lots, read together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from services.catalogue.features import FeatureRule
from services.catalogue.values import read_rules
from services.finding.bits import in_bytes, slots_of
from services.finding.facets import count, count_tops
from services.finding.narrowing import Asker
from services.finding.orders import lot_of, page_of, read_place, written_place
from services.finding.question import Question
from services.finding.register import Register
from services.finding.tree import Tree, read_tree
from services.finding.words import Search, find, read_search
from services.hub import Hub
from services.ports import Clock
from services.views import CategoryView, Facets, milliseconds

_BEST = 1 << 14
_BEHIND = 100  # more bits than a place in an order has
_WATCHED = text("select product_id from watches where user_id = :user")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a question finds: the lots of its page, how many there are, and what else to ask."""

    lots: list[int]
    total: int
    page: int
    facets: Facets
    tops: tuple[CategoryView, ...]
    after: str
    before: str
    meant: tuple[str, ...]


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
        scores = None if search is None else find(connection, search.query, search.exact)
        watched = _watched(connection, seen_by)
        with self._register.reading(connection) as register:
            asker = Asker(register, tree, now_ms=self._now_ms(), watched=watched)
            narrowing = asker.narrow(question, rules, scores)
            among = narrowing.all_but()
            total = among.bit_count()
            whole = _whole(register, question, among, scores)
            keys, page = _page(register, question, among, whole, total=total, size=size)
            return Found(
                lots=[lot_of(key) for key in keys],
                total=total,
                page=page,
                facets=count(register, asker, tree, question, narrowing, rules),
                tops=count_tops(register, tree, asker.in_state(question.state)),
                after=_beyond(register, question, among, whole, after=keys[-1:]),
                before=_beyond(register, question, among, whole, before=keys[:1]),
                meant=search.meant if search else (),
            )

    def near(self, connection: Connection, question: Question, *, size: int) -> list[int]:
        """Find lots that come near a question which finds none: the words without the filters, any
        of the words, or else the category, live and coming ones first."""
        tree = read_tree(connection)
        search = read_search(connection, question.q) if question.q else None
        with self._register.reading(connection) as register:
            asker = Asker(register, tree, now_ms=self._now_ms())
            for scores in _nearer(connection, search):
                among = register.lots(scores) & asker.in_state("all")
                if among:
                    keys = _by_score(register, among, scores)
                    return [lot_of(key) for key in keys[:size]]
            shown = asker.in_state("live") | asker.in_state("coming")
            for wider in ("category", ""):
                among = shown & (asker.in_category(question.category or "") if wider else -1)
                if among:
                    return register.first(among, "ending", size)
        return []

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
                found[name] = _worded(connection, questions[name].q, these)
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

    def _now_ms(self) -> int:
        return milliseconds(self._clock.now())


def _rules(connection: Connection, tree: Tree, question: Question) -> dict[int, FeatureRule]:
    branch = tree.named(question.category)
    return {rule.id: rule for rule in read_rules(connection, branch.id)} if branch else {}


def _watched(connection: Connection, seen_by: int | None) -> list[int]:
    if seen_by is None:
        return []
    return list(connection.execute(_WATCHED, {"user": seen_by}).scalars())


def _worded(connection: Connection, typed: str, among: frozenset[int]) -> frozenset[int]:
    search = read_search(connection, typed)
    if search is None:
        return among
    return frozenset(find(connection, search.query, search.exact, among=sorted(among)))


def _nearer(connection: Connection, search: Search | None) -> Iterable[dict[int, int]]:
    if search is not None:
        yield find(connection, search.query, search.exact)
        yield find(connection, search.loose, search.exact)


def _by_score(register: Register, among: int, scores: Mapping[int, int]) -> list[int]:
    """Give the places of lots by how well they answer, equal ones by what ends first."""
    ends, slot_of, field = register.orders["ending"].key_at, register.slot_of, in_bytes(among)
    reach = len(field) * 8
    return sorted(
        (_BEST - score) << _BEHIND | ends[slot]
        for lot, score in scores.items()
        if (slot := slot_of.get(lot, reach)) < reach and field[slot >> 3] >> (slot & 7) & 1
    )


def _whole(
    register: Register, question: Question, among: int, scores: Mapping[int, int] | None
) -> list[int] | None:
    """Give all places where the order is by how well lots answer; else the register has them."""
    if question.order != "relevance" or scores is None:
        return None
    return _by_score(register, among, scores)


def _page(
    register: Register,
    question: Question,
    among: int,
    whole: list[int] | None,
    *,
    total: int,
    size: int,
) -> tuple[list[int], int]:
    """Give the places of a page, and its number as far as it is known."""
    after, before = read_place(question.after), read_place(question.before)
    if after is not None or before is not None:
        keys = _places(register, question, among, whole, after=after, before=before, size=size)
        if keys or not total:
            return keys, question.page
    page = min(question.page, max(1, -(-total // size)))
    keys = _places(register, question, among, whole, size=page * size)
    return keys[(page - 1) * size :], page


def _places(
    register: Register,
    question: Question,
    among: int,
    whole: list[int] | None,
    *,
    after: int | None = None,
    before: int | None = None,
    size: int,
) -> list[int]:
    if whole is not None:
        return page_of(whole, after=after, before=before, size=size)
    sort = "ending" if question.order == "relevance" else question.order
    return register.page(among, sort, after=after, before=before, size=size)


def _beyond(
    register: Register,
    question: Question,
    among: int,
    whole: list[int] | None,
    *,
    after: list[int] | None = None,
    before: list[int] | None = None,
) -> str:
    """Write the place a page beyond this one begins from; empty if there is nothing there."""
    place = next(iter(after or before or ()), None)
    if place is None:
        return ""
    ends = {"after": place} if after else {"before": place}
    there = _places(register, question, among, whole, size=1, **ends)
    return written_place(place) if there else ""
