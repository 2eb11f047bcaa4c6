"""Addresses: the states of Brazil, its postal codes, and where somebody lives."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from services.errors import BadField
from services.people.fields import Reading, bare, parse_text

UFS = (
    "AC", "AL", "AP", "AM", "BA", "CE", "DF", "ES", "GO", "MA", "MT", "MS", "MG", "PA", "PB", "PR",
    "PE", "PI", "RJ", "RN", "RS", "RO", "RR", "SC", "SP", "SE", "TO",
)  # fmt: skip
_CEP = re.compile(r"[0-9]{8}")
_FIRST_CEP = "01000000"
_STREET, _NUMBER, _PART, _NAME = 255, 6, 80, 80
# The first five digits of each state's codes, from one border to the next ("" is nobody's).
_BORDERS = (
    ("01000", "SP"), ("20000", "RJ"), ("29000", "ES"), ("30000", "MG"), ("40000", "BA"),
    ("49000", "SE"), ("50000", "PE"), ("57000", "AL"), ("58000", "PB"), ("59000", "RN"),
    ("60000", "CE"), ("64000", "PI"), ("65000", "MA"), ("66000", "PA"), ("68900", "AP"),
    ("69000", "AM"), ("69300", "RR"), ("69400", "AM"), ("69900", "AC"), ("70000", "DF"),
    ("72800", "GO"), ("73000", "DF"), ("73700", "GO"), ("76800", "RO"), ("77000", "TO"),
    ("78000", "MT"), ("78900", ""), ("79000", "MS"), ("80000", "PR"), ("88000", "SC"),
    ("90000", "RS"),
)  # fmt: skip
_FIRSTS = tuple(first for first, _ in _BORDERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a postal code says of an address; street and district may be empty in small towns."""

    zip_code: str
    street_name: str
    district: str
    city: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where somebody can be reached, in the names of the form and of the table."""

    zip_code: str
    street_name: str
    street_number: str
    apt: str | None
    district: str
    city: str
    state: str


ADDRESS_FIELDS = ("zip_code", "street_name", "street_number", "apt", "district", "city", "state")


def read_address(form: Mapping[str, str], reading: Reading) -> Address | None:
    """Read the address of a form, whole or not at all; None if nothing was written.

    Problems are kept in `reading`, each under its field.
    """
    given = {name: form.get(name, "") for name in ADDRESS_FIELDS}
    if not any(text.strip() for text in given.values()):
        return None
    cep = reading.take(parse_cep, given["zip_code"])
    street = reading.take(parse_text, given["street_name"], field="street_name", longest=_STREET)
    number = reading.take(
        parse_text, given["street_number"], field="street_number", longest=_NUMBER
    )
    part = reading.take(parse_text, given["apt"], field="apt", longest=_PART, required=False)
    district = reading.take(parse_text, given["district"], field="district", longest=_NAME)
    city = reading.take(parse_text, given["city"], field="city", longest=_NAME)
    uf = reading.take(parse_uf, given["state"])
    if cep and uf and uf_of_cep(cep) not in (uf, None):
        reading.refuse("state", "uf.not_of_cep", state=uf_of_cep(cep))
    if None in (cep, street, number, district, city, uf):
        return None
    return Address(
        zip_code=cep or "",
        street_name=street or "",
        street_number=number or "",
        apt=part or None,
        district=district or "",
        city=city or "",
        state=uf or "",
    )


def uf_of_cep(cep: str) -> str | None:
    """Tell which state a code of 8 digits lies in; None where the post has given none."""
    return _BORDERS[bisect_right(_FIRSTS, cep[:5]) - 1][1] or None


def parse_cep(text: str, *, field: str = "zip_code") -> str:
    """Read a postal code, masked or not, as 8 digits. Raises BadField.

    Whether there is such a place only the look-up knows, which may be down.
    """
    cep = bare(text)
    if not cep:
        raise BadField(field, "missing")
    if not _CEP.fullmatch(cep) or cep < _FIRST_CEP or len(set(cep)) == 1:
        raise BadField(field, "cep.shape")
    return cep


def format_cep(cep: str) -> str:
    """Show a postal code with its mask: 01310-100."""
    return f"{cep[:5]}-{cep[5:]}"


def parse_uf(text: str, *, field: str = "state") -> str:
    """Read the two letters of a state. Raises BadField."""
    uf = text.strip().upper()
    if not uf:
        raise BadField(field, "missing")
    if uf not in UFS:
        raise BadField(field, "uf.unknown")
    return uf
