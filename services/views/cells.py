"""What is written into a file that spreadsheets open."""

from __future__ import annotations

import unicodedata

_RUN = frozenset("=+-@")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def harmless(text: str) -> str:
    """Keep a text from being calculated by a spreadsheet: a mark before it makes it words.

    Some trim what is not seen before they look, some read full-width signs as plain ones (OWASP,
    CSV injection).
    """
    if text[:1] in ("\t", "\r", "\n"):
        return f"'{text}"
    first = next((sign for sign in text if unicodedata.category(sign) not in _UNSEEN), "")
    runs = unicodedata.normalize("NFKC", first)[:1] in _RUN if first else False
    return f"'{text}" if runs else text
