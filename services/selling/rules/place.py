"""Where a lot is, and how it is fetched."""

from __future__ import annotations

from dataclasses import dataclass

from services.people.fields import parse_text
from services.people.places import ADDRESS_FIELDS, parse_cep, parse_uf, uf_of_cep
from services.selling.rules.reading import Fields, parse_prose

_STREET, _NUMBER, _NAME, _PICKUP = 255, 6, 80, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """An address as far as it is told; lots need less of one than people."""

    zip_code: str | None = None
    street_name: str | None = None
    street_number: str | None = None
    apt: str | None = None
    district: str | None = None
    city: str | None = None
    state: str | None = None
    pickup: str | None = None


def read_place(fields: Fields, *, required: bool) -> Whereabouts | None:
    """Read where it is; what is wrong is kept, and None then.

    Town and state go together: asked for where `required`, or where anything else was written.
    """
    before = len(fields.reading.problems)
    wanted = required or any(fields.has(name) for name in ADDRESS_FIELDS)
    cep = fields.take(parse_cep, "zip_code") if fields.has("zip_code") else None
    lengths = {
        "street_name": _STREET,
        "street_number": _NUMBER,
        "apt": _NAME,
        "district": _NAME,
    }
    lines = {
        name: fields.take(parse_text, name, longest=longest, required=False) or None
        for name, longest in lengths.items()
    }
    city = fields.take(parse_text, "city", longest=_NAME) if wanted else None
    state = fields.take(parse_uf, "state") if wanted else None
    if cep and state and uf_of_cep(cep) not in (state, None):
        fields.refuse("state", "uf.not_of_cep", state=uf_of_cep(cep))
    pickup = fields.take(parse_prose, "pickup", longest=_PICKUP, required=False)
    if len(fields.reading.problems) > before:
        return None
    return Whereabouts(zip_code=cep, **lines, city=city, state=state, pickup=pickup or None)
