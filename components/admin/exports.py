"""Tables of the house's desk as files: CSV and XLSX, in which no cell is ever a formula."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO, Any, TypeVar

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from starlette.responses import Response, StreamingResponse

from components.admin.tables import Shown
from components.format import HERE
from components.language import language
from components.words import say
from services.views import Kind, TableColumn, harmless

Batches = Iterator[list[Mapping[str, Any]]]
Runner = Callable[..., Awaitable[Any]]
T = TypeVar("T")
FORMATS = ("csv", "xlsx")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CHUNK = 65_536
_LONGEST_TITLE = 31
_UNITS = {Kind.MONEY: "R$", Kind.PERCENT: "%"}
_WRITTEN = {
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "0.0",
    Kind.RATIO: "0.00",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
}
_WIDTHS = {Kind.TEXT: 32, Kind.NUMBER: 12}


async def exported(
    kind: str, shown: Shown, columns: Sequence[TableColumn], batches: Batches, run: Runner
) -> Response:
    """Answer with all rows of a table as a file; they are read off the event loop, by batches.

    The first batch is read before the answer begins, so that a refusal can still be one.
    """
    first = await run(next, batches, [])
    headings = [_heading(shown, column) for column in columns]

    async def rows() -> AsyncIterator[list[list[object]]]:
        batch = first
        while batch:
            yield [[_value(shown, column, row) for column in columns] for row in batch]
            batch = await run(next, batches, [])

    name = f'attachment; filename="{shown.name}.{kind}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    if kind == "xlsx":
        title = say(f"admin.{shown.name}")
        file = await _workbook(title, headings, [one.kind for one in columns], rows(), run)
        return StreamingResponse(_parts(file), media_type=_XLSX, headers=headers)
    media = "text/csv; charset=utf-8"
    return StreamingResponse(_as_csv(headings, rows()), media_type=media, headers=headers)


async def _as_csv(
    headings: list[str], rows: AsyncIterator[list[list[object]]]
) -> AsyncIterator[bytes]:
    comma = language.get() == "pt-BR"  # Excel reads lists by the country's own marks
    yield b"\xef\xbb\xbf" + _lines([headings], comma=comma)
    async for batch in rows:
        yield _lines(batch, comma=comma)


def _lines(rows: Sequence[Sequence[object]], *, comma: bool) -> bytes:
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";" if comma else ",", quoting=csv.QUOTE_ALL)
    for row in rows:
        writer.writerow([_written(value, comma=comma) for value in row])
    return page.getvalue().encode()


def _written(value: object, *, comma: bool) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", "," if comma else ".")
    return str(value)


def _heading(shown: Shown, column: TableColumn) -> str:
    """Name a column, with the unit that its bare numbers are in."""
    said, unit = shown.heading(column), _UNITS.get(column.kind)
    return f"{said} ({unit})" if unit and unit not in said else said


async def _workbook(
    title: str,
    headings: list[str],
    kinds: Sequence[Kind],
    rows: AsyncIterator[list[list[object]]],
    run: Runner,
) -> IO[bytes]:
    book = Workbook(write_only=True)
    page = book.create_sheet(INVALID_TITLE_REGEX.sub("", title)[:_LONGEST_TITLE])
    page.freeze_panes = "A2"
    for place, kind in enumerate(kinds, 1):
        page.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(kind, 18)
    tops = [WriteOnlyCell(page, heading) for heading in headings]
    for top in tops:
        top.font = Font(bold=True)
    page.append(tops)
    cells = {place: WriteOnlyCell(page) for place, kind in enumerate(kinds) if kind in _WRITTEN}
    for place, cell in cells.items():
        cell.number_format = _WRITTEN[kinds[place]]

    def write(batch: list[list[Any]]) -> None:
        for row in batch:
            for place, cell in cells.items():
                if row[place] != "":
                    cell.value, row[place] = row[place], cell
            page.append(row)

    async for batch in rows:
        await run(write, batch)
    file = tempfile.SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115  closed when sent
    await run(book.save, file)
    file.seek(0)
    return file


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_CHUNK):
            yield part


def _value(shown: Shown, column: TableColumn, row: Mapping[str, Any]) -> object:
    """Give a value as a spreadsheet understands it; instants in Brasília."""
    value = row[column.name]
    if value is None:
        return ""
    if column.kind is Kind.MOMENT and isinstance(value, datetime):
        return value.astimezone(HERE).replace(tzinfo=None, microsecond=0)
    if column.kind is not Kind.TEXT and isinstance(value, (Decimal, int)):
        return value
    return harmless(_UNPRINTABLE.sub("", shown.cell(column, row)))
