"""Pages follow each other without a gap and without a lot twice, equal lots and moving ones too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.views import Listing, Question
from tests.house import House

SORTS = ("ending", "newest", "price_low", "price_high", "bids", "relevance")


def walk(house: House, question: Question) -> list[list[int]]:
    """Follow the pages to the last one."""
    pages: list[list[int]] = []
    while True:
        listing = house.listings.listing(question)
        pages.append([card.auction_id for card in listing.cards])
        if not listing.after:
            return pages
        question = question.anew(after=listing.after)


@pytest.mark.parametrize("sort", SORTS)
def test_equal_lots_have_an_order_and_each_its_page(house: House, sort: str) -> None:
    lots = {house.lot(opening=100, ends_in=600) for _ in range(50)}
    house.change("update products set created_at = '2026-01-01'")
    words = "gravura" if sort == "relevance" else ""
    pages = walk(house, Question(sort=sort, q=words))
    assert [len(page) for page in pages] == [24, 24, 2]
    assert {lot for page in pages for lot in page} == lots
    last = house.listings.listing(Question(sort=sort, q=words, page=3))
    assert [card.auction_id for card in last.cards] == pages[2]
    assert (last.after, last.page, last.pages) == ("", 3, 3)
    back = house.listings.listing(Question(sort=sort, q=words, before=last.before))
    assert [card.auction_id for card in back.cards] == pages[1]
    first = house.listings.listing(Question(sort=sort, q=words, before=back.before))
    assert [card.auction_id for card in first.cards] == pages[0]
    assert first.before == ""


def test_a_page_begins_where_the_last_one_ended_whatever_moved(house: House) -> None:
    lots = [house.lot(ends_in=600 + n, opening=100) for n in range(40)]
    first = house.listings.listing()
    house.lot(ends_in=60)
    ana = house.person("ana", money=9_000)
    house.bid(ana, lots[30], 200)
    second = house.listings.listing(Question(after=first.after))
    assert [card.auction_id for card in second.cards] == lots[24:]


def test_a_place_that_is_no_more_shows_what_follows(house: House) -> None:
    lots = [house.lot(ends_in=600 + n) for n in range(30)]
    first = house.listings.listing()
    house.change("update products set product_status_id = 6 where product_id = :lot", lot=lots[23])
    house.change("update users set active_auction_number = active_auction_number - 1")
    second = house.listings.listing(Question(after=first.after))
    assert [card.auction_id for card in second.cards] == lots[24:]


@pytest.mark.parametrize("place", ["0", "z" * 40, "abc"])
def test_a_place_nobody_gave_does_no_harm(house: House, place: str) -> None:
    lot = house.lot()

    def shown(question: Question) -> list[int]:
        listing: Listing = house.listings.listing(question)
        return [card.auction_id for card in listing.cards]

    for sort in SORTS:
        asked = Question(sort=sort)
        assert shown(replace(asked, after=place)) in ([], [lot])
        assert shown(replace(asked, before=place)) in ([], [lot])
