"""The form of a lot: read whole, by the seed's names, and refused with all its faults at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.catalogue.features import FeatureRule
from services.people.fields import parse_text
from services.people.places import ADDRESS_FIELDS
from services.selling.rules.contacts import refuse_contacts
from services.selling.rules.court import (
    CASE_TYPES,
    LEGAL_TYPES,
    Case,
    Notice,
    read_case,
    read_notice,
)
from services.selling.rules.place import Whereabouts, read_place
from services.selling.rules.reading import Fields, parse_prose
from services.selling.rules.terms import Terms, read_terms
from services.selling.rules.times import Begun, Times, read_times

TYPES = ("commercial", *LEGAL_TYPES)
LONGEST_NAME, LONGEST_DESCRIPTION, FEWEST_WORDS = 120, 10_000, 40
CASE_FIELDS = (
    "process_number", "court", "case_type", "plaintiff", "defendant", "judge_name", "extra_notes",
)  # fmt: skip
NOTICE_FIELDS = (
    "appraisal", "minimum_percent", "incapable", "second_date", "payment_terms", "goods_at",
    "visits", "burdens", "occupation", "debts",
)  # fmt: skip
FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    "category": ("category", "auction_type"),
    "details": ("product_name", "description"),
    "photos": ("photos",),
    "price": (
        "min_bid", "reserve", "buy_now", "estimate_low", "estimate_high", "increments",
        "increment", "commission", "starts", "start_datetime", "ends", "duration",
        "end_datetime", "extend_mode", "soft_close_minutes", "hold_policy", "hold_value",
        "conditional",
    ),
    "place": (*ADDRESS_FIELDS, "pickup", *CASE_FIELDS, *NOTICE_FIELDS),
}  # fmt: skip
STEP_BY_FIELD = {name: step for step, names in FIELDS_OF.items() for name in names}
_FEATURE = re.compile(r"feature_[0-9]{1,9}")
TICKS = ("conditional", "incapable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the house knows when it reads a form: `categories` are those that take lots, by slug and
    by name, `rules` what the chosen one asks; `official` whether this person may sell officially.
    """

    categories: Mapping[str, int]
    rules: Sequence[FeatureRule] = ()
    official: bool = False
    photos: int = 0
    begun: Begun | None = None
    case_types: tuple[str, ...] = CASE_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A lot as it will stand, all of it read."""

    name: str
    description: str
    category_id: int
    auction_type: str
    values: Mapping[int, str] = field(default_factory=dict)
    terms: Terms
    times: Times
    place: Whereabouts
    case: Case | None = None
    notice: Notice | None = None


def read_lot(form: Mapping[str, str], known: Known, *, now: datetime) -> Offered:
    """Read a lot. Raises BadForm with everything that is wrong, in the order of its steps."""
    fields = Fields(form)
    auction_type = _type(fields, known)
    legal, judicial = auction_type in LEGAL_TYPES, auction_type == "judicial"
    category = known.categories.get(fields.given("category"))
    if category is None:
        fields.refuse("category", "not_offered" if fields.has("category") else "missing")
    name = fields.take(parse_text, "product_name", longest=LONGEST_NAME)
    if name is not None and not any(letter.isalnum() for letter in name):
        fields.refuse("product_name", "lot_name.empty")
    about = fields.take(parse_prose, "description", longest=LONGEST_DESCRIPTION, required=legal)
    if legal and about and len(about) < FEWEST_WORDS:
        fields.refuse("description", "description.short", least=FEWEST_WORDS)
    values = {
        rule.id: fields.reading.take(rule.read, form.get(rule.field, "")) for rule in known.rules
    }
    if legal and not known.photos:
        fields.refuse("photos", "photos.needed")
    terms = read_terms(fields, auction_type=auction_type)
    times = read_times(fields, now=now, official=legal, begun=known.begun)
    place = read_place(fields, required=legal)
    case = notice = None
    if judicial:
        case = read_case(fields, known.case_types)
        notice = read_notice(fields, opening=terms.opening if terms else None, times=times)
    if not legal:
        refuse_contacts(fields, (rule.field for rule in known.rules if rule.kind == "text"))
    fields.reading.problems.sort(key=lambda one: ORDER.index(step_of(one.field)))
    fields.reading.settle()
    assert terms is not None
    assert times is not None
    assert place is not None
    return Offered(
        name=name or "",
        description=about or "",
        category_id=category or 0,
        auction_type=auction_type,
        values={number: value for number, value in values.items() if value},
        terms=terms,
        times=times,
        place=place,
        case=case,
        notice=notice,
    )


ORDER = (*FIELDS_OF, "review")


def step_of(name: str) -> str:
    """Tell in which step of the form a field stands."""
    return "details" if name.startswith("feature_") else STEP_BY_FIELD.get(name, "review")


def is_field(name: str) -> bool:
    """Tell whether a lot's form has a field of that name."""
    return name in STEP_BY_FIELD or bool(_FEATURE.fullmatch(name))


def typed_on(step: str, form: Mapping[str, str]) -> dict[str, str]:
    """Give what of a form stands on one of its steps; a box that is not ticked is not sent."""
    typed = {
        name: text
        for name, text in form.items()
        if is_field(name) and step_of(name) == step and name not in TICKS
    }
    boxes = (name for name in form.get("ticks", "").split() if name in TICKS)
    return typed | {name: form.get(name, "") for name in boxes if step_of(name) == step}


def type_of(form: Mapping[str, str]) -> str:
    """Tell which kind of sale a form is about, as far as it says so; a lawsuit says judicial."""
    usual = "judicial" if form.get("process_number", "").strip() else TYPES[0]
    chosen = form.get("auction_type", "").strip() or usual
    return chosen if chosen in TYPES else TYPES[0]


def _type(fields: Fields, known: Known) -> str:
    usual = "judicial" if fields.has("process_number") else TYPES[0]
    chosen = fields.one_of("auction_type", TYPES, usual=usual)
    if chosen in LEGAL_TYPES and not known.official:
        fields.refuse("auction_type", "auction_type.auctioneers")
    return chosen
