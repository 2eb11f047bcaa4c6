"""A person's activity: each lot under the tab it belongs to, with what is the person's own."""

from __future__ import annotations

from decimal import Decimal

from models import Status
from services.views import TABS
from tests.house import House

D = Decimal


def lots(house: House, user: int, tab: str) -> list[tuple[int, str]]:
    found = house.activity.activity(user, tab)
    return [(one.card.auction_id, one.standing) for one in found.bids]


def test_bids_under_way_say_who_leads_and_what_covers_the_others(
    house: House, ana: int, bia: int
) -> None:
    led, lost = house.lot(opening=100, ends_in=60), house.lot(opening=100, ends_in=600)
    house.bid(ana, led, 500)
    house.bid(ana, lost, 100)
    house.bid(bia, lost, 200)
    found = house.activity.activity(ana)
    assert [one.standing for one in found.bids] == ["outbid", "leading"], (
        "what needs an answer first"
    )
    outbid, leading = found.bids
    assert (outbid.maximum, outbid.cover, outbid.commitment) == (D(100), D(110), D(110))
    assert (outbid.total, outbid.missing) == (D("115.50"), D(0))
    assert (leading.maximum, leading.cover) == (D(500), None)
    assert (found.committed, found.available) == (D(500), D(8500))
    assert found.counts == dict.fromkeys(TABS, 0) | {"bidding": 2}
    assert house.activity.activity(bia).bids[0].maximum == D(200), "and nobody else's maximum"


def test_what_the_wallet_lacks_is_said_before_the_tap(house: House, ana: int) -> None:
    poor, lot = house.person("poor", money=100), house.lot(opening=100)
    house.bid(poor, lot, 100)
    house.bid(ana, lot, 200)
    (bid,) = house.activity.activity(poor).bids
    assert (bid.cover, bid.missing) == (D(110), D(10))


def test_a_decided_lot_moves_to_won_or_lost(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    house.after_end(lot)
    assert lots(house, ana, "bidding") == [(lot, "outbid")]
    assert house.activity.activity(ana).bids[0].cover is None, "after the end nothing is offered"
    house.closing.close_due()
    assert lots(house, ana, "bidding") == []
    assert lots(house, ana, "lost") == [(lot, "lost")]
    counts = {name: house.activity.activity(user).counts for name, user in (("a", ana), ("b", bia))}
    assert (counts["a"]["lost"], counts["a"]["won"]) == (1, 0)
    assert (counts["b"]["lost"], counts["b"]["won"]) == (0, 1)
    (won,) = house.activity.standings(bia, [lot]).bids
    assert won.standing == "won"
    assert won.payment_id is not None


def test_a_bid_below_the_reserve_waits_for_the_seller_among_the_bids(
    house: House, ana: int
) -> None:
    lot = house.lot(opening=100, reserve=D(500), conditional=True)
    house.bid(ana, lot, 200)
    house.after_end(lot)
    house.closing.close_due()
    assert lots(house, ana, "bidding") == [(lot, "waiting")]
    assert lots(house, ana, "lost") == []


def test_a_stopped_auction_asks_for_nothing(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    house.bid(bia, lot, 200)
    house.change("update products set product_status_id = :s", s=int(Status.SUSPENDED))
    house.change("update users set active_auction_number = 0")
    (bid,) = house.activity.activity(ana).bids
    assert (bid.standing, bid.cover) == ("stopped", None)


def test_watched_lots_come_live_first_and_drafts_never(house: House, ana: int) -> None:
    ended = house.lot(ends_in=10)
    house.after_end(ended)
    house.closing.close_due()
    coming = house.lot(status=Status.NOT_STARTED, opens_in=60)
    live, sooner = house.lot(ends_in=600), house.lot(ends_in=60)
    for lot in (ended, coming, live, sooner):
        house.watching.watch(ana, lot)
    draft = house.lot(ana, status=Status.DRAFT)
    house.watching.watch(ana, draft)
    found = house.activity.activity(ana, "watching")
    assert [card.auction_id for card in found.watched] == [sooner, live, coming, ended]
    assert found.counts["watching"] == 4


def test_standings_are_told_of_the_own_bids_alone(house: House, ana: int, bia: int) -> None:
    lot = house.lot(opening=100)
    house.bid(ana, lot, 100)
    assert [one.standing for one in house.activity.standings(ana, [lot, 999]).bids] == ["leading"]
    assert house.activity.standings(bia, [lot]).bids == ()
