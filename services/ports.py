"""What the house needs from outside, as small interfaces; each has a real side and a local twin."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ParamSpec, Protocol, TypeVar

from services.billing.gateway import (
    BoletoLine,
    Charge,
    ChargeOrder,
    Customer,
    PixCode,
    Transfer,
    TransferOrder,
)
from services.people.places import Place

P = ParamSpec("P")
T = TypeVar("T")


class Runner(Protocol):
    """Runs a transaction off the event loop, in the house's bounded pool of threads."""

    def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Run it, and give what it returns."""
        ...


class Clock(Protocol):
    """The time all rules are judged by."""

    def now(self) -> datetime:
        """Tell the time, aware, in UTC."""
        ...


class Alarm(Protocol):
    """A wake-up that can be set for one instant at a time; ringing early or twice does no harm."""

    def start(self, ring: Callable[[], None], *, sweep_seconds: float) -> None:
        """Call `ring` at every instant set, and every `sweep_seconds` in any case."""
        ...

    def set(self, at: datetime) -> None:
        """Ring at `at` or, if set earlier already, at the earlier instant too."""
        ...

    def stop(self) -> None:
        """Ring no more; safe to call twice."""
        ...


class PostRefused(Exception):
    """The post did not take a letter; `for_good` if it never will."""

    def __init__(self, why: str, *, for_good: bool) -> None:
        super().__init__(why)
        self.for_good = for_good


class Post(Protocol):
    """Carries letters out of the house."""

    def deliver(
        self, email: str, subject: str, text: str, html: str, *, unsubscribe: str | None = None
    ) -> None:
        """Take a letter to one address, its HTML perhaps empty. Raises PostRefused.

        `unsubscribe` is where its reader's program may say that no more of the kind is wanted.
        """
        ...


class PushRefused(Exception):
    """A push service did not take a message; `for_good` if it never will take this one.

    `gone`: there is no such browser any more. `wait_seconds` is how long it asks to be left alone.
    """

    def __init__(
        self, why: str, *, for_good: bool = False, gone: bool = False, wait_seconds: int = 0
    ) -> None:
        super().__init__(why)
        self.for_good = for_good
        self.gone = gone
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class PushAddress:
    """Where a browser's messages are taken, and the keys they are sealed with, as it gave them."""

    endpoint: str
    p256dh: str
    auth: str


class PushCarrier(Protocol):
    """Carries sealed messages to people's browsers, by the services those have chosen."""

    @property
    def public_key(self) -> str:
        """Give the house's own key, by which a browser lets it and nobody else send."""
        ...

    def push(
        self, to: PushAddress, message: bytes, *, seconds: int, urgent: bool, topic: str
    ) -> None:
        """Hand a message over, to be kept for so many seconds. Raises PushRefused.

        Of two messages of one `topic` that have not arrived, the later takes the place of the
        other.
        """
        ...


class PostalServiceDown(Exception):
    """Where a code is cannot be told now."""


class PostalService(Protocol):
    """Knows where a postal code is."""

    def place_of(self, cep: str) -> Place | None:
        """Tell where a code of 8 digits is; None if nowhere. Raises PostalServiceDown."""
        ...


class PhotoStore(Protocol):
    """Keeps photos that have been made anew, each under a key of its own: 32 random hex digits.

    A photo has one or more prints, files with names like `480.webp`; a store has all or none.
    """

    def keep(self, prints: Mapping[str, bytes]) -> str:
        """Keep the prints of a photo and return its key. Raises OSError where they cannot be."""
        ...

    def read(self, key: str, name: str) -> bytes | None:
        """Give a print, None if there is none. Raises OSError if that cannot be told."""
        ...

    def drop(self, key: str) -> None:
        """Let go of a photo; it may be gone already. Raises OSError if that cannot be done."""
        ...

    def keys(self, before: datetime) -> Iterator[str]:
        """List what was kept before then; what never became whole is let go of on the way."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody is sent to another house with, and what its answer is later held against.

    `state` comes back by the browser, `nonce` inside the signed answer; `verifier` proves that who
    fetches the answer is who asked (PKCE).
    """

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """Another house's signed word on who somebody is; `subject` is who, for ever, at `issuer`."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str


class NoVoucher(Exception):
    """The other house gave no word that can be believed; `away` if it gave none at all."""

    def __init__(self, why: str, *, away: bool) -> None:
        super().__init__(why)
        self.away = away


class IdentityProvider(Protocol):
    """Another house that knows people and vouches for them."""

    def question(self) -> Question:
        """Make a question, new each time. Raises NoVoucher."""
        ...

    def answer(self, code: str, *, question: Question, issuer: str | None) -> Voucher:
        """Fetch and check the answer for a code; `issuer` is who brought it said it is from.

        Raises NoVoucher.
        """
        ...


class GatewayRefused(Exception):
    """The payment gateway will not; `description` is its own sentence, in Portuguese, to be shown.

    `code` is an open word of the gateway's; `status` the HTTP status it came with.
    """

    def __init__(self, description: str, *, code: str = "", status: int = 400) -> None:
        super().__init__(description)
        self.description = description
        self.code = code
        self.status = status


class GatewayAway(Exception):
    """The gateway gave no answer; `maybe_done` if it may have done what it was asked all the same.

    What may have been done is looked for by its reference before it is asked for again.
    """

    def __init__(self, why: str, *, maybe_done: bool) -> None:
        super().__init__(why)
        self.maybe_done = maybe_done


class PaymentGateway(Protocol):
    """Charges people and pays them, outside the house.

    Every method raises GatewayRefused and GatewayAway. A reference is the house's own number for
    what it asks; the gateway keeps it, but does not hold it to be unique.
    """

    async def create_customer(self, customer: Customer) -> str:
        """Make a customer and return its number there."""
        ...

    async def customer_of(self, *, reference: str, document: str) -> str | None:
        """Find a customer by the house's reference, else by its CPF or CNPJ in digits."""
        ...

    async def create_charge(self, order: ChargeOrder) -> Charge:
        """Ask somebody for money."""
        ...

    async def charge(self, charge_id: str) -> Charge | None:
        """Read a charge as it stands now; None if the gateway knows of none."""
        ...

    async def charges_of(self, reference: str) -> tuple[Charge, ...]:
        """Find the charges of a reference, the newest first."""
        ...

    async def charges_since(self, day: date) -> tuple[Charge, ...]:
        """List all charges made on `day` or later."""
        ...

    async def pix_code(self, charge_id: str) -> PixCode:
        """Get the code that pays a charge by Pix."""
        ...

    async def boleto_line(self, charge_id: str) -> BoletoLine:
        """Get the line that pays a charge at a bank."""
        ...

    async def delete_charge(self, charge_id: str) -> None:
        """Take an unpaid charge back; one already paid is refused."""
        ...

    async def refund(self, charge_id: str, *, value: Decimal | None, description: str) -> Charge:
        """Give money of a paid charge back, all of it without a `value`."""
        ...

    async def create_transfer(self, order: TransferOrder) -> Transfer:
        """Send money to somebody's Pix key."""
        ...

    async def transfer(self, transfer_id: str) -> Transfer | None:
        """Read a transfer as it stands now; None if the gateway knows of none."""
        ...

    async def transfers_since(self, day: date) -> tuple[Transfer, ...]:
        """List all transfers made on `day` or later."""
        ...

    async def balance(self) -> Decimal:
        """Tell how much money the house has there, settled."""
        ...

    async def close(self) -> None:
        """Let connections go; safe to call twice."""
        ...
