"""The statement of a wallet: what is asked of it, and what is taken home, as spreadsheets read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from components.format import HERE
from components.language import language
from components.words import knows, say
from services.views import KINDS, StatementFilter, StatementLine, harmless

LARGEST_NUMBER = 2**31 - 1


def read_filter(asked: Mapping[str, str]) -> StatementFilter:
    """Read what is asked for from an address; what cannot be read asks for nothing."""
    return StatementFilter(
        kind=asked["kind"] if asked.get("kind") in KINDS else "",
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        auction_id=number_of(asked.get("lot", "")),
    )


def asked_again(asked: StatementFilter) -> str:
    """Write what is asked for as the query of an address; empty if everything is."""
    parts = (
        ("kind", asked.kind),
        ("since", asked.since),
        ("until", asked.until),
        ("lot", asked.auction_id),
    )
    return urlencode([(name, str(value)) for name, value in parts if value])


def number_of(text: str) -> int | None:
    """Read the number of a row; None for anything else."""
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))
    return int(text) if fits and 0 < int(text) <= LARGEST_NUMBER else None


def kind_word(kind: str) -> str:
    """Name a kind of movement."""
    return say(f"wallet.kind.{kind}") if knows(f"wallet.kind.{kind}") else say("wallet.kind.other")


def statement_csv(lines: Iterable[StatementLine]) -> bytes:
    """Write movements as a table, in UTF-8; no cell is read as a formula by anything.

    In Portuguese as spreadsheets set to Brazil open it: semicolons, decimal commas, and a mark at
    the beginning that says UTF-8. In English as RFC 4180 has it, with instants in ISO 8601.
    """
    here = language.get() == "pt-BR"
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=";" if here else ",")
    table.writerow(
        say(f"wallet.csv.{name}") for name in ("when", "what", "lot", "amount", "after", "payment")
    )
    for line in lines:
        at = line.at.astimezone(HERE)
        table.writerow(
            [
                f"{at:%d/%m/%Y %H:%M:%S}" if here else at.isoformat(timespec="seconds"),
                kind_word(line.kind),
                harmless(line.title or ""),
                _plain(line.amount, here),
                _plain(line.balance, here),
                line.payment_id or "",
            ]
        )
    return written.getvalue().encode("utf-8-sig" if here else "utf-8")


def _plain(amount: Decimal, here: bool) -> str:
    digits = f"{amount:.2f}"
    return digits.replace(".", ",") if here else digits


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None
