"""The short fixed lists: each row of these tables equals a member of its enum."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum

import pytest

from models import CaseKind, Method, PaymentState, Status
from models.lookups import word_of
from services.bidding import DEFAULT_BRL, IncrementTable
from services.database import Database
from services.lots import Increments


@pytest.mark.parametrize(
    ("table", "column", "members"),
    [
        ("product_statuses", "product_status", Status),
        ("payment_statuses", "payment_status", PaymentState),
        ("payment_methods", "payment_method", Method),
        ("case_types", "case_type", CaseKind),
    ],
)
def test_rows_equal_members(
    database: Database, table: str, column: str, members: type[IntEnum]
) -> None:
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            f"select {column}_id, {column}_name from {table} order by 1"
        ).all()
    assert [tuple(row) for row in rows] == [(int(m), word_of(m)) for m in members]


def test_the_published_increments_are_the_rules_own(database: Database) -> None:
    row = {"increment": None, "increments": "brl"}
    with database.engine.connect() as connection:
        assert Increments().of(row, connection) == DEFAULT_BRL
        flat = Increments().of({"increment": Decimal(50), "increments": "brl"}, connection)
    assert flat == IncrementTable.flat(Decimal(50))


def test_judicial_and_official_buyers_pay_five_percent(database: Database) -> None:
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "select auction_type, buyer_rate, seller_rate, admin_fee from fee_schedules order by 1"
        ).all()
    assert [tuple(map(str, row)) for row in rows] == [
        ("commercial", "5.00", "5.00", "0.00"),
        ("judicial", "5.00", "0.00", "0.00"),
        ("official", "5.00", "0.00", "0.00"),
    ]
