"""The sales reports on the desk: what is asked, the figures, a chart, and the lines as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.datastructures import QueryParams

from components.admin.console import console
from components.admin.tables import Shown
from components.charts import Bar, bars, columns, scale_to
from components.format import money, number, percent, plain
from components.templates import render
from components.words import say
from services.views import (
    GROUPINGS,
    LONGEST,
    CategoryNode,
    Kind,
    Report,
    ReportLine,
    ReportQuestion,
    TableAsk,
    TableColumn,
    TableView,
    Visitor,
)

PERIODS = ("month", "week", "day")
TYPES = ("commercial", "official", "judicial")
USUAL_DAYS = 90
# What a chart may draw, and how its values are written.
CHARTS: dict[str, Callable[[Decimal], str]] = {
    "hammer": money,
    "revenue": money,
    "sell_through": percent,
    "sold": plain,
}
_PLAIN = (
    ("lots", Kind.NUMBER),
    ("sold", Kind.NUMBER),
    ("sell_through", Kind.PERCENT),
    ("hammer", Kind.MONEY),
    ("over_opening", Kind.PERCENT),
    ("over_estimate", Kind.PERCENT),
    ("bids_a_lot", Kind.RATIO),
    ("bidders_a_lot", Kind.RATIO),
    ("revenue", Kind.MONEY),
)
COLUMNS = (
    TableColumn(name="label", sorted=False),
    *(TableColumn(name=name, kind=kind, sorted=False) for name, kind in _PLAIN),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the whole, and what it means."""

    name: str
    written: str


def question_of(
    asked: QueryParams, today: date, categories: Sequence[CategoryNode]
) -> ReportQuestion:
    """Read from the address what is wanted, what cannot be understood passed over.

    Without days it is the last ninety; days the wrong way round are turned, and five years are the
    most.
    """
    until = _day(asked.get("until", "")) or today
    since = _day(asked.get("since", "")) or until - timedelta(days=USUAL_DAYS - 1)
    since, until = min(since, until), max(since, until)
    by, kind = asked.get("by", ""), asked.get("type", "")
    slugs = {node.slug for root in categories for node in root.walk()}
    category = asked.get("category", "")
    return ReportQuestion(
        since=max(since, until - LONGEST),
        until=until,
        by=by if by in GROUPINGS else GROUPINGS[0],
        category=category if category in slugs else None,
        state=asked.get("state", "")[:2].upper() or None,
        auction_type=kind if kind in TYPES else None,
    )


def report_response(
    request: Request,
    visitor: Visitor,
    report: Report,
    *,
    categories: Sequence[CategoryNode],
    states: Sequence[str],
) -> HTMLResponse:
    """Answer with a report under the form it was asked by."""
    return console(
        request,
        visitor,
        say("admin.reports"),
        "admin_report.html",
        section="reports",
        head=render("admin_report_head.html"),
        question=report.question,
        report=report,
        table=shown_of(report, request.url.path, request.query_params),
        figures=figures_of(report),
        chart=chart_of(report, charted(request.query_params)),
        charted=charted(request.query_params),
        charts=tuple(CHARTS),
        groupings=GROUPINGS,
        types=TYPES,
        categories=[node for root in categories for node in root.walk()],
        states=states,
    )


def shown_of(report: Report, path: str, asked: QueryParams) -> Shown:
    """Make of a report a table, to be shown or sent as a file."""
    view = TableView(
        name="reports",
        columns=COLUMNS,
        rows=tuple(row_of(report, line) for line in (*report.lines, report.total)),
        ask=TableAsk(filters={name: value for name, value in asked.items() if name != "format"}),
        total=len(report.lines),
        most_counted=len(report.lines),
        searched=False,
    )
    return Shown(view, path, asked)


def row_of(report: Report, line: ReportLine) -> Mapping[str, Any]:
    """Give a line as the values of a table's row."""
    named = say("admin.reports.total") if line is report.total else label_of(report, line)
    return {"label": named, **{name: getattr(line, name) for name, _ in _PLAIN}}


def label_of(report: Report, line: ReportLine) -> str:
    """Name a group of lots: a period by its days, a place that is not known as such."""
    by = report.question.by
    if by in PERIODS:
        return _period(by, date.fromisoformat(line.key))
    if by == "type":
        return say(f"admin.reports.type.{line.key}")
    return line.label or say("admin.reports.nowhere")


def figures_of(report: Report) -> tuple[Figure, ...]:
    """List the figures of the whole, the money first."""
    total = report.total
    values = {
        "revenue": money(total.revenue),
        "hammer": money(total.hammer),
        "sell_through": _share(total.sell_through),
        "sold": f"{number(total.sold)} / {number(total.lots)}",
        "over_opening": _share(total.over_opening),
        "over_estimate": _share(total.over_estimate),
        "people": number(report.people),
        "cancelled": number(total.cancelled),
    }
    return tuple(Figure(name=name, written=written) for name, written in values.items())


def charted(asked: QueryParams) -> str:
    """Read which figure the chart draws; the hammered total where none is named."""
    wanted = asked.get("chart", "")
    return wanted if wanted in CHARTS else "hammer"


def chart_of(report: Report, figure: str = "hammer") -> Markup:
    """Draw a figure of each line: over time as columns, by group as bars."""
    write = CHARTS[figure]
    values = [(line, Decimal(getattr(line, figure) or 0)) for line in report.lines]
    drawn = [
        Bar(label=label_of(report, line), value=value, written=write(value))
        for line, value in values
    ]
    by = say(f"admin.reports.by.{report.question.by}").lower()
    title = say("admin.reports.chart", by=by, figure=say(f"admin.reports.chart.{figure}"))
    if report.question.by not in PERIODS:
        return bars(title, drawn)
    highest = max((bar.value for bar in drawn), default=Decimal(0))
    lines = [Bar(label="", value=value, written=write(value)) for value in scale_to(highest)]
    return columns(title, drawn, scale=lines)


def _share(value: Decimal | None) -> str:
    return "–" if value is None else percent(value)


def _period(by: str, first: date) -> str:
    if by == "month":
        return f"{first:%m/%Y}"
    return f"{first:%d/%m/%y}"


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
