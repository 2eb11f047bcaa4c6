"""Telephone numbers of Brazil: kept as E.164, shown as people write them."""

from __future__ import annotations

import re

from services.errors import BadField
from services.people.fields import bare

AREA_CODES = frozenset(
    {*range(11, 20), 21, 22, 24, 27, 28, *range(31, 36), 37, 38, *range(41, 50), 51, 53, 54, 55}
    | {*range(61, 70), 71, 73, 74, 75, 77, 79, *range(81, 90), *range(91, 100)}
)
_COUNTRY = re.compile(r"(?:\+|00)55(?=[0-9]{10,11}$)")
_TRUNK = re.compile(r"0(?=[1-9][0-9]{9,10}$)")
_DIGITS = re.compile(r"[0-9]{10,11}")
_CELLPHONE = re.compile(r"[0-9]{2}9[0-9]{8}")
_LANDLINE = re.compile(r"[0-9]{2}[2-5][0-9]{7}")


def parse_cellphone(text: str, *, field: str = "cellphone1") -> str:
    """Read a mobile number with its area code as `+55` and 11 digits. Raises BadField."""
    return _parse(text, _CELLPHONE, field=field, problem="phone.not_cellphone")


def parse_landline(text: str, *, field: str = "landline") -> str:
    """Read a fixed number with its area code as `+55` and 10 digits. Raises BadField."""
    return _parse(text, _LANDLINE, field=field, problem="phone.not_landline")


def format_phone(number: str) -> str:
    """Show a number kept here: (11) 98765-4321, (61) 3333-4444."""
    digits = number.removeprefix("+55")
    return f"({digits[:2]}) {digits[2:-4]}-{digits[-4:]}"


def _parse(text: str, shape: re.Pattern[str], *, field: str, problem: str) -> str:
    digits = _TRUNK.sub("", _COUNTRY.sub("", bare(text)))
    if not digits:
        raise BadField(field, "missing")
    if not _DIGITS.fullmatch(digits):
        raise BadField(field, "phone.shape")
    if int(digits[:2]) not in AREA_CODES:
        raise BadField(field, "phone.area_code", area_code=digits[:2])
    if not shape.fullmatch(digits):
        raise BadField(field, problem)
    return f"+55{digits}"
