"""A person watches lots, finds them again, and learns only how many others do."""

from __future__ import annotations

import pytest

from models import Status
from services.errors import NotFound
from services.events import WatchersChanged
from services.views import Question, Visitor, Watch
from tests.house import House


def test_watching_twice_is_watching_once_and_forgetting_is_final(house: House) -> None:
    ana, bia, lot = house.person("ana"), house.person("bia"), house.lot()
    assert house.watching.watch(ana, lot) == Watch(watched=True, watchers=1)
    assert house.watching.watch(ana, lot) == Watch(watched=True, watchers=1)
    assert house.watching.watch(bia, lot) == Watch(watched=True, watchers=2)
    assert house.watching.forget(ana, lot) == Watch(watched=False, watchers=1)
    assert house.watching.forget(ana, lot) == Watch(watched=False, watchers=1)
    assert house.watching.watched(ana) == frozenset()
    assert house.watching.watched(bia) == {lot}


def test_more_or_fewer_watchers_are_news_and_saying_it_again_is_none(house: House) -> None:
    ana, lot = house.person("ana"), house.lot()
    news = WatchersChanged(auction_id=lot)
    for act, told in (
        (house.watching.forget, []),
        (house.watching.watch, [news]),
        (house.watching.watch, []),
        (house.watching.forget, [news]),
    ):
        house.news.clear()
        act(ana, lot)
        assert house.news == told
    house.watching.watch(ana, lot)
    assert house.watching.watchers(lot) == 1


def test_a_draft_is_watched_by_nobody_but_its_seller(house: House) -> None:
    seller, ana = house.person("seller"), house.person("ana")
    draft = house.lot(seller, status=Status.DRAFT)
    with pytest.raises(NotFound):
        house.watching.watch(ana, draft)
    with pytest.raises(NotFound):
        house.watching.watch(ana, draft + 1)
    assert house.watching.watch(seller, draft).watched
    assert house.one("select count(*) from watches") == 1


def test_the_lots_page_tells_how_many_watch_and_whether_oneself_does(house: House) -> None:
    ana, bia, lot = house.person("ana"), house.person("bia"), house.lot()
    house.watching.watch(ana, lot)
    seen = {
        person: house.rooms.room(lot, seen_by=Visitor(user_id=person)).watch
        for person in (ana, bia, None)
    }
    assert seen == {
        ana: Watch(watched=True, watchers=1),
        bia: Watch(watched=False, watchers=1),
        None: Watch(watched=False, watchers=1),
    }


def test_the_listing_of_ones_own_shows_lots_whatever_became_of_them(house: House) -> None:
    ana, bia = house.person("ana"), house.person("bia")
    jewels = house.category("Joias", "joias")
    live = house.lot(ends_in=500)
    coming = house.lot(status=Status.NOT_STARTED, opens_in=60, category_id=jewels)
    halted = house.lot(status=Status.SUSPENDED, ends_in=900)
    ended = house.lot(ends_in=10)
    house.lot()
    for lot in (live, coming, halted, ended):
        house.watching.watch(ana, lot)
    house.told.goes_on(20)
    house.closing.close_due()

    mine = house.listings.listing(Question(state="watched"), seen_by=ana)
    assert {card.auction_id for card in mine.cards} == {live, coming, halted, ended}
    assert mine.total == 4
    assert {shelf.slug: shelf.lots for shelf in mine.categories} == {"arte": 3, "joias": 1}
    assert house.listings.listing(Question(state="watched"), seen_by=bia).total == 0

    rail = house.listings.first_page(seen_by=ana).watched
    assert {card.auction_id for card in rail} == {live, coming, halted}
    assert house.listings.first_page().watched == ()
