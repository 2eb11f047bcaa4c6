"""A search that is kept tells its person of new lots: once, by the channels chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models import Status
from services.errors import BadField, NotFound
from tests.house import House
from tests.services.finding.conftest import Market

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def settled(house: House, request: pytest.FixtureRequest) -> None:
    """Whatever the market has was published before anybody kept a search."""
    if "market" in request.fixturenames:
        request.getfixturevalue("market")
        house.matching.match_due()


@pytest.fixture
def ana(house: House) -> int:
    return house.person("ana")


def keep(house: House, person: int, question: str, **more: Any) -> int:
    asked = {"name": "Minha busca", "pace": "now", **more}
    return house.searches.keep(person, question=question, **asked)


def told(house: House, person: int) -> list[str]:
    return [one.text for one in house.bell.news(person, "pt-BR").news]


def publish(house: House, market: Market, **terms: Any) -> int:
    columns = {"product_name": "Fusca azul", "category_id": market.categories["carros"], **terms}
    return house.lot(**columns)


def test_a_new_lot_is_told_once_in_the_bell_and_by_letter(
    house: House, sister: House, market: Market, ana: int
) -> None:
    keep(house, ana, "q=fusca&category=veiculos")
    keep(house, ana, "category=carros", name="Carros")
    lot = publish(house, market)
    assert house.matching.match_due() == 1
    assert sister.matching.match_due() == house.matching.match_due() == 0
    assert told(house, ana) == ["Novo lote para “Minha busca”: Fusca azul"]
    assert house.bell.news(ana, "pt-BR").news[0].path == f"/auction/{lot}"
    letters = house.rows("select text from mails where user_id = :ana", ana=ana)
    assert len(letters) == 1
    assert "/searches/off/" in letters[0]["text"]
    assert [one.found for one in house.searches.kept(ana)] == [1, 1]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("q=fusca", True),
        ("q=fuscas azuis", True),
        ("q=fusca&state=live", True),
        ("q=fusca&state=ended&sort=bids&within=1h", True),
        ("category=veiculos", True),
        ("category=motos", False),
        ("category=nowhere", False),
        ("uf=BA", True),
        ("uf=SP", False),
        ("max=100", True),
        ("min=101", False),
        ("type=judicial", False),
        ("photo=1", False),
        ("q=fusca&uf=SP", False),
        ("q=opala", False),
    ],
)
def test_a_search_finds_what_its_question_finds(
    house: House, market: Market, ana: int, question: str, *, found: bool
) -> None:
    keep(house, ana, question)
    publish(house, market, state="BA")
    house.matching.match_due()
    assert bool(told(house, ana)) is found


def test_a_coming_lot_is_told_when_it_is_published_and_not_again_when_it_opens(
    house: House, market: Market, ana: int
) -> None:
    keep(house, ana, "q=fusca")
    publish(house, market, status=Status.NOT_STARTED, opens_in=60)
    house.matching.match_due()
    house.told.goes_on(61)
    house.chronograph.ring()
    assert house.matching.match_due() == 0
    assert len(told(house, ana)) == 1


def test_nobody_is_told_of_a_draft_until_it_is_published(
    house: House, market: Market, ana: int
) -> None:
    keep(house, ana, "q=fusca")
    lot = publish(house, market, status=Status.DRAFT)
    assert house.matching.match_due() == 0
    house.change("update products set product_status_id = 2 where product_id = :lot", lot=lot)
    house.change(
        "update users set active_auction_number = active_auction_number + 1"
        " where user_id = (select user_id from products where product_id = :lot)",
        lot=lot,
    )
    assert house.matching.match_due() == 1
    assert len(told(house, ana)) == 1


def test_sellers_are_not_told_of_their_own_nor_the_erased_of_anything(
    house: House, market: Market, ana: int
) -> None:
    seller = house.person("seller-of-cars")
    for person in (seller, ana):
        keep(house, person, "q=fusca")
    house.change("update users set erased_at = now() where user_id = :ana", ana=ana)
    publish(house, market, seller=seller)
    house.matching.match_due()
    assert told(house, seller) == told(house, ana) == []


def test_by_the_channels_one_chose(house: House, market: Market, ana: int) -> None:
    house.change(
        'insert into settings (user_id, channels) values (:ana, \'{"saved_search": ["email"]}\')',
        ana=ana,
    )
    keep(house, ana, "q=fusca")
    publish(house, market)
    house.matching.match_due()
    assert told(house, ana) == []
    assert house.one("select count(*) from mails where user_id = :ana", ana=ana) == 1


def test_many_lots_at_once_are_told_as_one(house: House, market: Market, ana: int) -> None:
    number = keep(house, ana, "q=fusca", name="Fuscas")
    for _ in range(5):
        house.lot(product_name="Fusca", category_id=market.categories["carros"])
    house.matching.match_due()
    assert told(house, ana) == ["Novos lotes para sua busca “Fuscas”: 5"]
    assert house.bell.news(ana, "pt-BR").news[0].path == f"/searches/{number}/lots"


def test_once_a_day_all_is_told_together(house: House, market: Market, ana: int) -> None:
    keep(house, ana, "q=fusca", pace="daily")
    publish(house, market)
    publish(house, market)
    house.matching.match_due()
    assert house.matching.digest_due() == 0
    assert told(house, ana) == []
    house.told.shows(house.clock.now() + DAY)
    assert house.matching.digest_due() == 1
    assert house.matching.digest_due() == 0
    assert told(house, ana) == ["Novos lotes para sua busca “Minha busca”: 2"]
    house.told.shows(house.clock.now() + DAY)
    assert house.matching.digest_due() == 0


def test_who_wants_to_hear_nothing_hears_nothing(house: House, market: Market, ana: int) -> None:
    number = keep(house, ana, "q=fusca", pace="off")
    publish(house, market)
    house.matching.match_due()
    house.searches.change(ana, number, "now")
    publish(house, market)
    house.matching.match_due()
    assert len(told(house, ana)) == 1
    key = house.one("select stop_key from saved_searches")
    assert house.searches.stop(key).name == "Minha busca"
    publish(house, market)
    house.matching.match_due()
    assert len(told(house, ana)) == 1
    with pytest.raises(NotFound):
        house.searches.stop("guessed")


def test_each_sees_and_changes_only_the_own(house: House, ana: int) -> None:
    bia = house.person("bia")
    number = keep(house, ana, "q=fusca")
    assert house.searches.kept(bia) == ()
    with pytest.raises(NotFound):
        house.searches.change(bia, number, "off")
    house.searches.forget(bia, number)
    assert [one.pace for one in house.searches.kept(ana)] == ["now"]
    house.searches.forget(ana, number)
    house.searches.forget(ana, number)
    assert house.searches.kept(ana) == ()


def test_the_same_question_is_one_search(house: House, ana: int) -> None:
    first = keep(house, ana, "q=fusca&uf=SP&uf=RJ&page=3")
    again = keep(house, ana, "uf=RJ&q=fusca&uf=SP", name="Outro nome", pace="daily")
    assert first == again
    (kept,) = house.searches.kept(ana)
    assert (kept.name, kept.pace, kept.question) == ("Outro nome", "daily", "q=fusca&uf=RJ&uf=SP")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 81},
        {"pace": "hourly"},
        {"question": ""},
        {"question": "state=all&sort=bids&page=2"},
    ],
)
def test_what_cannot_be_kept_is_said(house: House, ana: int, wrong: dict[str, str]) -> None:
    with pytest.raises(BadField):
        house.searches.keep(ana, **{"name": "A", "question": "q=a", "pace": "now", **wrong})


def test_nobody_keeps_more_than_fifty(house: House, ana: int) -> None:
    for number in range(50):
        keep(house, ana, f"q=palavra{number}")
    with pytest.raises(BadField):
        keep(house, ana, "q=mais")
    keep(house, ana, "q=palavra1", name="De novo")
