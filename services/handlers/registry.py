"""Which handlers hear which happenings."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from sqlalchemy import RowMapping

from services.database import Transaction
from services.ports import Clock

if TYPE_CHECKING:
    from services.news.herald import Herald


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A fact from the outbox, and what a handler works with, in a transaction of its own.

    `row` holds the fact and its lot as both are now.
    """

    work: Transaction
    row: RowMapping
    herald: Herald
    clock: Clock

    @property
    def topic(self) -> str:
        """Name what has happened."""
        return str(self.row["topic"])

    @property
    def lot(self) -> int:
        """Tell on which lot."""
        return int(self.row["product_id"])


Act = Callable[[Happening], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """A named thing that is done whenever one of its topics happens.

    Without an `act` it is done where its messages come in, at `place`.
    """

    name: str
    topics: tuple[str, ...]
    place: str
    act: Act | None = None


HANDLERS: dict[str, Handler] = {}


def handles(*topics: str) -> Callable[[Act], Act]:
    """Have a function do its work whenever one of these happens, under its own name."""

    def keep(act: Act) -> Act:
        place = f"{act.__module__}.{act.__name__}"
        known = HANDLERS.get(act.__name__)
        if known is not None and known.place != place:
            raise ValueError(f"two handlers are named {act.__name__}")
        HANDLERS[act.__name__] = Handler(name=act.__name__, topics=topics, place=place, act=act)
        return act

    return keep


def elsewhere(name: str, topics: Iterable[str], *, place: str) -> None:
    """Put a handler on the list that does its work where its messages come in."""
    HANDLERS[name] = Handler(name=name, topics=tuple(topics), place=place)


def heard_by(topic: str) -> tuple[Handler, ...]:
    """List who hears of a topic, in the order of their names."""
    return tuple(
        handler
        for _, handler in sorted(HANDLERS.items())
        if topic in handler.topics and handler.act is not None
    )


def find_all() -> None:
    """Load every file of this folder, and so every handler; safe to call twice."""
    package = import_module(__name__.rpartition(".")[0])
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        import_module(found.name)
