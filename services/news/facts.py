"""The facts of a piece of news, kept in JSON as they are and said in a language when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from services.mail.letters import said_moment, said_money

_MONEY, _MOMENT = "money", "moment"


def kept(values: Mapping[str, object]) -> dict[str, object]:
    """Write facts so that JSON keeps what they are: words, amounts or instants."""
    return {name: _kept(value) for name, value in values.items() if value is not None}


def said(facts: Mapping[str, object], language: str) -> dict[str, str]:
    """Say kept facts in a language: amounts and instants as it writes them."""
    return {name: _said(value, language) for name, value in facts.items()}


def _kept(value: object) -> object:
    if isinstance(value, Decimal):
        return {_MONEY: str(value)}
    return {_MOMENT: value.isoformat()} if isinstance(value, datetime) else str(value)


def _said(value: object, language: str) -> str:
    if not isinstance(value, dict):
        return str(value)
    if _MONEY in value:
        return said_money(Decimal(value[_MONEY]), language)
    return said_moment(datetime.fromisoformat(value[_MOMENT]), language)
