"""Whatever a form of a lot holds, it is a lot or a list of faults, and never a mistake of ours."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.billing import FeeSchedule
from services.catalogue.features import FeatureRule
from services.errors import BadForm
from services.selling.rules import Begun, Known, Offered, read_lot, step_of
from services.selling.rules.costs import costs_of
from services.selling.rules.lot_form import ORDER, STEP_BY_FIELD
from services.selling.rules.sketch import sketch
from tests.lot_forms import JUDICIAL, TRUCK

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
FEES = FeeSchedule(buyer_rate=Decimal(5), seller_rate=Decimal(5), admin_fee=Decimal(0))
RULES = (FeatureRule(id=3, name="Ano", kind="number", category_id=7, required=True),)
ODD = [
    "", " ", "0", "-1", "1e9", "NaN", "0,01", "9.999.999.999,99", "100%", "5", "at", "own", "none",
    "judicial", "official", "2026-13-45T99:99", "2026-12-01T14:00", "9999-12-31T23:59",
    "0001-01-01T00:00+14:00", "24:00", "\u202e", "\x00", "🚚", "٣", "²", "on", "x" * 300,
]  # fmt: skip
WORDS = st.sampled_from(ODD) | st.text(max_size=30)
NAMES = sorted({*STEP_BY_FIELD, "feature_3"})


@settings(max_examples=400, deadline=None)
@given(
    good=st.sampled_from([TRUCK, JUDICIAL, {}]),
    odd=st.dictionaries(st.sampled_from(NAMES), WORDS, max_size=12),
    official=st.booleans(),
    photos=st.integers(0, 20),
    begun=st.none() | st.booleans(),
)
def test_a_form_is_a_lot_or_a_list_of_faults(
    good: dict[str, str], odd: dict[str, str], official: bool, photos: int, begun: bool | None
) -> None:
    form = good | odd
    known = Known(
        categories={"arte": 7},
        rules=RULES,
        official=official,
        photos=photos,
        begun=None if begun is None else Begun(starts_at=NOW, open=begun),
    )
    drawn = sketch(form, RULES, now=NOW, begun=known.begun)
    costs = costs_of(form, FEES)
    assert all(bill.total >= bill.hammer for _, bill in costs.bills)
    try:
        lot = read_lot(form, known, now=NOW)
    except BadForm as refused:
        fields = [one.field for one in refused.problems]
        assert fields
        assert [ORDER.index(step_of(one)) for one in fields] == sorted(
            ORDER.index(step_of(one)) for one in fields
        )
        return
    sound(lot)
    assert drawn.terms == lot.terms


def sound(lot: Offered) -> None:
    """Check what the table would: a lot that was read can be written."""
    terms = lot.terms
    assert terms.opening > 0
    assert terms.reserve is None or terms.reserve > terms.opening
    assert terms.buy_now is None or terms.buy_now >= (terms.reserve or terms.opening)
    assert lot.times.starts_at < lot.times.ends_at
    assert 0 < terms.window_seconds <= 3600
    assert (lot.auction_type == "judicial") == (lot.notice is not None)
    if lot.auction_type == "judicial":
        assert terms.increment
        assert not terms.reserve
        assert not terms.buy_now
        assert lot.notice
        assert lot.notice.second_date > lot.times.ends_at
        assert lot.notice.second_floor <= lot.notice.appraisal <= terms.opening
