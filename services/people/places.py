"""Addresses: the states of Brazil and its postal codes."""

from __future__ import annotations

import re

from services.errors import BadField
from services.people.fields import bare

UFS = (
    "AC", "AL", "AP", "AM", "BA", "CE", "DF", "ES", "GO", "MA", "MT", "MS", "MG", "PA", "PB", "PR",
    "PE", "PI", "RJ", "RN", "RS", "RO", "RR", "SC", "SP", "SE", "TO",
)  # fmt: skip
_CEP = re.compile(r"[0-9]{8}")
_FIRST_CEP = "01000000"


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
