"""What the ledger says of a charge, and which movement is due next for it to say what is so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from services.billing.gateway import Charge
from services.billing.statuses import Reading, Standing, refunded

KINDS = ("paid", "settled", "refunded", "reversed", "restored", "undone")
NOTHING = Decimal(0)
Legs = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A movement as it stands in the ledger: its kind, its key, and what each account has of it."""

    kind: str
    business_key: str
    legs: Legs


@dataclass(slots=True, kw_only=True)
class Books:
    """What came in by one charge, and where it went: to a sale, or to its payer's wallet.

    `sale` and `wallet` are what of it is there now, `for_sale` what ever came for the sale;
    `taken_back` is the reversal that stands, its legs as they were.
    """

    paid: Decimal = NOTHING
    sale: Decimal = NOTHING
    wallet: Decimal = NOTHING
    for_sale: Decimal = NOTHING
    outside: bool = False
    settled: bool = False
    refunded: dict[str, Decimal] = field(default_factory=dict)
    taken_back: Legs | None = None
    times: dict[str, int] = field(default_factory=dict)

    @property
    def left(self) -> Decimal:
        """Count what of it is there now, in reais."""
        return self.sale + self.wallet

    @property
    def gone(self) -> bool:
        """Tell whether all that came has gone back."""
        return self.paid > 0 and self.left == 0

    @property
    def house(self) -> str:
        """Name the house's account that has what came in."""
        return "outside" if self.outside else "cash" if self.settled else "clearing"

    def shared(self, amount: Decimal) -> tuple[Decimal, Decimal]:
        """Share what goes back: first what lies in the wallet, then what paid the sale."""
        from_wallet = min(amount, self.wallet)
        return from_wallet, amount - from_wallet


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A movement that is due: `amount` in reais, `key` what tells it from others of its kind."""

    kind: str
    amount: Decimal
    key: str = ""


def books_of(movements: Iterable[Recorded]) -> Books:
    """Read the movements of one charge, in their order."""
    books = Books()
    for movement in movements:
        _take(books, movement)
        books.times[movement.kind] = books.times.get(movement.kind, 0) + 1
    return books


def _take(books: Books, movement: Recorded) -> None:
    legs = movement.legs
    sale = legs.get("receivable", NOTHING)
    theirs = sum((legs.get(name, NOTHING) for name in ("incoming", "wallet", "debt")), NOTHING)
    match movement.kind:
        case "paid":
            books.paid, books.sale, books.wallet = sale + theirs, sale, theirs
            books.for_sale, books.outside = sale, "outside" in legs
        case "undone":
            books.paid = books.sale = books.wallet = books.for_sale = NOTHING
            books.outside = False
        case "settled":
            books.settled = True
        case "refunded":
            books.refunded[movement.business_key.split(":", 2)[2]] = -(sale + theirs)
            books.sale += sale
            books.wallet += theirs
        case "reversed":
            books.taken_back = legs
            books.sale += sale
            books.wallet += theirs
        case "restored":
            books.taken_back = None
            books.sale += sale
            books.wallet += theirs


def next_step(books: Books, charge: Charge, found: Reading, *, barred: bool = False) -> Step | None:
    """Tell which movement is due next; None if the ledger says what is so.

    What has been paid and given back is both written, seen or not, so that the ledger is the same
    whichever events came and in whatever order. Nothing comes in by a charge that is `barred`.
    """
    if found.standing is not None and books.paid and books.outside and not found.outside:
        return Step(kind="undone", amount=books.paid)
    if found.standing not in (Standing.PAID, Standing.REVERSED):
        return None
    if not books.paid:
        return None if barred else Step(kind="paid", amount=charge.value)
    if not barred and found.standing is Standing.PAID and books.taken_back is not None:
        amount = sum((a for name, a in books.taken_back.items() if name in _HOUSE), NOTHING)
        return Step(kind="restored", amount=amount)
    if not barred and found.settled and not books.settled and not books.outside and books.left:
        return Step(kind="settled", amount=books.left)
    for key, value in refunded(charge).items():
        if key not in books.refunded and value < books.paid and books.left:
            return Step(kind="refunded", amount=min(value, books.left), key=key)
    if found.standing is Standing.REVERSED and books.left:
        return Step(kind="reversed", amount=books.left)
    return None


_HOUSE = ("cash", "clearing", "outside")
