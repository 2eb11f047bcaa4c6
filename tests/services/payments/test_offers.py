"""A lot whose winner did not pay goes to who came next, or on sale again, as its seller likes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from services.billing.defaults import OfferPolicy
from services.errors import BadForm, Forbidden, NotFound, Overtaken
from services.lots import Increments
from services.payments.aftermath import Aftermath
from services.payments.defaults import Defaults
from services.payments.offers import Offers
from tests.house import House
from tests.services.payments.aftersale import Fallen, letters, overdue, sold

D = Decimal
OWN, REPLAY = OfferPolicy.OWN_HIGHEST, OfferPolicy.REPLAY


@pytest.fixture
def offers(house: House) -> Offers:
    return Offers(house.database, house.clock, Increments(), house.herald)


@pytest.fixture
def aftermath(house: House) -> Aftermath:
    return Aftermath(house.database, house.clock, Increments())


@pytest.fixture
def fallen(house: House, defaults: Defaults) -> Fallen:
    """Ana has not paid."""
    sale = sold(house)
    overdue(house, sale.payment)
    assert defaults.default(sale.payment)
    return sale


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all this at the same moment; what is refused is given by its reason."""
    done: list[object] = []

    def act(one: Callable[[], object]) -> None:
        try:
            done.append(one())
        except Overtaken as refusal:
            done.append(refusal.reason)

    threads = [threading.Thread(target=act, args=[one]) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


@pytest.mark.parametrize(("policy", "price"), [(OWN, D("80.00")), (REPLAY, D("51.00"))])
def test_x02_the_runner_up_is_offered_the_lot_at_the_price_of_the_policy(
    house: House, offers: Offers, fallen: Fallen, policy: OfferPolicy, price: Decimal
) -> None:
    offers.begin(fallen.lot, fallen.seller, policy)
    shown = offers.offer(1, fallen.bia)
    assert (shown.price, shown.stands) == (price, True)
    assert shown.total == shown.price + shown.commission
    assert letters(house, fallen.bia) == ["“Gravura” é oferecido a você"]
    assert letters(house, fallen.carla) == []


def test_the_seller_sees_who_is_next_without_a_name_and_what_each_policy_asks(
    fallen: Fallen, aftermath: Aftermath
) -> None:
    shown = aftermath.lot(fallen.lot, fallen.seller)
    assert shown.next is not None
    assert (shown.next.rank, shown.next.paddle) == (2, 2)
    assert (shown.next.own_highest, shown.next.replay) == (D(80), D(51))
    assert shown.can_relist
    with pytest.raises(NotFound):
        aftermath.lot(fallen.lot, fallen.ana)


def test_accepting_is_a_sale_of_its_own(
    house: House, offers: Offers, fallen: Fallen, aftermath: Aftermath
) -> None:
    offers.begin(fallen.lot, fallen.seller, OWN)
    payment = offers.accept(1, fallen.bia)
    assert offers.accept(1, fallen.bia) == payment, "bought twice"
    row = house.rows("select * from payments where payment_id = :p", p=payment)[0]
    assert (row["hammer"], row["amount"], row["user_id"]) == (D(80), D(84), fallen.bia)
    winner = house.one("select user_id from bids where winner and product_id = :l", l=fallen.lot)
    assert winner == fallen.bia
    assert letters(house, fallen.bia)[-1] == "É seu"
    assert letters(house, fallen.seller)[-1] == "Oferta aceita"
    shown = aftermath.lot(fallen.lot, fallen.seller)
    assert shown.accepted is not None
    assert not shown.can_relist
    with pytest.raises(Overtaken):
        offers.decline(1, fallen.bia)


def test_who_declines_owes_nothing_and_the_next_is_asked(
    house: House, offers: Offers, fallen: Fallen
) -> None:
    offers.begin(fallen.lot, fallen.seller, REPLAY)
    offers.decline(1, fallen.bia)
    offers.decline(1, fallen.bia)
    assert offers.offer(2, fallen.carla).price == D(10)
    assert house.rows("select * from strikes where user_id = :u", u=fallen.bia) == []
    offers.decline(2, fallen.carla)
    assert letters(house, fallen.seller)[-1] == "Ninguém aceitou a oferta"
    with pytest.raises(Overtaken) as refusal:
        offers.begin(fallen.lot, fallen.seller, OWN)
    assert refusal.value.reason == "nobody_left"


def test_silence_passes_the_lot_on_after_a_day_and_not_before(
    house: House, offers: Offers, fallen: Fallen
) -> None:
    offers.begin(fallen.lot, fallen.seller, OWN)
    house.told.goes_on(86_400 - 0.001)
    assert offers.lapse_due() == 0
    house.told.goes_on(0.001)
    with pytest.raises(Overtaken):
        offers.accept(1, fallen.bia)
    assert offers.lapse_due() == 1
    assert offers.lapse_due() == 0
    assert offers.offer(1, fallen.bia).answer == "lapsed"
    assert offers.offer(2, fallen.carla).stands


def test_an_offer_taken_back_goes_to_nobody_else_by_itself(
    house: House, offers: Offers, fallen: Fallen
) -> None:
    offers.begin(fallen.lot, fallen.seller, OWN)
    with pytest.raises(Overtaken):
        offers.begin(fallen.lot, fallen.seller, OWN)
    offers.withdraw(fallen.lot, fallen.seller)
    assert letters(house, fallen.bia)[-1] == "Oferta retirada"
    assert house.one("select count(*) from offers") == 1
    offers.begin(fallen.lot, fallen.seller, OWN)
    assert offers.offer(2, fallen.carla).price == D(50)


def test_one_of_two_who_answer_at_the_same_moment_is_heard(
    house: House, offers: Offers, fallen: Fallen
) -> None:
    offers.begin(fallen.lot, fallen.seller, OWN)
    done = at_once(
        lambda: offers.accept(1, fallen.bia),
        lambda: offers.accept(1, fallen.bia),
        lambda: offers.withdraw(fallen.lot, fallen.seller),
        lambda: offers.decline(1, fallen.bia),
    )
    sales = house.one("select count(*) from payments where defaulted_at is null")
    answer = house.one("select answer from offers where offer_id = 1")
    assert sales == (1 if answer == "accepted" else 0)
    assert len(done) == 4


def test_two_offers_at_once_are_one(house: House, offers: Offers, fallen: Fallen) -> None:
    begin = lambda: offers.begin(fallen.lot, fallen.seller, OWN)  # noqa: E731
    assert sorted(at_once(begin, begin, begin), key=str) == [None, "offered", "offered"]


def test_nobody_else_answers_or_offers(offers: Offers, fallen: Fallen) -> None:
    offers.begin(fallen.lot, fallen.seller, OWN)
    for stranger in (fallen.ana, fallen.carla, fallen.seller):
        with pytest.raises(NotFound):
            offers.accept(1, stranger)
        with pytest.raises(NotFound):
            offers.offer(1, stranger)
    with pytest.raises(NotFound):
        offers.begin(fallen.lot, fallen.ana, OWN)
    with pytest.raises(NotFound):
        offers.accept(99, fallen.bia)


def test_a_court_is_asked_and_nobody_else(
    house: House, offers: Offers, defaults: Defaults, aftermath: Aftermath
) -> None:
    sale = sold(house, auction_type="judicial", hold_value=D(2))
    overdue(house, sale.payment)
    defaults.default(sale.payment)
    with pytest.raises(Forbidden):
        offers.begin(sale.lot, sale.seller, OWN)
    assert aftermath.lot(sale.lot, sale.seller).next is None
    with pytest.raises(Forbidden):
        aftermath.relist(sale.lot, sale.seller, starts_at=house.clock.now(), days=3)


def test_who_accepted_and_did_not_pay_has_defaulted_too(
    house: House, offers: Offers, defaults: Defaults, fallen: Fallen, aftermath: Aftermath
) -> None:
    offers.begin(fallen.lot, fallen.seller, OWN)
    payment = offers.accept(1, fallen.bia)
    overdue(house, payment)
    assert defaults.default(payment)
    assert house.one("select count(*) from strikes") == 2
    assert house.rows("select * from bids where winner") == []
    shown = aftermath.lot(fallen.lot, fallen.seller)
    assert shown.next is not None
    assert shown.next.own_highest == D(50)
    offers.begin(fallen.lot, fallen.seller, OWN)
    assert offers.offer(2, fallen.carla).stands


def test_a_relisted_lot_is_a_copy_on_which_the_defaulter_cannot_bid(
    house: House, aftermath: Aftermath, offers: Offers, fallen: Fallen
) -> None:
    house.change(
        "insert into images (image, alt, product_id, principal_image) values ('/a', 'A', :l, true)",
        l=fallen.lot,
    )
    now = house.clock.now()
    new = aftermath.relist(fallen.lot, fallen.seller, starts_at=now, days=3)
    copy, old = house.auction(new), house.auction(fallen.lot)
    assert (copy["relisted_of"], copy["min_bid"], copy["bid_count"]) == (fallen.lot, 10, 0)
    assert copy["end_datetime"] - copy["start_datetime"] == timedelta(days=3)
    assert (copy["hold_policy"], copy["price"], old["price"]) == ("fixed_deposit", None, D(81))
    assert house.one("select image from images where product_id = :l", l=new) == "/a"
    for again in (
        lambda: aftermath.relist(fallen.lot, fallen.seller, starts_at=now, days=3),
        lambda: offers.begin(fallen.lot, fallen.seller, OWN),
    ):
        with pytest.raises(Overtaken):
            again()
    house.chronograph.start()
    assert house.alarm.ring is not None
    house.told.goes_on(1)
    house.alarm.ring()
    assert house.bid(fallen.ana, new, 10).code == "impeded"
    assert house.bid(fallen.ana, new, 10).message_key == "bid.impeded.defaulted"
    assert house.bid(fallen.bia, new, 10).accepted


@pytest.mark.parametrize(("hours", "days"), [(-1, 3), (24 * 181, 3), (0, 0), (0, 61)])
def test_a_lot_is_relisted_for_times_that_can_be(
    house: House, aftermath: Aftermath, fallen: Fallen, hours: int, days: int
) -> None:
    at = house.clock.now() + timedelta(hours=hours)
    with pytest.raises(BadForm):
        aftermath.relist(fallen.lot, fallen.seller, starts_at=at, days=days)
