"""After a completed sale both sides rate each other; neither reads the other before speaking."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from services.errors import BadForm, ConductRefused, NotFound
from services.payments import Office
from services.views import Visitor
from tests.house import House
from tests.services.payments.conftest import office_of
from tests.services.payments.sold import Sold, sold
from tests.till import Till

DAY = 86_400


@pytest.fixture
def office(house: House) -> Office:
    return office_of(house, Till())


@pytest.fixture
def done(house: House, office: Office) -> Sold:
    """Ana bought from Bia, and has received it."""
    sale = sold(house, office, hold_value=Decimal(2000))
    office.deliveries.confirm(sale.ana, sale.payment)
    return sale


def test_nothing_is_shown_until_both_have_spoken(house: House, done: Sold) -> None:
    ratings, slug = house.conduct.ratings, slug_of(house, done.bia)
    ratings.rate(done.ana, done.payment, stars="5", words="Chegou bem. Zap: 11 98765-4321")
    assert ratings.look(done.ana, done.payment).hidden
    assert ratings.look(done.bia, done.payment).theirs is None
    assert ratings.seller(slug).ratings == ()
    ratings.rate(done.bia, done.payment, stars="4")
    heard = ratings.look(done.bia, done.payment).theirs
    assert heard is not None
    assert heard.stars == 5
    assert "98765" not in heard.words
    page = ratings.seller(slug)
    assert (page.about.stars, page.about.ratings, page.times) == (Decimal("5.0"), 1, {5: 1})
    assert page.ratings[0].words.startswith("Chegou bem")
    about = house.rooms.room(done.lot, seen_by=Visitor()).lot.about_seller
    assert (about.slug, about.stars, about.ratings) == (slug, Decimal("5.0"), 1)
    for person in (done.ana, done.bia):
        assert "já aparecem" in house.bell.news(person, "pt-BR").news[0].text


def test_after_fourteen_days_it_is_shown_and_nobody_can_answer_with_a_rating(
    house: House, done: Sold
) -> None:
    ratings = house.conduct.ratings
    ratings.rate(done.ana, done.payment, stars="1", words="Demorou")
    house.told.goes_on(14 * DAY - 1)
    assert ratings.look(done.bia, done.payment).theirs is None
    assert ratings.look(done.bia, done.payment).can_rate
    house.told.goes_on(1)
    assert ratings.look(done.bia, done.payment).theirs is not None
    with pytest.raises(ConductRefused) as refusal:
        ratings.rate(done.bia, done.payment, stars="1")
    assert refusal.value.reason == "rating_over"
    ratings.reply(done.bia, done.payment, "A transportadora atrasou")
    with pytest.raises(ConductRefused):
        ratings.reply(done.bia, done.payment, "E mais isto")
    assert ratings.seller(slug_of(house, done.bia)).ratings[0].reply == "A transportadora atrasou"


def test_only_the_two_sides_once_and_when_it_is_done(house: House, office: Office) -> None:
    sale, ratings = sold(house, office, hold_value=Decimal(2000)), house.conduct.ratings
    with pytest.raises(ConductRefused) as refusal:
        ratings.rate(sale.ana, sale.payment, stars="5")
    assert refusal.value.reason == "not_done"
    office.deliveries.confirm(sale.ana, sale.payment)
    with pytest.raises(NotFound):
        ratings.rate(house.person("nobody"), sale.payment, stars="5")
    for stars, words in (("6", ""), ("", ""), ("5", "x" * 601), ("5", "11 98765-4321")):
        with pytest.raises(BadForm):
            ratings.rate(sale.ana, sale.payment, stars=stars, words=words)
    ratings.rate(sale.ana, sale.payment, stars="5")
    with pytest.raises(ConductRefused) as refusal:
        ratings.rate(sale.ana, sale.payment, stars="4")
    assert refusal.value.reason == "rated"
    with pytest.raises(ConductRefused) as refusal:
        ratings.reply(sale.bia, sale.payment, "Obrigada")
    assert refusal.value.reason == "not_shown"


def test_two_ratings_at_once_are_both_shown(house: House, done: Sold) -> None:
    """Without the payment's lock each would think to be the first, and wait for the other."""
    with ThreadPoolExecutor(2) as people:
        for person in (done.ana, done.bia):
            people.submit(house.conduct.ratings.rate, person, done.payment, stars="5")
    for person in (done.ana, done.bia):
        assert house.conduct.ratings.look(person, done.payment).theirs is not None


def test_who_has_said_nothing_is_reminded_twice(house: House, done: Sold) -> None:
    remind = house.conduct.ratings.remind_due
    assert (remind(), remind()) == (2, 0)
    house.conduct.ratings.rate(done.ana, done.payment, stars="5")
    house.told.goes_on(7 * DAY)
    assert (remind(), remind()) == (1, 0)
    assert "ainda dá tempo" in house.bell.news(done.bia, "pt-BR").news[0].text.lower()
    house.told.goes_on(7 * DAY)
    assert remind() == 0


def test_an_anonymous_person_has_no_page_and_an_erased_one_no_words(
    house: House, done: Sold
) -> None:
    ratings, slug = house.conduct.ratings, slug_of(house, done.bia)
    ratings.rate(done.ana, done.payment, stars="2", words="Veio sujo")
    ratings.rate(done.bia, done.payment, stars="5")
    assert house.exports.draw(done.ana).tables["ratings_given"][0]["words"] == "Veio sujo"
    assert house.exports.draw(done.bia).tables["ratings_received"][0]["stars"] == 2
    from services.privacy.erasure import erase

    with house.database.transaction() as work:
        erase(work, done.ana, at=house.clock.now())
    assert [(one.stars, one.words) for one in ratings.seller(slug).ratings] == [(2, "")]
    house.change("insert into settings (user_id, anonymous_mode) values (:u, true)", u=done.bia)
    with pytest.raises(NotFound):
        ratings.seller(slug)
    with pytest.raises(NotFound):
        ratings.seller("nobody-here")


def slug_of(house: House, person: int) -> str:
    slug: str = house.one("select slug from users where user_id = :u", u=person)
    return slug
