"""How an entry of a lot's record is written down and linked to the one before it.

docs/proof.md describes the form for those who check it; `scripts/verify_proof.py` reads it without
the house.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from services.views.values import microseconds


def chain_hash(
    before: str | None,
    *,
    auction_id: int,
    number: int,
    value: Decimal,
    at: datetime,
    paddle: int,
    kind: str,
    commitment: str | None,
) -> str:
    """Return the link of a published bid: SHA-256 over the link before it and the bid's line.

    The line has no name in it, and a commitment only its owner can open. A paddle taken before
    there were commitments has none.
    """
    line = f"{auction_id}|{number}|{value:.2f}|{microseconds(at)}|{paddle}|{kind}"
    whole = f"{before or ''}|{line}|{commitment}" if commitment else f"{before or ''}|{line}"
    return sha256(whole.encode()).hexdigest()


def commitment_of(auction_id: int, paddle: int, *, document: str, salt: str) -> str:
    """Return what binds a paddle to a person's document (CPF, digits) without telling it."""
    return sha256(f"martelo-bidder-1|{auction_id}|{paddle}|{document}|{salt}".encode()).hexdigest()


def new_salt() -> str:
    """Draw the 256 random bits without which a commitment cannot be opened."""
    return secrets.token_hex(32)


def statement(auction_id: int, *, entries: int, head: str, closed_at: datetime) -> str:
    """Write what the house signs when a lot is decided."""
    return f"martelo-record-1|{auction_id}|{entries}|{head}|{microseconds(closed_at)}"
