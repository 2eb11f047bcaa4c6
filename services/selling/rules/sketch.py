"""A lot as far as its form can be read: for pictures of it, never for the sale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.catalogue.features import FeatureRule
from services.selling.rules.court import CASE_TYPES, Case, Notice, read_case, read_notice
from services.selling.rules.lot_form import LONGEST_DESCRIPTION, LONGEST_NAME, type_of
from services.selling.rules.place import Whereabouts, read_place
from services.selling.rules.reading import Fields, parse_prose
from services.selling.rules.terms import Terms, read_terms
from services.selling.rules.times import Begun, Times, read_times


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What of a lot is there already; None or nothing where it cannot be read yet."""

    name: str
    description: str
    auction_type: str
    values: Mapping[int, str]
    terms: Terms | None
    times: Times | None
    place: Whereabouts
    case: Case | None
    notice: Notice | None


def sketch(
    form: Mapping[str, str],
    rules: Sequence[FeatureRule],
    *,
    now: datetime,
    begun: Begun | None = None,
    case_types: tuple[str, ...] = CASE_TYPES,
) -> Sketch:
    """Read part by part what can be read; nothing is refused."""
    auction_type = type_of(form)
    judicial = auction_type == "judicial"
    fields = Fields(form)
    about = {"longest": LONGEST_DESCRIPTION, "required": False}
    values = {rule.id: fields.reading.take(rule.read, form.get(rule.field, "")) for rule in rules}
    terms = read_terms(fields, auction_type=auction_type)
    times = read_times(Fields(form), now=now, official=False, begun=begun)
    usable = times is not None and times.ends_at > times.starts_at
    return Sketch(
        name=" ".join(fields.given("product_name").split())[:LONGEST_NAME],
        description=fields.take(parse_prose, "description", **about) or "",
        auction_type=auction_type,
        values={number: value for number, value in values.items() if value},
        terms=terms,
        times=times if usable else None,
        place=read_place(Fields(form), required=False) or _town(form),
        case=read_case(Fields(form), case_types) if judicial else None,
        notice=read_notice(Fields(form), opening=None, times=None) if judicial else None,
    )


def _town(form: Mapping[str, str]) -> Whereabouts:
    fields = Fields(form)
    return Whereabouts(
        city=fields.given("city")[:80] or None, state=fields.given("state")[:2].upper() or None
    )
