"""What an unpaid sale costs, and whom it bars."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from services.billing.defaults import (
    OfferPolicy,
    bars,
    defaults_at,
    penalty,
    recommended_policy,
)

D = Decimal
FRIDAY_NIGHT = datetime(2026, 3, 7, 2, 59, 59, tzinfo=UTC)
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize("standing", [[], ["PIX"], ["CREDIT_CARD"]])
def test_a_sale_is_in_default_at_its_deadline(standing: list[str]) -> None:
    assert defaults_at(FRIDAY_NIGHT, standing) == FRIDAY_NIGHT


@pytest.mark.parametrize("kind", ["BOLETO", "UNDEFINED"])
def test_a_boleto_of_the_last_day_is_waited_for_one_business_day(kind: str) -> None:
    assert defaults_at(FRIDAY_NIGHT, [kind]) == FRIDAY_NIGHT + timedelta(days=3)


@pytest.mark.parametrize(
    ("hammer", "rate", "paid", "kept"),
    [
        ("1000", "5", "1000", "50.00"),
        ("10.10", "5", "100", "0.51"),
        ("1000", "5", "20", "20.00"),
        ("1000", "5", "0", "0"),
        ("1000", "0", "500", "0.00"),
    ],
)
def test_the_penalty_is_a_share_of_the_hammer_and_never_more_than_was_paid(
    hammer: str, rate: str, paid: str, kept: str
) -> None:
    for kind in ("commercial", "official"):
        assert penalty(D(hammer), D(rate), paid=D(paid), auction_type=kind) == D(kept)
    assert penalty(D(hammer), D(rate), paid=D(paid), auction_type="judicial") == 0


def test_three_defaults_within_twelve_months_bar() -> None:
    year = timedelta(days=365)
    recent = [NOW, NOW - timedelta(days=100)]
    assert not bars(recent, NOW)
    assert not bars([*recent, NOW - year], NOW)
    assert bars([*recent, NOW - year + timedelta(seconds=1)], NOW)


@pytest.mark.parametrize(("days", "policy"), [(29, "replay"), (30, "own_highest")])
def test_a_newcomers_bids_are_replayed_away(days: int, policy: str) -> None:
    joined = NOW - timedelta(days=days)
    assert recommended_policy(joined_at=joined, defaulted_at=NOW) == OfferPolicy(policy)
