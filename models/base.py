"""Column shapes every table shares: keys, money, moments, and how constraints are named."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, Numeric, text
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def key(name: str) -> Column[int]:
    """Number the rows of a table: its own auto-incrementing primary key."""
    return Column(name, Integer, primary_key=True, autoincrement=True)


def foreign(
    name: str, target: str, *, null: bool = False, primary: bool = False, index: bool = False
) -> Column[int]:
    """Point at a row of another table; rows that are pointed at cannot be deleted."""
    return Column(
        name,
        Integer,
        ForeignKey(target),
        nullable=null,
        primary_key=primary,
        index=index,
        autoincrement=False,
    )


def money(name: str, *, null: bool = False, zero: bool = False) -> Column[Any]:
    """Hold a sum in R$ with centavos, `NUMERIC(12,2)`; never a float."""
    default = text("0") if zero else None
    return Column(name, Numeric(12, 2), nullable=null, server_default=default)


def moment(name: str, *, null: bool = False, now: bool = False) -> Column[datetime]:
    """Hold an instant, `timestamptz`; the house computes in UTC."""
    default = text("clock_timestamp()") if now else None
    return Column(name, DateTime(timezone=True), nullable=null, server_default=default)


def one_of(name: str, column: str, values: list[str]) -> CheckConstraint:
    """Refuse in the table itself any word but `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=name)
