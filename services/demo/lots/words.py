"""What a demo lot is made of: plain frozen values that know no table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

FeatureKind = Literal["text", "number", "choice", "yes_no", "date"]
StageKind = Literal["live", "coming", "sold", "reserve_not_met", "no_bids"]
Value = str | int | Decimal | bool | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One technical feature of a category; `choices` only when the kind is choice, bounds only of
    numbers. A `year` is bounded by the one after that of loading."""

    name: str
    kind: FeatureKind
    unit: str | None = None
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    required: bool = False
    year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of the house, its technical features in order, and the categories under it."""

    key: str
    name: str
    features: tuple[Feature, ...]
    twigs: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture in `static/demo/`; `thumbnail` is the same view at 480x360."""

    file: str
    alt: str

    @property
    def thumbnail(self) -> str:
        """Name the small file of the same view."""
        return self.file.replace(".webp", "-480.webp")


def photos_of(key: str, *alts: str) -> tuple[Photo, ...]:
    """Pair each alternative text with the numbered picture of the lot."""
    return tuple(
        Photo(file=f"{key}-{number}.webp", alt=alt) for number, alt in enumerate(alts, start=1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the lot can be seen and collected."""

    city: str
    state: str
    district: str
    postal_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the auction stands; both times are relative to the moment of loading."""

    kind: StageKind
    starts: timedelta
    ends: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Judicial:
    """The court case a judicial sale belongs to (CNJ numbering); every name is invented."""

    case_number: str
    court: str
    division: str
    judge: str
    plaintiff: str
    defendant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One lot of the demo house.

    `values` follow the order of the features asked of the category (None: unknown), those of the
    one above it first. Prices are in reais.
    `last_bid` is the highest bid of a closed auction: at least the reserve when sold, below it
    when the reserve was not met, absent otherwise.
    """

    key: str
    category: str
    title: str
    description: str
    condition: str
    values: tuple[Value, ...]
    place: Place
    opening_price: Decimal
    estimate_low: Decimal
    estimate_high: Decimal
    reserve: Decimal | None
    buy_now: Decimal | None
    last_bid: Decimal | None
    stage: Stage
    photos: tuple[Photo, ...]
    judicial: Judicial | None = None
