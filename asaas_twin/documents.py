"""Check digits of CPF and CNPJ."""

from __future__ import annotations

import re

_CPF = re.compile(r"[0-9]{11}")
_CNPJ = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_PUNCTUATION = re.compile(r"[^0-9A-Za-z]")
_WEIGHTS = {11: (11, 10, 9, 8, 7, 6, 5, 4, 3, 2), 14: (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)}


def document(text: object) -> str | None:
    """Read a CPF or CNPJ, masked or not, as bare characters; None if it is neither."""
    if not isinstance(text, str):
        return None
    bare = _PUNCTUATION.sub("", text).upper()
    if not (_CPF.fullmatch(bare) or _CNPJ.fullmatch(bare)) or len(set(bare)) == 1:
        return None
    whole = bare[:-2]
    weights = _WEIGHTS[len(bare)]
    for _ in range(2):
        pairs = zip(whole, weights[-len(whole) :], strict=True)
        rest = sum((ord(letter) - 48) * weight for letter, weight in pairs) % 11
        whole += str(0 if rest < 2 else 11 - rest)
    return bare if whole == bare else None


def person_type(bare: str) -> str:
    """Tell whether a document is a person's or a company's."""
    return "FISICA" if len(bare) == 11 else "JURIDICA"


def masked(bare: str) -> str:
    """Show a document as a transfer does."""
    return f"***.{bare[3:6]}.{bare[6:9]}-**" if len(bare) == 11 else bare
