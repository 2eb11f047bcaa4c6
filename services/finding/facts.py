"""What a lot is found by: read from its rows, and turned into marks and places."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal
from sys import intern
from typing import NamedTuple

from sqlalchemy import Connection, Row, text

from models import Status
from services.finding.lexicon import Said
from services.finding.orders import key_of
from services.finding.question import BANDS, limits_of

HOUR_MS = 3_600_000
_LAST = 1 << 50
Mark = tuple[str, Hashable]
READ = """
    select p.product_id, p.version, p.product_status_id as status, p.category_id, p.state,
           p.auction_type, coalesce(p.price, p.min_bid) as price,
           p.bid_count - p.annulled_count as bids,
           cast(extract(epoch from p.start_datetime) * 1000 as bigint) as starts_ms,
           cast(extract(epoch from coalesce(p.finalized_at, p.end_datetime)) * 1000
                as bigint) as ends_ms,
           cast(extract(epoch from p.closed_at) * 1000 as bigint) as closed_ms,
           cast(extract(epoch from p.created_at) * 1000 as bigint) as created_ms,
           exists (select from images i where i.product_id = p.product_id and i.principal_image)
           as photo, f.words, f.numbers
    from products p
    left join {values} f using (product_id)
    where p.product_status_id <> 5 {which}
"""
VALUES = """
    (select v.product_id,
            array_agg(f.technical_feature_id || '=' || v.value)
                filter (where f.kind in ('choice', 'yes_no')) as words,
            array_agg(f.technical_feature_id || '=' || v.number)
                filter (where f.kind in ('number', 'date') and v.number is not null) as numbers
     from technical_features_values v join technical_features f using (technical_feature_id)
     {which} group by v.product_id)
"""
_ALL = text(READ.format(values=VALUES.format(which=""), which=""))
_THESE = text(
    READ.format(
        values=VALUES.format(which="where v.product_id = any(:lots)"),
        which="and p.product_id = any(:lots)",
    )
)
_WORDS = """
    select product_id, array_to_string(tsvector_to_array(title), ' ') as title,
           array_to_string(tsvector_to_array(ts_filter(words, '{{b}}')), ' ') as about,
           array_to_string(tsvector_to_array(ts_filter(words, '{{c}}')), ' ') as place,
           array_to_string(tsvector_to_array(words), ' ') as words
    from lot_words {which}
"""
_ALL_WORDS = text(_WORDS.format(which=""))
_THESE_WORDS = text(_WORDS.format(which="where product_id = any(:lots)"))
_AT_A_TIME = 2_000


class Facts(NamedTuple):
    """One lot as the register knows it; instants in milliseconds, the price in centavos."""

    lot: int
    version: int
    status: int
    category: int
    uf: str
    type: str
    photo: bool
    price: int
    bids: int
    starts_ms: int
    ends_ms: int
    closed_ms: int
    created_ms: int
    choices: tuple[tuple[int, str], ...]
    numbers: tuple[tuple[int, float], ...]


def read_facts(connection: Connection, lots: Sequence[int] | None = None) -> list[Facts]:
    """Read these lots, or all that anybody may find; of those that are none, nothing."""
    if lots is None:
        return [_facts(row) for row in connection.execute(_ALL)]
    return [_facts(row) for row in connection.execute(_THESE, {"lots": list(lots)})]


def read_words(
    connection: Connection, lots: Sequence[int] | None = None
) -> Iterator[tuple[int, Said]]:
    """Read the words of these lots, or of all that have any, some thousand at a time."""
    if lots is not None:
        rows = connection.execute(_THESE_WORDS, {"lots": list(lots)})
    else:
        piecemeal = {"stream_results": True, "yield_per": _AT_A_TIME}
        rows = connection.execute(_ALL_WORDS, execution_options=piecemeal)
    for lot, *said in rows:
        yield lot, Said(*said)


def marks_of(facts: Facts) -> set[Mark]:
    """List the sets a lot belongs to."""
    marks: set[Mark] = {
        ("status", facts.status),
        ("category", facts.category),
        ("type", facts.type),
        ("step", step_of(facts.price)),
        *(("band", band) for band in bands_of(facts.price)),
        *(("choice", choice) for choice in facts.choices),
    }
    if facts.uf:
        marks.add(("uf", facts.uf))
    if facts.photo:
        marks.add(("photo", True))
    if facts.status == Status.IN_OCCURRENCE:
        marks.add(("hour", facts.ends_ms // HOUR_MS))
    return marks


def bands_of(centavos: int) -> list[int]:
    """Tell in which band of prices a price is; one that is a limit is in both."""
    limits = ((band, *limits_of(band)) for band in range(len(BANDS) + 1))
    return [
        band
        for band, low, high in limits
        if (low or 0) * 100 <= centavos and (high is None or centavos <= high * 100)
    ]


def step_of(centavos: int) -> int:
    """Tell on which of some hundred steps a price is; a higher one is on none before it."""
    shift = max(0, centavos.bit_length() - 4)
    return shift << 4 | centavos >> shift


def keys_of(facts: Facts) -> dict[str, int]:
    """Give a lot's place in every order. Live lots come first in the one of ends, then coming ones
    by when they begin, then those that are over, the last one first."""
    if facts.status == Status.IN_OCCURRENCE:
        ending = facts.ends_ms
    elif facts.status == Status.NOT_STARTED:
        ending = _LAST + facts.starts_ms
    else:
        ending = 3 * _LAST - (facts.closed_ms or facts.ends_ms)
    majors = {
        "ending": ending,
        "newest": _LAST - facts.created_ms,
        "price_low": facts.price,
        "price_high": _LAST - facts.price,
        "bids": _LAST - facts.bids,
    }
    return {name: key_of(major, facts.lot) for name, major in majors.items()}


def _facts(row: Row[tuple[object, ...]]) -> Facts:
    return Facts(
        lot=row.product_id,
        version=row.version,
        status=row.status,
        category=row.category_id,
        uf=intern(row.state or ""),
        type=intern(row.auction_type),
        photo=row.photo,
        price=int(Decimal(row.price) * 100),
        bids=row.bids,
        starts_ms=row.starts_ms,
        ends_ms=row.ends_ms,
        closed_ms=row.closed_ms or 0,
        created_ms=row.created_ms,
        choices=tuple(_pair(one) for one in row.words or ()),
        numbers=tuple((number, float(value)) for number, value in map(_pair, row.numbers or ())),
    )


def _pair(written: str) -> tuple[int, str]:
    number, _, value = written.partition("=")
    return int(number), intern(value)
