"""What holds after any sequence of offers, against an oracle that keeps every authorisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.bidding import (
    DEFAULT_BRL,
    BelowReserve,
    Bidder,
    IncrementTable,
    Terms,
    minimum_bid,
)
from tests.services.bidding.lots import EARLY, EBAY, RICH, Room, offer, terms
from tests.services.bidding.sampling import sampled


@dataclass
class Oracle:
    """Keeps every accepted authorisation and works the sale out from the list alone."""

    given: list[tuple[int, Decimal]] = field(default_factory=list)

    def standing_authorisations(self) -> list[tuple[Decimal, int, int]]:
        """Rank (amount, place in the list, bidder): each person counts with the latest given."""
        latest = {bidder: place for place, (bidder, _) in enumerate(self.given)}
        ranked = [(self.given[place][1], place, bidder) for bidder, place in latest.items()]
        return sorted(ranked, key=lambda one: (-one[0], one[1]))

    def highest_public_price(self, lot: Terms) -> Decimal:
        """Work the price out afresh, as if all had been given in one go."""
        ranked = self.standing_authorisations()
        best = ranked[0][0]
        price = lot.opening_price
        if len(ranked) > 1:
            second = ranked[1][0]
            price = min(best, second + step_by_hand(lot.increments, second))
        if lot.reserve is not None:
            if best >= lot.reserve:
                price = max(price, lot.reserve)
            elif lot.below_reserve is BelowReserve.FULL_MAX:
                price = best
        return price


def step_by_hand(table: IncrementTable, price: Decimal) -> Decimal:
    return [step for bound, step in table.steps if bound <= price][-1]


# Close amounts, so that ties, offers short of an increment and refusals are common.
cents = st.integers(min_value=1, max_value=4000) | st.integers(min_value=900, max_value=1300)
amounts = st.builds(
    lambda units, scale: Decimal(units * scale) / 100, cents, st.sampled_from([1, 10, 50, 100])
)
scripts = st.lists(st.tuples(st.sampled_from("ABCD"), amounts), min_size=1, max_size=14)
lots = st.builds(
    lambda opening, table, reserve, below: terms(
        str(opening), increments=table, reserve=reserve, below_reserve=below
    ),
    st.sampled_from([Decimal("0.01"), Decimal("9.99"), Decimal(10), Decimal(100)]),
    st.sampled_from([EBAY, DEFAULT_BRL, IncrementTable.flat(Decimal(3))]),
    st.none() | amounts,
    st.sampled_from(BelowReserve),
)


@sampled
@given(lot=lots, script=scripts)
def test_the_sale_keeps_its_promises_after_every_offer(
    lot: Terms, script: list[tuple[str, Decimal]]
) -> None:
    held, oracle = Room(lot), Oracle()
    for second, (name, amount) in enumerate(script):
        before, rows = held.standing, len(held.history)
        made = offer(name, str(amount), arrival=EARLY + timedelta(seconds=second))
        ruling = held.hear(made)

        if ruling is None:
            assert held.standing is before
            assert len(held.history) == rows
            if made.bidder == before.leader:
                assert before.leader_maximum is not None
                assert amount <= before.leader_maximum
            else:
                assert amount < minimum_bid(lot, before.price)
            continue

        oracle.given.append((made.bidder, amount))
        ranked = oracle.standing_authorisations()
        best, _, leader = ranked[0]
        price = held.standing.price
        assert price is not None
        assert (held.standing.leader, held.standing.leader_maximum) == (leader, best)
        assert before.price is None or price >= before.price
        assert lot.opening_price <= price <= best
        if len(ranked) > 1:
            second_best = ranked[1][0]
            assert price >= min(second_best, best)
            if lot.reserve is None:
                assert price <= second_best + step_by_hand(lot.increments, second_best)
        if lot.reserve is not None and best >= lot.reserve:
            assert price >= lot.reserve
        if before.leader == made.bidder:  # a raise is free, unless it crosses the reserve
            assert before.price is not None
            assert before.price <= price <= max(before.price, oracle.highest_public_price(lot))
            crossed = lot.reserve is not None and (
                best >= lot.reserve or lot.below_reserve is BelowReserve.FULL_MAX
            )
            assert crossed or price == before.price
        else:
            assert price == oracle.highest_public_price(lot)
        assert held.standing.sequence == before.sequence + 1 == len(oracle.given)
        assert held.standing.ends_at == before.ends_at
        assert ruling.commitment == best
        assert all(str(row.amount)[-3] == "." for row in ruling.published)
        assert (len(held.history) > rows) == ((price, leader) != (before.price, before.leader))

    assert all(one.amount <= later.amount for one, later in pairwise(held.history))
    if held.history:
        last = held.history[-1]
        assert (last.bidder, last.amount) == (held.standing.leader, held.standing.price)


people = st.builds(
    Bidder,
    not_qualified=st.none() | st.just("deposit"),
    impeded=st.none() | st.just("seller"),
    available=amounts,
)


@sampled
@given(
    script=st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            amounts,
            st.integers(min_value=-60, max_value=9000),
            people,
            st.fixed_dictionaries({"confirmed": st.booleans(), "buy_now": st.booleans()}),
        ),
        max_size=10,
    ),
    opened=st.booleans(),
)
def test_whoever_was_refused_might_as_well_never_have_asked(
    script: list[tuple[str, Decimal, int, Bidder, dict[str, Any]]], opened: bool
) -> None:
    lot = terms(buy_now="300", reserve="150")
    everyone, accepted_only = Room(lot), Room(lot)
    for name, amount, second, bidder, said in script:
        made = offer(name, str(amount), arrival=EARLY + timedelta(seconds=second), **said)
        who = RICH if opened else bidder
        if everyone.hear(made, who) is not None:
            accepted_only.hear(made, who)

    assert accepted_only.standing == everyone.standing
    assert accepted_only.history == everyone.history
    assert accepted_only.refused == []
