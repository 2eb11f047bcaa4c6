"""The desk sees every feature, who asks for it and how many lots have it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.catalogue.drawers import Drawers
from services.errors import Forbidden, NotFound
from tests.house import House


@pytest.fixture
def house(fresh_database: str) -> Iterator[House]:
    house = House(fresh_database)
    yield house
    house.leave()


def test_every_feature_is_shown_with_who_asks_for_it(house: House) -> None:
    chief, art = house.person("chief", admin=True), house.category()
    colour = house.catalogue.add_feature(
        chief, "Cor", kind="choice", choices=["azul", "verde"], why="Teste"
    )
    year = house.catalogue.add_feature(chief, "Ano", kind="number", why="Teste")
    # What wrote the table without the house may have left the word for nothing itself.
    house.change(
        "update technical_features set choices = 'null' where technical_feature_id = :year",
        year=year,
    )
    house.catalogue.attach(chief, colour, art, why="Teste")
    drawers = Drawers(house.database)
    first, second = drawers.features(chief)
    assert (first.name, first.choices, first.categories) == ("Ano", (), ())
    assert (second.name, second.choices) == ("Cor", ("azul", "verde"))
    assert second.categories == ("Arte",)
    assert drawers.feature(chief, colour) == second
    with pytest.raises(NotFound):
        drawers.feature(chief, 999_999)
    with pytest.raises(Forbidden):
        drawers.features(house.person("ana"))
