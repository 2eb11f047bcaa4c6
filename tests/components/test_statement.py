"""A statement is asked for by an address, and taken home as spreadsheets read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from components.language import language
from components.statement import asked_again, read_filter, statement_csv
from services.views import StatementFilter, StatementLine

LINE = StatementLine(
    number=7,
    at=datetime(2026, 3, 4, 2, 30, tzinfo=UTC),
    kind="withdrawal",
    amount=Decimal("-1234.50"),
    balance=Decimal("0.05"),
    title='=HYPERLINK("x"); "1"',
    auction_id=3,
    payment_id=9,
)


@pytest.fixture(autouse=True)
def portuguese() -> Iterator[None]:
    before = language.set("pt-BR")
    yield
    language.reset(before)


def test_in_portuguese_it_opens_in_spreadsheets_set_to_brazil() -> None:
    told = statement_csv([LINE])
    assert told.startswith(b"\xef\xbb\xbfQuando;")
    row = told.decode("utf-8-sig").splitlines()[1]
    begin, end = "03/03/2026 23:30:00;Saque por Pix;", ";-1234,50;0,05;9"
    assert row == f'{begin}"\'=HYPERLINK(""x""); ""1"""{end}'


def test_in_english_it_is_as_the_standard_has_it() -> None:
    language.set("en")
    told = statement_csv([LINE]).decode()
    assert told.startswith("When,")
    assert "2026-03-03T23:30:00-03:00,Withdrawal by Pix," in told
    assert told.endswith(",-1234.50,0.05,9\r\n")


def test_what_is_asked_for_comes_back_in_the_address() -> None:
    asked = {"kind": "out", "since": "2026-01-02", "until": "2026-02-01", "lot": "12"}
    read = read_filter(asked)
    assert read == StatementFilter(
        kind="out", since=date(2026, 1, 2), until=date(2026, 2, 1), auction_id=12
    )
    assert asked_again(read) == "kind=out&since=2026-01-02&until=2026-02-01&lot=12"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "gifts", "since": "31/12/2026", "until": "0001-01-01", "lot": "-1"},
        {"kind": "", "since": "x" * 50, "until": "9999-12-31", "lot": "99999999999"},
    ],
)
def test_what_cannot_be_read_asks_for_everything(asked: dict[str, str]) -> None:
    assert read_filter(asked) == StatementFilter()
    assert asked_again(read_filter(asked)) == ""
