"""How the fields of a lot are read: sums, counts, instants and words over several lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from services.errors import BadAmount, BadField
from services.people.fields import Reading
from services.views.values import parse_amount

BRASILIA = ZoneInfo("America/Sao_Paulo")
_COUNT = re.compile(r"[0-9]{1,7}")
_WRITTEN = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})(?:,? | às )([0-9]{2})[:h]([0-9]{2})")
_YEARS = range(2000, 2200)
_JOINER = "\N{ZERO WIDTH JOINER}"  # holds the parts of an emoji together
_UNREADABLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
T = TypeVar("T")


class Fields:
    """The fields of a form by name, each read once; what is wrong is kept for all to be said."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self._form = form
        self.reading = Reading()

    def given(self, name: str) -> str:
        """Give what was typed, without the blanks around it."""
        return self._form.get(name, "").strip()

    def has(self, name: str) -> bool:
        """Tell whether anything was typed."""
        return bool(self.given(name))

    def take(self, parse: Callable[..., T], name: str, **settings: object) -> T | None:
        """Give what `parse` reads of a field, or None after keeping its BadField."""
        return self.reading.take(parse, self.given(name), field=name, **settings)

    def refuse(self, name: str, problem: str, **values: object) -> None:
        """Keep what is wrong with a field beyond its own reading."""
        if all(one.field != name for one in self.reading.problems):
            self.reading.refuse(name, problem, **values)

    def money(self, name: str, *, required: bool = False) -> Decimal | None:
        """Read a sum of reais above zero; None where nothing was typed."""
        if not required and not self.has(name):
            return None
        return self.take(parse_sum, name)

    def one_of(self, name: str, among: tuple[str, ...], *, usual: str) -> str:
        """Read which of some words was chosen; the usual one where nothing was."""
        chosen = self.given(name) or usual
        if chosen not in among:
            self.refuse(name, "not_offered")
            return usual
        return chosen


def parse_sum(text: str, *, field: str) -> Decimal:
    """Read a sum of reais above zero, written as Brazilians do. Raises BadField."""
    if not text:
        raise BadField(field, "missing")
    try:
        amount = parse_amount(text)
    except BadAmount:
        raise BadField(field, "amount.unreadable") from None
    if amount <= 0:
        raise BadField(field, "amount.zero")
    return amount


def parse_count(text: str, *, field: str, least: int, most: int) -> int:
    """Read a whole number within bounds. Raises BadField."""
    if not text:
        raise BadField(field, "missing")
    if not _COUNT.fullmatch(text):
        raise BadField(field, "count.shape", least=least, most=most)
    if not least <= int(text) <= most:
        raise BadField(field, "count.bounds", least=least, most=most)
    return int(text)


def parse_percent(text: str, *, field: str, least: Decimal, most: Decimal) -> Decimal:
    """Read a percent with up to two decimals, within bounds. Raises BadField."""
    if not text:
        raise BadField(field, "missing")
    try:
        percent = parse_amount(text.removesuffix("%").strip())
    except BadAmount:
        raise BadField(field, "percent.shape") from None
    if not least <= percent <= most:
        raise BadField(field, "percent.bounds", least=f"{least:f}", most=f"{most:f}")
    return percent


def parse_instant(text: str, *, field: str) -> datetime:
    """Read date and time: in Brasília, or with an offset of its own. Raises BadField.

    Taken are what a form's field sends, `2026-12-01T14:30`, and `01/12/2026 14:30`.
    """
    if not text:
        raise BadField(field, "missing")
    if found := _WRITTEN.fullmatch(text):
        day, month, year, hour, minute = found.groups()
        text = f"{year}-{month}-{day}T{hour}:{minute}"
    try:
        read = datetime.fromisoformat(text)
        if "T" not in text and " " not in text:
            raise ValueError(text)
        at = read if read.tzinfo else read.replace(tzinfo=BRASILIA)
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadField(field, "instant.shape") from None
    if at.year not in _YEARS:
        raise BadField(field, "instant.shape")
    return at.replace(microsecond=0)


def parse_prose(text: str, *, field: str, longest: int, required: bool = True) -> str:
    """Read words over several lines, as they are but composed and with nothing invisible.

    Raises BadField.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    prose = "\n".join(line.rstrip() for line in lines.replace("\t", " ").split("\n")).strip()
    if required and not prose:
        raise BadField(field, "missing")
    hidden = (
        unicodedata.category(one) in _UNREADABLE for one in prose if one not in f"\n{_JOINER}"
    )
    if any(hidden):
        raise BadField(field, "unreadable")
    if len(prose) > longest:
        raise BadField(field, "too_long", longest=longest)
    return prose
