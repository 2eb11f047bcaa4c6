"""A question as sets of lots: one for each thing asked, all of which a lot must be in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models import Status
from services.catalogue.features import FeatureRule
from services.finding.question import WATCHED, WITHIN_HOURS, Question, Wish, as_number
from services.finding.register import Register
from services.finding.tree import Tree

STATES = {
    "live": (Status.IN_OCCURRENCE,),
    "coming": (Status.NOT_STARTED,),
    "ended": (Status.FINISHED, Status.CANCELED),
    "all": (Status.IN_OCCURRENCE, Status.NOT_STARTED, Status.FINISHED, Status.CANCELED),
    WATCHED: tuple(status for status in Status if status is not Status.DRAFT),
    "open": (Status.IN_OCCURRENCE, Status.NOT_STARTED),
    "awaited": (Status.IN_OCCURRENCE, Status.NOT_STARTED, Status.SUSPENDED),
}
_HOUR_MS = 3_600_000


@dataclass(slots=True, kw_only=True)
class Narrowing:
    """The sets by what they are about; `always` holds for every count as well."""

    parts: dict[str, int]
    always: int | None = None

    def all_but(self, *left_out: str) -> int:
        """Give the lots that are in every set but those about this; -1 is every lot."""
        bits = -1 if self.always is None else self.always
        for about, part in self.parts.items():
            if about not in left_out:
                bits &= part
        return bits


class Asker:
    """Turns questions into sets, of one register at one instant."""

    def __init__(
        self, register: Register, tree: Tree, *, now_ms: int, watched: Iterable[int] = ()
    ) -> None:
        self._register = register
        self._tree = tree
        self._now_ms = now_ms
        self._watched = register.lots(watched)

    def narrow(
        self, question: Question, rules: dict[int, FeatureRule], worded: int | None
    ) -> Narrowing:
        """Read a question; `worded` are the lots that answer its words, if it has any."""
        register = self._register
        parts = {"state": self.in_state(question.state)}
        if question.category is not None:
            parts["category"] = self.in_category(question.category)
        if question.uf:
            parts["uf"] = register.any_of("uf", question.uf)
        if question.type:
            parts["type"] = register.any_of("type", question.type)
        if question.band is not None:
            parts["price"] = register.any_of("band", (question.band,))
        elif question.low is not None or question.high is not None:
            parts["price"] = register.priced(question.low, question.high)
        if question.within:
            parts["within"] = self.ending_within(question.within)
        if question.photo:
            parts["photo"] = register.any_of("photo", (True,))
        for wish in question.wishes:
            if (rule := rules.get(wish.feature)) is not None:
                parts[rule.field] = self.fulfilling(rule, wish)
        return Narrowing(parts=parts, always=worded)

    def in_state(self, state: str) -> int:
        """Give the lots that stand so; the watched ones are those of the asker."""
        bits = self._register.any_of("status", map(int, STATES.get(state, STATES["all"])))
        return bits & self._watched if state == WATCHED else bits

    def in_category(self, slug: str) -> int:
        """Give the lots of a category and of all under it; none if there is no such one."""
        branch = self._tree.named(slug)
        return self._register.any_of("category", self._tree.whole(branch)) if branch else 0

    def ending_within(self, within: str) -> int:
        """Give the live lots that end before that much time has gone."""
        until = self._now_ms + WITHIN_HOURS[within] * _HOUR_MS
        return self._register.ending_by(self._now_ms, until)

    def fulfilling(self, rule: FeatureRule, wish: Wish) -> int:
        """Give the lots that have for a feature what is wished; no wish that can be read is all."""
        if rule.kind in ("choice", "yes_no"):
            pairs = ((rule.id, one) for one in wish.chosen)
            return self._register.any_of("choice", pairs) if wish.chosen else -1
        if rule.kind not in ("number", "date"):
            return -1
        low, high = (as_number(end) if end else None for end in (wish.low, wish.high))
        return -1 if low is high is None else self._register.between(rule.id, low, high)
