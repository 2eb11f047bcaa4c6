"""What a listing offers to narrow it by, and searches that people keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.views.lots import CardView, CategoryView


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value somebody may choose, and how many lots they would find with it."""

    value: str
    lots: int
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureFacet:
    """A technical feature to choose by: its values with counts or, of numbers and dates, the
    `least` and `most` that lots have; `low` and `high` are what is asked for."""

    id: int
    name: str
    kind: str
    unit: str | None = None
    choices: tuple[Choice, ...] = ()
    least: str = ""
    most: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a listing can be narrowed by. Each count says what one would find with that choice and
    everything else that is asked for.

    `path` leads from the top category to the one asked for, `categories` are those under it or, if
    there are none, beside it. A band of prices is its number in `BANDS`, a state of a lot and a
    time to its end are the words of the address.
    """

    path: tuple[CategoryView, ...] = ()
    categories: tuple[CategoryView, ...] = ()
    states: tuple[Choice, ...] = ()
    ufs: tuple[Choice, ...] = ()
    types: tuple[Choice, ...] = ()
    bands: tuple[Choice, ...] = ()
    within: tuple[Choice, ...] = ()
    photo: Choice = Choice(value="1", lots=0)
    features: tuple[FeatureFacet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of the listing: cards, how many there are in all, top categories with counts.

    `after` and `before` are where the next and the last page begin, empty where there is none.
    `meant` are the words a search was read as, where no lot has those that were typed; `nearest`
    are lots that come near, when none is found. `beyond` tells that the place asked for lies behind
    the last lot, and that this is the first page instead.
    """

    cards: tuple[CardView, ...]
    total: int
    categories: tuple[CategoryView, ...]
    page: int = 1
    pages: int = 1
    beyond: bool = False
    facets: Facets = Facets()
    after: str = ""
    before: str = ""
    meant: tuple[str, ...] = ()
    nearest: tuple[CardView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchView:
    """A search somebody keeps: `question` as in the listing's address; `pace`: now, daily, off."""

    id: int
    name: str
    question: str
    pace: str
    created_at: datetime
    found: int = 0
