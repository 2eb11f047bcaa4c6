"""Tables of the house's desk: filtered, sorted and paged by their keys, from one declaration."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import text

from services.administration import audit
from services.authority import demand
from services.billing.due import BRASILIA
from services.database import Database, Transaction
from services.people.rights import Right
from services.ports import Clock
from services.views import Kind, TableAsk, TableColumn, TableView

PAGE, BATCH = 50, 1000
MOST_COUNTED, MOST_EXPORTED = 10_000, 100_000
LONGEST_WORDS = 120
_TYPES = {
    Kind.TEXT: "text",
    Kind.WORD: "text",
    Kind.SUBJECT: "text",
    Kind.NUMBER: "bigint",
    Kind.MONEY: "numeric",
    Kind.PERCENT: "numeric",
    Kind.RATIO: "numeric",
    Kind.MOMENT: "timestamptz",
    Kind.YES_NO: "boolean",
    Kind.THING: "text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(TableColumn):
    """A column and the SQL expression it is read by; one that may be null says so."""

    sql: str
    nullable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A table as it is declared: from where, by which right, in which order.

    `rows` is what stands after FROM, `where` what always holds, `key` a unique whole number.
    `search` is a condition on `:words`, and on `:number` if the words are one (else null).
    `order` is a column, with `-` for the largest first. `guard` refuses, by what the declaration
    leaves open, whom the right alone would let in.
    """

    name: str
    right: Right
    columns: tuple[Column, ...]
    rows: str
    key: str
    order: str
    where: str = "true"
    search: str = ""
    guard: Callable[[Transaction, int | None, Mapping[str, object]], None] | None = None

    def column(self, name: str) -> Column | None:
        """Find a column by its name."""
        return next((one for one in self.columns if one.name == name), None)


class Tables:
    """Reads any declared table a page at a time, for those with its right."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def page(
        self, source: Source, actor_id: int | None, ask: TableAsk, **values: object
    ) -> TableView:
        """Show a page of a table; what cannot be understood of `ask` is passed over.

        `values` fill what the declaration itself leaves open. Raises Forbidden.
        """
        with self._database.transaction() as work:
            _let_in(work, source, actor_id, values)
            asked = _Question(source, ask, values)
            rows = asked.rows(work, PAGE)
            total = asked.count(work)
        backwards = bool(asked.ask.before)
        more, kept = len(rows) > PAGE, rows[:PAGE]
        if backwards:
            kept.reverse()
        before = more if backwards else bool(asked.ask.after)
        after = bool(asked.ask.before) if backwards else more
        return TableView(
            name=source.name,
            columns=source.columns,
            rows=tuple(kept),
            ask=asked.ask,
            total=total,
            most_counted=MOST_COUNTED,
            searched=bool(source.search),
            later=asked.mark(kept[-1]) if after and kept else "",
            earlier=asked.mark(kept[0]) if before and kept else "",
        )

    def batches(
        self, source: Source, actor_id: int | None, ask: TableAsk, **values: object
    ) -> Iterator[list[Mapping[str, Any]]]:
        """Give all that was asked for, a thousand rows at a time, each read on its own.

        Who took what is written into the audit log. Raises Forbidden at the first batch.
        """
        ask = replace(ask, after="", before="")
        with self._database.transaction() as work:
            _let_in(work, source, actor_id, values)
            audit.record(
                work,
                "table_exported",
                f"table:{source.name}",
                actor=actor_id,
                at=self._clock.now(),
                words=ask.words,
                filters={**ask.filters, **{name: str(value) for name, value in values.items()}},
            )
        given = 0
        while given < MOST_EXPORTED:
            with self._database.transaction() as work:
                asked = _Question(source, ask, values)
                rows = asked.rows(work, BATCH)[:BATCH]
            if not rows:
                return
            yield rows
            given += len(rows)
            ask = replace(ask, after=asked.mark(rows[-1]))


def _let_in(
    work: Transaction, source: Source, actor_id: int | None, values: Mapping[str, object]
) -> None:
    demand(work, actor_id, source.right)
    if source.guard is not None:
        source.guard(work, actor_id, values)


class _Question:
    """One reading of a table: what was understood, as conditions and an order."""

    def __init__(self, source: Source, ask: TableAsk, values: Mapping[str, object]) -> None:
        self.source = source
        self.values: dict[str, Any] = dict(values)
        self.conditions = [f"({source.where})"]
        words = " ".join(_clean(ask.words).split())[:LONGEST_WORDS]
        words = words if source.search else ""
        if words:
            self.conditions.append(f"({source.search})")
            self.values |= {"words": words, "number": _whole(words.lstrip("#"))}
        filters = {
            name: value
            for name, written in ask.filters.items()
            if self._filter(name, value := _clean(written).strip())
        }
        self.sorted, self.down = self._order(ask.sort)
        columns = tuple(one.name for one in source.columns if one.name in ask.columns)
        sort = ask.sort if self._known(ask.sort) else ""
        after = ask.after if _read_mark(ask.after, self.sorted.kind) else ""
        before = ask.before if not after and _read_mark(ask.before, self.sorted.kind) else ""
        self.ask = TableAsk(
            words=words, filters=filters, sort=sort, columns=columns, after=after, before=before
        )

    def rows(self, work: Transaction, most: int) -> list[Mapping[str, Any]]:
        """Read the rows of this page, one more than asked for to see whether it goes on."""
        place, values = self._place()
        read = ", ".join(f"{one.sql} as {one.name}" for one in self.source.columns)
        query = f"""
            select {self.source.key} as key, {read} from {self.source.rows}
            where {" and ".join((*self.conditions, place))}
            order by {self._ordering()} limit :most
        """  # noqa: S608  of declarations alone
        asked = {**self.values, **values, "most": most + 1}
        return [dict(row) for row in work.connection.execute(text(query), asked).mappings()]

    def count(self, work: Transaction) -> int:
        """Count what was found, as far as it is counted."""
        query = f"""
            select count(*) from (
                select from {self.source.rows} where {" and ".join(self.conditions)} limit :most
            ) counted
        """  # noqa: S608
        asked = {**self.values, "most": MOST_COUNTED + 1}
        found: int = work.connection.execute(text(query), asked).scalar_one()
        return found

    def mark(self, row: Mapping[str, Any]) -> str:
        """Write the place of a row in this order, for the page that begins beside it."""
        value = row[self.sorted.name]
        written = value.isoformat() if isinstance(value, datetime) else value
        place = json.dumps([None if written is None else str(written), row["key"]])
        return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")

    def _known(self, sort: str) -> bool:
        found = self.source.column(sort.removeprefix("-"))
        return found is not None and found.sorted

    def _order(self, sort: str) -> tuple[Column, bool]:
        wanted = sort if self._known(sort) else self.source.order
        found = self.source.column(wanted.removeprefix("-"))
        if found is None:
            raise LookupError(wanted)
        return found, wanted.startswith("-")

    def _ordering(self) -> str:
        down = self.down != bool(self.ask.before)
        way = "desc" if down else "asc"
        ends = f" nulls {'first' if self.ask.before else 'last'}" if self.sorted.nullable else ""
        return f"{self.sorted.sql} {way}{ends}, {self.source.key} {way}"

    def _place(self) -> tuple[str, dict[str, Any]]:
        found = _read_mark(self.ask.after or self.ask.before, self.sorted.kind)
        if found is None:
            return "true", {}
        value, key = found
        expression = self.sorted.sql
        sign = "<" if self.down != bool(self.ask.before) else ">"
        values: dict[str, Any] = {"mark_key": key}
        if value is None:
            beyond = f"{expression} is null and {self.source.key} {sign} :mark_key"
            if self.ask.before:
                return f"(({beyond}) or {expression} is not null)", values
            return f"({beyond})", values
        values["mark"] = value
        mark = f"cast(:mark as {_TYPES[self.sorted.kind]})"
        beyond = f"({expression}, {self.source.key}) {sign} ({mark}, :mark_key)"
        if self.sorted.nullable and self.ask.after:
            return f"({beyond} or {expression} is null)", values
        return beyond, values

    def _filter(self, name: str, value: str) -> bool:
        name, _, end = name.partition(".")
        column = self.source.column(name)
        if column is None or not column.filtered or not value:
            return False
        place = f"filter_{name}{end}"
        if column.kind is Kind.WORD and value in column.choices:
            return self._holds(f"{column.sql} = :{place}", place, value)
        if column.kind is Kind.YES_NO and value in ("yes", "no"):
            return self._holds(f"{column.sql} is {'true' if value == 'yes' else 'not true'}")
        if column.kind is Kind.TEXT:
            shape = f"position(lower(:{place}) in lower({column.sql})) > 0"
            return self._holds(shape, place, value[:LONGEST_WORDS])
        if column.kind is Kind.NUMBER and not end and (number := _whole(value)) is not None:
            return self._holds(f"{column.sql} = :{place}", place, number)
        bound = _bound(column.kind, value, last=end == "to") if end in ("from", "to") else None
        if bound is None:
            return False
        sign = "<" if end == "to" and column.kind is Kind.MOMENT else "<=" if end == "to" else ">="
        return self._holds(f"{column.sql} {sign} :{place}", place, bound)

    def _holds(self, condition: str, place: str = "", value: object = None) -> bool:
        self.conditions.append(f"({condition})")
        if place:
            self.values[place] = value
        return True


def _clean(written: str) -> str:
    """Take out what no column can hold, and so no row can be found by."""
    return written.replace("\0", "")


def _whole(written: str) -> int | None:
    fits = written.isascii() and written.isdecimal() and len(written) <= 18
    return int(written) if fits else None


def _bound(kind: Kind, written: str, *, last: bool) -> object:
    """Read one end of a range; a last day counts whole."""
    try:
        if kind is Kind.MOMENT:
            day = date.fromisoformat(written) + timedelta(days=1 if last else 0)
            return datetime(day.year, day.month, day.day, tzinfo=BRASILIA)
        if kind is Kind.MONEY:
            amount = Decimal(written)
            return amount if abs(amount) < 10**12 else None
    except (ValueError, InvalidOperation, OverflowError):
        return None
    return _whole(written) if kind is Kind.NUMBER else None


def _read_mark(mark: str, kind: Kind) -> tuple[str | None, int] | None:
    """Read a mark that a page gave in an order by this kind; None for anything else."""
    try:
        place = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        value, key = place
    except (ValueError, TypeError):
        return None
    fits = isinstance(key, int) and abs(key) < 2**62 and (value is None or _is(kind, value))
    return (value, key) if fits else None


def _is(kind: Kind, written: object) -> bool:
    """Tell whether a word of a mark can be a value of this kind."""
    if not isinstance(written, str) or "\0" in written:
        return False
    try:
        if kind is Kind.MOMENT:
            return datetime.fromisoformat(written).tzinfo is not None
        if kind is Kind.MONEY:
            return abs(Decimal(written)) < 10**15
    except (ValueError, InvalidOperation):
        return False
    if kind is Kind.NUMBER:
        return _whole(written.removeprefix("-")) is not None
    return written in ("True", "False") if kind is Kind.YES_NO else True
