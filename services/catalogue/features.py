"""What a technical feature takes: how its value is read, kept and given back to a form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.errors import BadField
from services.people.fields import parse_text

LONGEST = 255
KINDS = ("text", "number", "choice", "yes_no", "date")
_YES = frozenset({"yes", "sim", "s", "on", "true", "1"})
_NO = frozenset({"no", "não", "nao", "n", "off", "false", "0"})
_GROUPED = re.compile(r"([+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
_PLAIN = re.compile(r"([+-]?[0-9]+)(?:[.,]([0-9]+))?")
_MOST_DIGITS, _MOST_DECIMALS = 12, 6
_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRule:
    """A technical feature as a category asks for it.

    `low` and `high` bound a number in its unit, and a date by its day's ordinal. `category_id` is
    the category that brought it: the lot's own, or one above it.
    """

    id: int
    name: str
    kind: str
    category_id: int
    unit: str | None = None
    choices: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    required: bool = False
    position: int = 0

    @property
    def field(self) -> str:
        """Name the field of a form that holds it."""
        return f"feature_{self.id}"

    def read(self, text: str) -> str:
        """Read what was typed into the word that is kept; empty if nothing was. Raises BadField.

        A number is taken as Brazilians write it (`1.234,5`) and as machines do (`1234.5`); where
        both are possible (`1.234`) it is the Brazilian one. Kept are `1234.5`, `yes` or `no`,
        `2026-11-23`, one of the choices, or the text with single blanks.
        """
        line = parse_text(text, field=self.field, longest=LONGEST, required=self.required)
        if not line:
            return ""
        kept = self._read(line)
        at = number_of(self.kind, kept)
        if at is not None and self.low is not None and at < self.low:
            raise BadField(self.field, self._bound("low"), least=self._said(self.low))
        if at is not None and self.high is not None and at > self.high:
            raise BadField(self.field, self._bound("high"), most=self._said(self.high))
        return kept

    def shown(self, kept: str) -> str:
        """Give what is kept as a form's field shows it; `read` takes it back unchanged."""
        return kept.replace(".", ",") if self.kind == "number" else kept

    def _read(self, line: str) -> str:
        if self.kind == "number":
            return self._number(line)
        if self.kind == "date":
            return self._date(line)
        if self.kind == "yes_no":
            word = line.casefold()
            if word not in _YES | _NO:
                raise BadField(self.field, "not_offered")
            return "yes" if word in _YES else "no"
        if self.kind == "choice" and line not in self.choices:
            raise BadField(self.field, "not_offered")
        return line

    def _number(self, line: str) -> str:
        typed = line.replace(" ", "")
        found = _GROUPED.fullmatch(typed) or _PLAIN.fullmatch(typed)
        if found is None:
            raise BadField(self.field, "feature.number")
        whole, decimals = found[1].replace(".", ""), (found[2] or "").rstrip("0")
        if len(whole.lstrip("+-").lstrip("0")) > _MOST_DIGITS or len(decimals) > _MOST_DECIMALS:
            raise BadField(self.field, "feature.digits", most=_MOST_DIGITS, decimals=_MOST_DECIMALS)
        value = Decimal(f"{whole}.{decimals or 0}")
        return canonical(value if value else Decimal(0))

    def _date(self, line: str) -> str:
        found = _WRITTEN.fullmatch(line)
        if found is None:
            raise BadField(self.field, "date.shape")
        year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            raise BadField(self.field, "date.shape") from None

    def _bound(self, end: str) -> str:
        return f"feature.{'date' if self.kind == 'date' else 'number'}_{end}"

    def _said(self, bound: Decimal) -> str:
        if self.kind == "date":
            return date.fromordinal(int(bound)).strftime("%d/%m/%Y")
        said = canonical(bound).replace(".", ",")
        return f"{said} {self.unit}" if self.unit else said


def canonical(value: Decimal) -> str:
    """Write a number the one way it is kept: no exponent, no zero at the end, `.` for decimals."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def number_of(kind: str, kept: str) -> Decimal | None:
    """Give what a kept value is sorted and bounded by: the number, a date's ordinal, or nothing."""
    if kind == "number":
        return Decimal(kept)
    if kind == "date":
        return Decimal(date.fromisoformat(kept).toordinal())
    return None
