"""Which handlers hear which happenings."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy import RowMapping

from services.database import Transaction
from services.handlers.topics import TOPICS
from services.ports import Clock

if TYPE_CHECKING:
    from services.news.herald import Herald

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A fact from the outbox, and what a handler works with, in a transaction of its own.

    `row` holds the fact and its lot as both are now; a message of the gateway's may be of no lot.
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

    @property
    def about(self) -> Mapping[str, Any]:
        """Tell what was written of it beside person and lot: `docs/decisions/0021` says what."""
        payload: Mapping[str, Any] = self.row["payload"]
        return payload


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

    @property
    def sentence(self) -> str:
        """Give the first sentence it says of itself, empty if none."""
        said = (self.act.__doc__ or "") if self.act is not None else ""
        return " ".join(said.partition("\n\n")[0].split())


HANDLERS: dict[str, Handler] = {}


def handles(*topics: str) -> Callable[[Act], Act]:
    """Have a function do its work whenever one of these happens, under its own name.

    Raises ValueError for what can never happen, and for a name that is too long or taken.
    """

    def keep(act: Act) -> Act:
        _check(act.__name__, topics)
        place = f"{act.__module__}.{act.__name__}"
        known = HANDLERS.get(act.__name__)
        if known is not None and known.place != place:
            raise ValueError(f"two handlers are named {act.__name__}")
        HANDLERS[act.__name__] = Handler(name=act.__name__, topics=topics, place=place, act=act)
        return act

    return keep


def elsewhere(name: str, topics: Iterable[str], *, place: str) -> None:
    """Put a handler on the list that does its work where its messages come in."""
    topics = tuple(topics)
    _check(name, topics)
    HANDLERS[name] = Handler(name=name, topics=topics, place=place)


def heard_by(topic: str) -> tuple[Handler, ...]:
    """List who hears of a topic, in the order of their names."""
    return tuple(
        handler
        for _, handler in sorted(HANDLERS.items())
        if topic in handler.topics and handler.act is not None
    )


def is_heard(topic: str) -> bool:
    """Tell whether any handler hears of a topic, on or off: else there is nothing to write."""
    return any(topic in one.topics and one.act is not None for one in HANDLERS.values())


def find_all() -> None:
    """Load every file of this folder, and so every handler; safe to call twice."""
    package = import_module(__name__.rpartition(".")[0])
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        import_module(found.name)


def _check(name: str, topics: tuple[str, ...]) -> None:
    unknown = sorted(set(topics) - TOPICS)
    if unknown or not topics:
        raise ValueError(f"{name} hears of what never happens: {', '.join(unknown) or 'nothing'}")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"{name} is longer than {LONGEST_NAME} letters")
