"""A report on screen: what was asked is read leniently, and its lines go out as harmless files."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from starlette.datastructures import QueryParams
from starlette.responses import StreamingResponse

from components.admin.exports import exported
from components.admin.reports import CHARTS, chart_of, charted, figures_of, question_of, shown_of
from components.language import speak
from services.views import CategoryNode, Report, ReportLine, ReportQuestion

TODAY = date(2026, 11, 30)
ART = CategoryNode(
    id=1, name="Arte", slug="arte", path=("Arte",), parent_id=None, position=0, retired=False,
    children=(),
)  # fmt: skip


def asked(**parameters: str) -> ReportQuestion:
    return question_of(QueryParams(parameters), TODAY, [ART])


def report(*lines: ReportLine, by: str = "seller") -> Report:
    total = ReportLine(key="total", label="", lots=4, sold=3, hammer=Decimal(1500), bids=7)
    question = ReportQuestion(since=TODAY, until=TODAY, by=by)
    return Report(question=question, lines=lines, total=total, people=5)


@pytest.fixture(autouse=True)
def portuguese() -> None:
    speak("pt-BR")


def test_without_days_it_is_the_last_ninety() -> None:
    assert (asked().since, asked().until) == (date(2026, 9, 2), TODAY)


def test_days_the_wrong_way_round_are_turned_and_five_years_are_the_most() -> None:
    turned = asked(since="2026-03-02", until="2026-03-01")
    assert (turned.since, turned.until) == (date(2026, 3, 1), date(2026, 3, 2))
    assert asked(since="0001-01-01").since.year == 2021


@pytest.mark.parametrize("odd", ["", "x", "2026-02-31", "9" * 400, "\0"])
def test_what_cannot_be_understood_is_passed_over(odd: str) -> None:
    found = asked(since=odd, until=odd, by=odd, type=odd, category=odd)
    assert (found.until, found.by, found.auction_type, found.category) == (
        TODAY,
        "category",
        None,
        None,
    )


def test_known_choices_are_kept() -> None:
    found = asked(by="month", type="judicial", category="arte", state="sp")
    assert (found.by, found.auction_type, found.category, found.state) == (
        "month",
        "judicial",
        "arte",
        "SP",
    )


def test_figures_without_lots_say_nothing_rather_than_zero() -> None:
    written = {figure.name: figure.written for figure in figures_of(report())}
    assert written["sell_through"] == "75,0\N{NO-BREAK SPACE}%"
    assert written["over_estimate"] == "–"


def test_a_chart_over_time_has_a_column_for_each_period() -> None:
    days = [
        ReportLine(key=f"2026-11-{day:02}", label="", hammer=Decimal(day)) for day in range(1, 11)
    ]
    drawn = str(chart_of(report(*days, by="day")))
    assert drawn.count("<rect") == 10
    assert "01/11/26" in drawn


async def test_a_sellers_name_is_no_formula_in_the_file() -> None:
    line = ReportLine(key="7", label='=HYPERLINK("http://evil.test")', lots=1)
    shown = shown_of(report(line), "/admin/reports", QueryParams())
    answer = await exported("csv", shown, shown.columns, iter([list(shown.rows)]), at_once)
    assert isinstance(answer, StreamingResponse)
    file = "".join([bytes(part).decode() async for part in answer.body_iterator])  # type: ignore[arg-type]
    assert "\"'=HYPERLINK" in file
    assert "1500,00" in file
    assert '"Arrematado (R$)"' in file
    assert '"Taxa de venda (%)"' in file


async def test_a_workbook_shows_its_numbers_as_what_they_are() -> None:
    shown = shown_of(report(), "/admin/reports", QueryParams())
    answer = await exported("xlsx", shown, shown.columns, iter([list(shown.rows)]), at_once)
    assert isinstance(answer, StreamingResponse)
    body = b"".join([bytes(part) async for part in answer.body_iterator])  # type: ignore[arg-type]
    page: Any = load_workbook(io.BytesIO(body)).active
    assert (page.title, page.freeze_panes) == ("Relatórios de vendas", "A2")
    tops = {cell.value: get_column_letter(cell.column) for cell in page[1]}
    assert all(cell.font.bold for cell in page[1])
    price, share = page[f"{tops['Arrematado (R$)']}2"], page[f"{tops['Taxa de venda (%)']}2"]
    assert (price.value, price.number_format) == (1500, "#,##0.00")
    assert (share.value, share.number_format) == (75, "0.0")
    assert all(page.column_dimensions[letter].width >= 12 for letter in tops.values())


def at_once(function: Callable[..., Any], *args: Any) -> Awaitable[Any]:
    async def answer() -> Any:
        return function(*args)

    return answer()


def test_the_chart_follows_the_figure_that_is_chosen() -> None:
    line = ReportLine(
        key="1", label="Ana", lots=4, sold=3, hammer=Decimal(1500), bids=7, revenue=Decimal(150)
    )
    said = {
        figure: str(chart_of(report(line), charted(QueryParams({"chart": figure}))))
        for figure in (*CHARTS, "people")
    }
    assert "R$\u00a01.500,00" in said["hammer"]
    assert "R$\u00a0150,00" in said["revenue"]
    assert "75" in said["sell_through"]
    assert "Lotes vendidos por" in said["sold"]
    assert "1.500" not in said["revenue"] + said["sell_through"] + said["sold"]
    assert said["people"] == said["hammer"], "what nobody may draw"
