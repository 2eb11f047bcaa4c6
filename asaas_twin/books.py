"""Everything the simulator knows, and the numbers it gives."""

from __future__ import annotations

import random
import string
import uuid
from collections import deque
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from asaas_twin.wire import Json, parsed, written

LETTERS = string.ascii_lowercase + string.digits
FIRST_NUMBERS = {"customer": 8392496, "invoice": 15924714, "slip": 12745149, "event": 17877793}
REMEMBERED = 1000


@dataclass(slots=True)
class Books:
    """Rows as Asaas shows them, newest last; keys that begin with an underscore are not shown."""

    customers: dict[str, Json] = field(default_factory=dict)
    payments: dict[str, Json] = field(default_factory=dict)
    transfers: dict[str, Json] = field(default_factory=dict)
    ledger: list[Json] = field(default_factory=list)
    webhooks: dict[str, Json] = field(default_factory=dict)
    waiting: list[Json] = field(default_factory=list)
    delivered: deque[Json] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    events: deque[Json] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    validator: Json = field(default_factory=dict)
    account: Json = field(default_factory=dict)
    cards: dict[str, Json] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=lambda: dict(FIRST_NUMBERS))
    night: str = ""
    ahead: float = 0.0

    @property
    def balance(self) -> Decimal:
        """Sum up the ledger: what is settled and not yet sent away."""
        return sum((row["value"] for row in self.ledger), Decimal("0.00"))


class Numbers:
    """Gives numbers of Asaas's shapes; the same seed gives the same ones."""

    def __init__(self, books: Books, seed: int | None) -> None:
        self._books = books
        self._dice = random.Random(seed)  # noqa: S311  names, not secrets

    def next(self, name: str) -> int:
        """Give the next number of a series."""
        number = self._books.numbers[name]
        self._books.numbers[name] = number + 1
        return number

    def customer(self) -> str:
        """Number a customer: `cus_` and 12 digits."""
        return f"cus_{self.next('customer'):012}"

    def payment(self) -> str:
        """Number a charge: `pay_` and 16 letters and digits."""
        return f"pay_{self.letters(16)}"

    def letters(self, count: int) -> str:
        """Give letters and digits."""
        return "".join(self._dice.choices(LETTERS, k=count))

    def digits(self, count: int) -> str:
        """Give digits."""
        return "".join(self._dice.choices(string.digits, k=count))

    def uuid(self) -> str:
        """Give a UUID."""
        return str(uuid.UUID(int=self._dice.getrandbits(128), version=4))


def written_books(books: Books) -> bytes:
    """Write the books as JSON."""
    facts: dict[str, Any] = {name: getattr(books, name) for name in Books.__slots__}
    facts |= {"delivered": list(books.delivered), "events": list(books.events)}
    facts["ahead"] = str(books.ahead)
    return written(facts)


def save(facts: bytes, path: Path) -> None:
    """Put written books into a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_bytes(facts)
    new.replace(path)


def load(path: Path) -> Books:
    """Read the books from a file; new ones if there is none that can be read."""
    try:
        facts = parsed(path.read_bytes())
    except (OSError, ValueError):
        return Books()
    books = Books()
    for name, value in facts.items():
        if name in ("delivered", "events"):
            getattr(books, name).extend(value)
        elif name == "ahead":
            books.ahead = float(value)
        elif name in Books.__slots__:
            setattr(books, name, value)
    return books
