"""A table of the house's desk: its columns, what was asked of it, and one page of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a column holds, and so how it is written, compared and filtered."""

    TEXT = "text"  # filtered by a part of it
    WORD = "word"  # one of `choices`, said by the catalogue
    NUMBER = "number"
    MONEY = "money"  # Decimal reais
    PERCENT = "percent"  # Decimal of a hundred
    RATIO = "ratio"
    MOMENT = "moment"  # aware UTC; filtered by days in Brasília
    YES_NO = "yes_no"
    THING = "thing"  # what a record is about, `auction:7`, said by the catalogue
    SUBJECT = "subject"  # what an approval is about; filtered as it is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column: its heading is `desk.<table>.<name>`, a word's `desk.<table>.<name>.<word>`.

    `link` leads from the cell, with the row's values and its `key` in braces. What is not `shown`
    can be chosen. `choices` are what a word is filtered by.
    """

    name: str
    kind: Kind = Kind.TEXT
    link: str = ""
    shown: bool = True
    sorted: bool = True
    filtered: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAsk:
    """What somebody wants of a table: words to look for, filters, order and place.

    `filters` are named by column, ranges by `<column>.from` and `<column>.to`. `sort` is a column,
    with a `-` before it for the largest first. `after` and `before` are marks that a page gave.
    """

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """One page of a table; each row is a mapping of column to value, and its `key`.

    `total` counts what was found, up to `most_counted`. `later` and `earlier` are the marks of the
    pages beside it, empty where there is none. `ask` is what was understood.
    """

    name: str
    columns: tuple[TableColumn, ...]
    rows: tuple[Mapping[str, Any], ...]
    ask: TableAsk
    total: int
    most_counted: int
    searched: bool
    later: str = ""
    earlier: str = ""

    @property
    def shown(self) -> tuple[TableColumn, ...]:
        """List the columns to show: those chosen, else the usual ones."""
        chosen = tuple(one for one in self.columns if one.name in self.ask.columns)
        return chosen or tuple(one for one in self.columns if one.shown)
