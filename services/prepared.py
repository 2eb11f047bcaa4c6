"""Statements that PostgreSQL plans once a connection, for the path on which bidders wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, CursorResult


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement with its parameters' types in order, known to the server by its name."""

    name: str
    types: tuple[str, ...]
    statement: str
    call: str = field(init=False)

    def __post_init__(self) -> None:
        places = ", ".join(f"%s::{kind}" for kind in self.types)
        object.__setattr__(self, "call", f"execute {self.name} ({places})")

    def run(self, connection: Connection, *values: Any) -> CursorResult[Any]:
        """Execute it with these values."""
        return run_all(connection, [(self, values)])


Call = tuple[Prepared, Sequence[Any]]
# A plan is made once and kept while its tables grow from nothing: on this path, the key checks of
# foreign keys included, it must go by the indexes whatever the tables looked like then.
_BY_INDEX = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
BY_INDEX = "".join(f"set local {setting} = off;" for setting in _BY_INDEX)


def run_all(connection: Connection, calls: Iterable[Call], *, first: str = "") -> CursorResult[Any]:
    """Execute several statements in one message, after `first`; the result is the last one's."""
    calls = list(calls)
    for prepared, _ in calls:
        if prepared.name not in connection.info:
            types = ", ".join(prepared.types)
            connection.exec_driver_sql(f"prepare {prepared.name} ({types}) as {prepared.statement}")
            connection.info[prepared.name] = True
    message = first + ";".join(prepared.call for prepared, _ in calls)
    return connection.exec_driver_sql(message, tuple(v for _, values in calls for v in values))
