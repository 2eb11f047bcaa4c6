"""A table of the house's desk on screen: what was asked of it in the address, and its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from components.admin.console import console
from components.admin.subjects import subject_of
from components.admin.things import thing
from components.format import decimal, moment, money, number, parse_amount, percent
from components.words import knows, say
from services.errors import BadAmount
from services.views import Kind, TableAsk, TableColumn, TableView, Visitor

_WRITTEN: dict[Kind, Callable[[Decimal], str]] = {
    Kind.MONEY: money,
    Kind.PERCENT: percent,
    Kind.RATIO: decimal,
}
_OWN = {"q", "sort", "col", "after", "before", "format", "done"}
_LONGEST = 200


def ask_of(asked: QueryParams) -> TableAsk:
    """Read from a page's address what is wanted of its table."""
    filters = {
        name: _amount(value[:_LONGEST])
        for name, value in asked.items()
        if name not in _OWN and value.strip()
    }
    return TableAsk(
        words=asked.get("q", "")[:_LONGEST],
        filters=filters,
        sort=asked.get("sort", ""),
        columns=tuple(asked.getlist("col")),
        after=asked.get("after", "")[:_LONGEST],
        before=asked.get("before", "")[:_LONGEST],
    )


def table_response(
    request: Request,
    visitor: Visitor,
    view: TableView,
    *,
    template: str = "admin_table.html",
    section: str = "",
    **context: Any,
) -> HTMLResponse:
    """Answer with a page that is a table: `admin.<name>` names it, `admin.<name>.lead` explains."""
    title = say(f"admin.{view.name}")
    shown = Shown(view, request.url.path, request.query_params)
    return console(
        request, visitor, title, template, section=section or view.name, table=shown, **context
    )


class Shown:
    """A page of a table with the words and addresses that its template needs."""

    def __init__(self, view: TableView, path: str, asked: QueryParams) -> None:
        self.view = view
        self.path = path
        self.name = view.name
        self.columns = view.shown
        self.rows = view.rows
        self.ask = view.ask
        self.raw = {name: value for name, value in asked.items() if value.strip()}
        self.filtered = [one for one in view.columns if one.filtered]
        self.sortable = [one for one in view.columns if one.sorted]
        self.narrowed = bool(view.ask.words or view.ask.filters)

    @property
    def counted(self) -> str:
        """Say how many rows there are; beyond what is counted, that there are more."""
        if self.view.total > self.view.most_counted:
            return say("admin.table.more_than", n=number(self.view.most_counted))
        key = "one" if self.view.total == 1 else "other"
        return say(f"admin.table.found.{key}", n=number(self.view.total))

    def heading(self, column: TableColumn) -> str:
        """Name a column."""
        return say(f"admin.{self.name}.{column.name}")

    def word(self, column: TableColumn, value: object) -> str:
        """Say one of the words of a column; one without a sentence stands as it is."""
        key = f"admin.{self.name}.{column.name}.{value}"
        did = f"admin.did.{str(value).removeprefix('act.')}"
        return say(key) if knows(key) else say(did) if knows(did) else str(value)

    def cell(self, column: TableColumn, row: Mapping[str, Any]) -> str:
        """Write a value as people read it; a dash for none."""
        value = row[column.name]
        if value is None or value == "":
            return "–"
        if column.kind is Kind.WORD:
            return self.word(column, value)
        if column.kind is Kind.THING:
            return thing(str(value))
        if column.kind is Kind.SUBJECT:
            return subject_of(str(value)).said
        if column.kind is Kind.YES_NO:
            return say("lot.yes" if value else "lot.no")
        if column.kind is Kind.MOMENT and isinstance(value, datetime):
            return moment(value)
        if isinstance(value, Decimal):
            return _WRITTEN.get(column.kind, str)(value)
        return str(value)

    def link(self, column: TableColumn, row: Mapping[str, Any]) -> str:
        """Give where a cell leads; nowhere if a part of the address is missing."""
        if not column.link or row[column.name] is None:
            return ""
        parts = {name: quote(str(value), safe="") for name, value in row.items()}
        return column.link.format_map(parts)

    def aria_sort(self, column: TableColumn) -> str:
        """Tell by which column, and which way, the rows stand."""
        if self.ask.sort.removeprefix("-") != column.name:
            return ""
        return "descending" if self.ask.sort.startswith("-") else "ascending"

    def sorted_by(self, column: TableColumn) -> str:
        """Give the address of this table by a column: upwards first, then downwards."""
        down = self.ask.sort == column.name
        return self._at(sort=f"-{column.name}" if down else column.name)

    def later(self) -> str:
        """Give the address of the next page."""
        return self._at(after=self.view.later)

    def earlier(self) -> str:
        """Give the address of the page before."""
        return self._at(before=self.view.earlier)

    def export(self, kind: str) -> str:
        """Give the address of all that is found here, as a file."""
        return self._at(format=kind)

    def _at(self, **more: str) -> str:
        asked: list[tuple[str, str]] = []
        if self.ask.words:
            asked.append(("q", self.ask.words))
        asked += [(name, self.raw.get(name, value)) for name, value in self.ask.filters.items()]
        if self.ask.sort and "sort" not in more:
            asked.append(("sort", self.ask.sort))
        asked += [("col", name) for name in self.ask.columns]
        return f"{self.path}?{urlencode([*asked, *more.items()])}"


def _amount(written: str) -> str:
    """Give an amount as Brazilians write it in the form of machines; all else as it is."""
    if "," not in written:
        return written
    try:
        return str(parse_amount(written))
    except BadAmount:
        return written
