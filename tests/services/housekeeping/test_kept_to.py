"""What the house sets is what sellers and buyers meet, from then on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from services.errors import SellingRefused, TooManyAttempts
from services.housekeeping.limits import Limits
from services.housekeeping.steps import IncrementTables
from tests.house import House
from tests.lot_forms import TRUCK


@pytest.fixture
def chief(house: House) -> int:
    return house.person("chief", admin=True)


def limit(house: House, chief: int, name: str, value: int) -> None:
    limits = Limits(house.database, house.clock, house.sessions)
    limits.change(
        chief,
        name,
        Decimal(value),
        seen=0,
        why="Combinado em reunião",
        session_key=house.key(chief),
    )


def publish(house: House, seller: int) -> int:
    return house.selling.publishing.publish(seller, written(house, seller))


def written(house: House, seller: int) -> int:
    house.category()
    return house.selling.drafts.create(seller, TRUCK)


def test_the_houses_limit_of_auctions_holds_where_none_was_agreed(house: House, chief: int) -> None:
    limit(house, chief, "active_auctions", 1)
    frota, casa = house.person("frota"), house.person("casa")
    house.change("update users set auction_limit = 2 where user_id = :c", c=casa)
    publish(house, frota)
    with pytest.raises(SellingRefused) as refused:
        publish(house, frota)
    assert refused.value.values["most"] == 1
    publish(house, casa)
    publish(house, casa)
    with pytest.raises(SellingRefused):
        house.selling.publishing.may_sell(casa)


def test_a_lot_rises_by_the_table_that_was_in_force_when_it_was_published(
    house: House, chief: int
) -> None:
    seller = house.person("frota")
    before = publish(house, seller)
    tables = IncrementTables(house.database, house.clock, house.sessions)
    tables.publish(
        chief,
        "fino",
        [(Decimal(0), Decimal(2))],
        seen=0,
        why="Lotes menores",
        session_key=house.key(chief),
    )
    after = publish(house, seller)
    assert [house.auction(lot)["increments"] for lot in (before, after)] == ["brl", "fino"]
    assert house.selling.writing.look(seller, written(house, seller)).costs.step == Decimal(2)


def test_questions_an_hour_are_as_many_as_the_house_allows(house: House, chief: int) -> None:
    limit(house, chief, "questions_an_hour", 1)
    ana, lot = house.person("ana"), house.lot()
    house.questions.ask(ana, lot, "Tem nota fiscal?")
    with pytest.raises(TooManyAttempts):
        house.questions.ask(ana, lot, "Aceita visita?")
