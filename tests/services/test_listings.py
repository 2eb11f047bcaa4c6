"""The catalogue: cards of live, coming and ended auctions, found, filtered and sorted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models import Status
from services.views import Listing, Question
from tests.house import House

D = Decimal


@pytest.fixture
def lots(house: House) -> dict[str, int]:
    """Five lots of three categories: two live, one coming, one ended, one that nobody is to see."""
    ana = house.person("ana", money=9000)
    cars = house.category("Veículos", "veiculos")
    house.category("Joias", "joias")
    made = {
        "piano": house.lot(product_name="Piano de cauda", ends_in=500, opening=800, city="Recife"),
        "carro": house.lot(product_name="Sedã 50%_novo", ends_in=300, category_id=cars),
        "mesa": house.lot(product_name="Mesa", status=Status.NOT_STARTED, opens_in=60),
        "vaso": house.lot(product_name="Vaso ÓTIMO", ends_in=10),
        "rascunho": house.lot(product_name="Piano secreto", status=Status.DRAFT),
    }
    house.change("update products set created_at = created_at + product_id * interval '1 hour'")
    house.bid(ana, made["carro"], 150)
    house.told.goes_on(20)
    house.closing.close_due()
    return made


def found(house: House, lots: dict[str, int], **asked: object) -> list[str]:
    names = {number: name for name, number in lots.items()}
    return [names[card.auction_id] for card in asking(house, **asked).cards]


def asking(house: House, **asked: object) -> Listing:
    parameters = [("state", "all"), *((name, str(text)) for name, text in asked.items())]
    return house.listings.listing(Question.read(dict(parameters)))


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["carro", "piano", "mesa", "vaso"]),
        ({"state": "live"}, ["carro", "piano"]),
        ({"state": "coming"}, ["mesa"]),
        ({"state": "ended"}, ["vaso"]),
        ({"state": "no such state"}, ["carro", "piano"]),
        ({"sort": "newest"}, ["vaso", "mesa", "carro", "piano"]),
        ({"sort": "price_high"}, ["piano", "carro", "mesa", "vaso"]),
        ({"sort": "price_low"}, ["carro", "mesa", "vaso", "piano"]),
        ({"sort": "bids"}, ["carro", "piano", "mesa", "vaso"]),
        ({"sort": "product_name; drop table bids"}, ["carro", "piano", "mesa", "vaso"]),
        ({"category": "veiculos"}, ["carro"]),
        ({"category": "joias"}, []),
        ({"category": "' or true --"}, []),
        ({"category": "vei\0culos"}, ["carro"]),
        ({"q": "piano"}, ["piano"]),
        ({"q": "  RECIFE  cauda "}, ["piano"]),
        ({"q": "piano carro"}, []),
        ({"q": "otimo"}, ["vaso"]),
        ({"q": "veiculos"}, ["carro"]),
        ({"q": "50%_"}, ["carro"]),
        ({"q": "%"}, []),
        ({"q": "' | \\ & !('"}, []),
        ({"q": "carro' | 'piano"}, []),
        ({"q": "pia\0"}, ["piano"]),
    ],
)
def test_what_is_found_and_in_which_order(
    house: House, lots: dict[str, int], asked: dict[str, str], names: list[str]
) -> None:
    assert found(house, lots, **asked) == names


def test_categories_are_counted_by_state_not_by_what_was_searched(
    house: House, lots: dict[str, int]
) -> None:
    seen = asking(house, state="live", q="piano", category="arte")
    assert {c.slug: c.lots for c in seen.categories} == {"arte": 1, "joias": 0, "veiculos": 1}


def test_a_card_says_how_a_lot_stands(house: House, lots: dict[str, int]) -> None:
    [car, vase] = house.listings.cards([lots["carro"], 999, lots["vaso"]])
    assert (car.title, car.category, car.price, car.minimum) == (
        "Sedã 50%_novo",
        "Veículos",
        D(100),
        D(105),
    )
    assert (car.bids, car.version, car.status, car.photo, car.reserve) == (
        1,
        1,
        "open",
        None,
        "none",
    )
    assert (vase.status, vase.outcome, vase.price, vase.minimum) == (
        "finished",
        "no_bids",
        None,
        D(100),
    )


def test_cards_come_in_the_order_they_were_asked_for(house: House, lots: dict[str, int]) -> None:
    asked = [lots["vaso"], lots["carro"], lots["piano"]]
    assert [card.auction_id for card in house.listings.cards(asked)] == asked
    assert house.listings.cards([]) == ()


def test_pages_hold_twenty_four_cards_and_end(house: House) -> None:
    numbers = [house.lot(ends_in=600 + n) for n in range(25)]
    first, last = asking(house), asking(house, page=2)
    assert (first.total, first.pages, first.page) == (25, 2, 1)
    assert [card.auction_id for card in (*first.cards, *last.cards)] == numbers
    assert len(first.cards) == 24
    assert asking(house, page=99).page == 2
    assert asking(house, page=-1).page == 1
    assert asking(house, q="nothing").pages == 1


def test_a_reserve_shows_on_a_card_only_as_met_or_not(house: House) -> None:
    ana = house.person("ana", money=9000)
    low, high = house.lot(reserve=D(500)), house.lot(reserve=D(500))
    house.bid(ana, low, 150)
    house.bid(ana, high, 500)
    assert [card.reserve for card in house.listings.cards([low, high])] == ["not_met", "met"]


def test_the_first_page_opens_with_what_ends_and_begins_next(
    house: House, lots: dict[str, int]
) -> None:
    first = house.listings.first_page()
    assert first.featured is not None
    assert first.featured.auction_id == lots["carro"]
    assert [card.auction_id for card in first.ending] == [lots["piano"]]
    assert [card.auction_id for card in first.coming] == [lots["mesa"]]
    assert {shelf.slug: shelf.lots for shelf in first.categories} == {"arte": 1, "veiculos": 1}
    assert first.live == 2


def test_a_rail_has_no_more_than_fits(house: House) -> None:
    most = house.lot()
    house.lot(status=Status.NOT_STARTED, opens_in=60)
    for _ in range(8):
        house.lot()
        house.lot(status=Status.NOT_STARTED, opens_in=60)
    first = house.listings.first_page()
    assert (first.featured, len(first.ending), len(first.coming), first.live) == (None, 8, 4, 9)
    house.bid(house.person("ana", money=9000), most, 150)
    first = house.listings.first_page()
    assert first.featured is not None
    assert first.featured.auction_id == most
    assert len(first.ending) == 8
    assert most not in {card.auction_id for card in first.ending}


def test_what_has_just_come_in_is_seen_though_it_ends_last(house: House) -> None:
    for number in range(9):
        house.lot(ends_in=3600 + number, opens_in=-3600 + number)
    late = house.lot(ends_in=900_000)
    house.change("update products set created_at = created_at + interval '1 hour' "
                 "where product_id = :lot", lot=late)  # fmt: skip
    first = house.listings.first_page()
    assert first.newest[0].auction_id == late
    assert not {card.auction_id for card in first.newest} & {
        card.auction_id for card in first.ending
    }


def test_alike_are_others_of_the_category_that_can_be_bid_on_now_or_soon(
    house: House, lots: dict[str, int]
) -> None:
    def alike(number: int) -> list[int]:
        return [card.auction_id for card in house.listings.alike(number)]

    assert alike(lots["piano"]) == [lots["mesa"]]
    assert alike(lots["mesa"]) == [lots["piano"]]
    assert alike(lots["vaso"]) == [lots["piano"], lots["mesa"]]
    assert alike(lots["carro"]) == []
    assert alike(2**31 - 1) == []
    for seconds in (90, 80, 70):
        house.lot(ends_in=seconds)
    sooner = house.lot(ends_in=60)
    assert len(alike(lots["vaso"])) == 4
    assert alike(lots["vaso"])[0] == sooner


def test_a_category_shows_a_photo_of_a_live_lot(house: House) -> None:
    hidden = house.lot(status=Status.DRAFT, ends_in=60)
    shown = house.lot(ends_in=600)
    for number, name in ((hidden, "old"), (shown, "new")):
        house.change(
            "insert into images (product_id, image, alt, principal_image)"
            " values (:lot, :image, :alt, true)",
            lot=number,
            image=f"/{name}",
            alt=name,
        )
    (shelf,) = house.listings.first_page().categories
    assert shelf.photo is not None
    assert (shelf.photo.thumbnail, shelf.photo.alt) == ("/new-480.webp", "new")


def test_the_menu_lists_every_category_in_order(house: House, lots: dict[str, int]) -> None:
    assert {one.slug for one in house.listings.categories()} == {"arte", "veiculos", "joias"}
