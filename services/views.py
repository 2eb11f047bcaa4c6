"""What a screen may see: frozen pictures of rooms, lots, cards and people, never table rows.

Amounts are `Decimal` reais, instants aware UTC. `as_message()` gives the same facts as JSON-ready
values: amounts as strings with two decimals, instants as epoch milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.errors import BadField
from services.person_views import AddressView as AddressView
from services.person_views import ConsentLine as ConsentLine
from services.person_views import NewsKind as NewsKind
from services.person_views import PrivacyView as PrivacyView
from services.person_views import ProfileView as ProfileView
from services.person_views import SettingsView as SettingsView


def milliseconds(moment: datetime) -> int:
    """Give an instant as epoch milliseconds, as browsers count."""
    return round(moment.timestamp() * 1000)


def _sum(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


TEXT_SIZES = (100, 112, 125, 150, 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfort:
    """How somebody reads best: size of the text in percent, and what is to be kept apart or still.

    `spacing` sets lines and letters apart, `still` stops what moves, `underlined` marks every link,
    `calm` hides what other people do apart from the price.
    """

    text_size: int = TEXT_SIZES[0]
    spacing: bool = False
    still: bool = False
    underlined: bool = False
    calm: bool = False

    @classmethod
    def read(cls, words: str) -> Comfort:
        """Read what `written` writes; a word that is not known is passed over."""
        said = words.split(".")
        sizes = (size for size in TEXT_SIZES if str(size) in said)
        return cls(
            text_size=next(sizes, TEXT_SIZES[0]),
            **{wish: wish in said for wish in COMFORT_WISHES},
        )

    @property
    def written(self) -> str:
        """Write it in one word, as cookies can hold it: `125.spacing.calm`."""
        wishes = (wish for wish in COMFORT_WISHES if getattr(self, wish))
        return ".".join((str(self.text_size), *wishes))


COMFORT_WISHES = ("spacing", "still", "underlined", "calm")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The company behind the site, as the law wants it named; nothing that was not set is made up,
    but in a demonstration, which says so."""

    name: str
    cnpj: str
    address: str
    email: str
    phone: str
    officer: str = ""
    officer_email: str = ""
    demonstration: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether all is there that Decreto 7.962/2013 wants shown."""
        return all((self.name, self.cnpj, self.address, self.email, self.phone))


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is asking: `user_id` is None for somebody not logged in."""

    user_id: int | None = None
    session_id: int | None = None
    session_key: str = ""
    csrf: str = ""
    name: str = ""
    username: str = ""
    admin: bool = False
    language: str = "pt-BR"
    theme: str = "system"
    comfort: Comfort = field(default_factory=Comfort)
    ip: str | None = None
    user_agent: str | None = None

    @property
    def logged_in(self) -> bool:
        """Tell whether there is a person behind the request."""
        return self.user_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture of a lot: address, smaller address, and what it shows in words."""

    url: str
    thumbnail: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One technical feature of a lot; `kind` (text, number, choice, yes_no, date) says how its
    value is written down: 1234.5, yes or no, 2026-11-23."""

    name: str
    value: str
    unit: str | None = None
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryView:
    """A category with how many lots it has in the listing asked for."""

    id: int
    name: str
    slug: str
    lots: int = 0
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A lot in a listing. `status`: scheduled, open, finished, canceled, suspended."""

    auction_id: int
    version: int
    title: str
    category: str
    photo: Photo | None
    city: str | None
    state: str | None
    status: str
    outcome: str | None
    price: Decimal | None
    minimum: Decimal
    bids: int
    starts_at: datetime
    ends_at: datetime
    reserve: str
    judicial: bool = False

    def as_message(self) -> dict[str, Any]:
        """Give what moves on a card: version, status, outcome, price, minimum, bids, end."""
        return {
            "auction": self.auction_id,
            "version": self.version,
            "status": self.status,
            "outcome": self.outcome,
            "price": _sum(self.price),
            "minimum": _sum(self.minimum),
            "bids": self.bids,
            "starts_ms": milliseconds(self.starts_at),
            "ends_ms": milliseconds(self.ends_at),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of the listing: cards, how many there are in all, categories with counts."""

    cards: tuple[CardView, ...]
    total: int
    categories: tuple[CategoryView, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """What the first page opens with: lots that end soonest, that begin next, and categories with
    live lots, each with a photo of one; `watched` are a person's own, still to be decided."""

    ending: tuple[CardView, ...]
    coming: tuple[CardView, ...]
    categories: tuple[CategoryView, ...]
    live: int
    watched: tuple[CardView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """How others see a bidder on this lot: a paddle number, and a name only if not anonymous."""

    paddle: int
    name: str | None = None

    def as_message(self) -> dict[str, Any]:
        """Give paddle and name."""
        return {"paddle": self.paddle, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class BidRow:
    """A published bid as the history shows it; `kind` is direct, auto or buy_now."""

    number: int
    bidder: Label
    value: Decimal
    kind: str
    at: datetime

    def as_message(self) -> dict[str, Any]:
        """Give number, bidder, value, kind and instant."""
        return {
            "n": self.number,
            "bidder": self.bidder.as_message(),
            "value": _sum(self.value),
            "kind": self.kind,
            "at_ms": milliseconds(self.at),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRow:
    """A move of the closing time; `cause` is soft_close, outage or administrator."""

    at: datetime
    ends_to: datetime
    cause: str

    def as_message(self) -> dict[str, Any]:
        """Give instant, new end and cause."""
        return {
            "at_ms": milliseconds(self.at),
            "ends_ms": milliseconds(self.ends_to),
            "cause": self.cause,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRoom:
    """What everybody in the room sees, at one version. `reserve`: none, not_met, met.

    `status` is scheduled, open, finished, canceled or suspended; `quick` are three amounts to bid
    with one tap (one, two and five increments above the price). No maximum and no identity.
    """

    auction_id: int
    version: int
    status: str
    outcome: str | None
    price: Decimal | None
    minimum: Decimal
    quick: tuple[Decimal, ...]
    bids: int
    leader: Label | None
    reserve: str
    buy_now: Decimal | None
    starts_at: datetime
    ends_at: datetime
    original_ends_at: datetime
    window_seconds: int
    extend_mode: str
    rows: tuple[BidRow, ...] = ()
    extensions: tuple[ExtensionRow, ...] = ()

    def as_message(self) -> dict[str, Any]:
        """Give the room as JSON-ready values; see the module's note on amounts and instants."""
        return {
            "auction": self.auction_id,
            "version": self.version,
            "status": self.status,
            "outcome": self.outcome,
            "price": _sum(self.price),
            "minimum": _sum(self.minimum),
            "quick": [_sum(amount) for amount in self.quick],
            "bids": self.bids,
            "leader": self.leader and self.leader.as_message(),
            "reserve": self.reserve,
            "buy_now": _sum(self.buy_now),
            "starts_ms": milliseconds(self.starts_at),
            "ends_ms": milliseconds(self.ends_at),
            "original_ends_ms": milliseconds(self.original_ends_at),
            "window_s": self.window_seconds,
            "extend_mode": self.extend_mode,
            "rows": [row.as_message() for row in self.rows],
            "extensions": [row.as_message() for row in self.extensions],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """What only this person sees in a room.

    `standing`: visitor, none (has not bid), leading, outbid, won, lost, seller. `blocked` names why
    no bid may be given (a key as in the refusals: "not_qualified.blocked", "impeded.seller") or is
    None. `available` leaves out what is held, on this lot (`held`) and on others.
    """

    standing: str
    blocked: str | None = None
    paddle: int | None = None
    maximum: Decimal | None = None
    available: Decimal = Decimal(0)
    held: Decimal = Decimal(0)
    due: Decimal | None = None
    due_at: datetime | None = None
    total: Decimal | None = None

    def as_message(self) -> dict[str, Any]:
        """Give the person's standing as JSON-ready values."""
        return {
            "standing": self.standing,
            "blocked": self.blocked,
            "paddle": self.paddle,
            "maximum": _sum(self.maximum),
            "available": _sum(self.available),
            "held": _sum(self.held),
            "due": _sum(self.due),
            "due_ms": None if self.due_at is None else milliseconds(self.due_at),
            "total": _sum(self.total),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Legal:
    """The court case behind a judicial lot."""

    process_number: str
    court: str
    case_type: str
    plaintiff: str
    defendant: str
    judge_name: str
    extra_notes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotView:
    """The parts of a lot that do not move while it is on sale."""

    auction_id: int
    title: str
    description: str
    category: CategoryView
    photos: tuple[Photo, ...]
    features: tuple[Feature, ...]
    city: str | None
    state: str | None
    district: str | None
    seller: str
    auction_type: str
    opening_price: Decimal
    increments: tuple[tuple[Decimal, Decimal], ...]
    buyer_rate: Decimal
    admin_fee: Decimal
    hold_policy: str
    hold_value: Decimal
    confirm_above: int
    has_reserve: bool
    conditional: bool
    estimate: tuple[Decimal, Decimal] | None = None
    legal: Legal | None = None
    hard_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Whether a person watches a lot, and how many do in all."""

    watched: bool = False
    watchers: int = 0

    def as_message(self) -> dict[str, Any]:
        """Give both facts."""
        return {"watched": self.watched, "watchers": self.watchers}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomView:
    """One lot as one person sees it: what stays, what moves, what is theirs alone."""

    lot: LotView
    room: PublicRoom
    you: Personal
    now: datetime
    watch: Watch = field(default_factory=Watch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a bid: accepted, or refused with a stable code and the message's values.

    `standing` after it is leading, outbid or won; `outbid_at_once` tells that somebody's maximum
    was already higher. A repeated idempotency key gets the first answer again.
    """

    accepted: bool
    code: str
    message_key: str
    values: dict[str, str] = field(default_factory=dict)
    version: int = 0
    price: Decimal | None = None
    standing: str = "none"

    def as_message(self) -> dict[str, Any]:
        """Give the answer as JSON-ready values."""
        return {
            "accepted": self.accepted,
            "code": self.code,
            "message_key": self.message_key,
            "values": self.values,
            "version": self.version,
            "price": _sum(self.price),
            "standing": self.standing,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A movement of the wallet with the balance after it, and the lot it concerns."""

    at: datetime
    kind: str
    amount: Decimal
    balance: Decimal
    auction_id: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """Money held on one lot while its owner leads there."""

    auction_id: int
    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletView:
    """A person's money: all of it, the part on hold, and how it came to be."""

    balance: Decimal
    held: Decimal
    holds: tuple[HoldLine, ...]
    lines: tuple[StatementLine, ...]

    @property
    def available(self) -> Decimal:
        """Tell what new bids may commit."""
        return self.balance - self.held


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A log-in as its person sees it; `device` is None for a browser that said nothing."""

    id: int
    device: str | None
    ip: str | None
    began_at: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorView:
    """How somebody is asked twice: `method` is email, app or None; `required` by the house."""

    method: str | None
    required: bool
    has_password: bool
    email: str
    codes_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStepView:
    """A log-in that waits for its second step: by `method` (email, app), where the code went."""

    method: str
    email: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppKey:
    """What an authenticator app is given: an address to read as a picture, a secret to type."""

    address: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """What somebody must show to prove to be there: a password, an app's code, a letter's code."""

    password: bool
    app: bool
    letter: bool
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """A letter as the demonstration's inbox shows it."""

    mail_id: int
    email: str
    subject: str
    text: str
    html: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpForm:
    """The form of sign-up: what was typed, what of it is wrong, and what can be chosen.

    `photo` is a photo already sent, as base64 of a WebP; `found` how the look-up of the postal code
    ended, where it was asked for: found, unknown, down.
    """

    typed: Mapping[str, str]
    states: Sequence[str]
    genders: Sequence[str]
    problems: Sequence[BadField] = ()
    photo: str = ""
    found: str = ""
    next_path: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionForm:
    """What an account still lacks before its first bid or sale: what was typed, what is wrong."""

    typed: Mapping[str, str]
    genders: Sequence[str]
    problems: Sequence[BadField] = ()
    next_path: str = "/"
