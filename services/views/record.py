"""The record of a lot: what anybody may check, and what its bidders alone are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.views.values import microseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """The head of a record after `entries` entries, signed by the house when it was decided."""

    entries: int
    head: str
    closed_at: datetime
    key_id: str
    public_key: str
    signature: str

    def as_message(self) -> dict[str, Any]:
        """Give it as JSON-ready values; the instant in microseconds since 1970."""
        return {
            "entries": self.entries,
            "head": self.head,
            "closed_at": microseconds(self.closed_at),
            "key_id": self.key_id,
            "public_key": self.public_key,
            "signature": self.signature,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHead:
    """How a lot's record stands: its head, how many entries, and the latest signature."""

    auction_id: int
    head: str | None
    entries: int
    signed: SignedHead | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRecord:
    """The whole record of a lot, without a name in it."""

    form: str
    auction_id: int
    head: str | None
    entries: tuple[dict[str, Any], ...]
    signed: tuple[SignedHead, ...]

    def as_message(self) -> dict[str, Any]:
        """Give it as JSON-ready values (docs/proof.md)."""
        return {
            "form": self.form,
            "lot": self.auction_id,
            "head": self.head,
            "entries": list(self.entries),
            "signatures": [each.as_message() for each in self.signed],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BidderReceipt:
    """What shows that a paddle's entries are one person's: for that person alone."""

    form: str
    auction_id: int
    paddle: int
    document: str
    salt: str
    commitment: str
    bids: tuple[int, ...]

    def as_message(self) -> dict[str, Any]:
        """Give it as JSON-ready values (docs/proof.md)."""
        return {
            "form": self.form,
            "lot": self.auction_id,
            "paddle": self.paddle,
            "document": self.document,
            "salt": self.salt,
            "commitment": self.commitment,
            "bids": list(self.bids),
        }
