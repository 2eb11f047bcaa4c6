"""The catalogue changes while the house is open, and every lot keeps what it was sold with."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from services.catalogue.values import write_values
from services.errors import BadField, Forbidden, NotFound
from tests.house import House


@pytest.fixture
def chief(house: House) -> int:
    return house.person("helena", admin=True)


def values(house: House, lot: int) -> list[tuple[Any, ...]]:
    rows: Any = house.rows("""
        select technical_feature_id as f, category_id as c, value as v, number as n
        from technical_features_values where product_id = :lot order by 1""", lot=lot)  # fmt: skip
    return [(row["f"], row["c"], row["v"], row["n"]) for row in rows]


def write(house: House, lot: int, category: int, kept: dict[int, str]) -> None:
    with house.database.transaction() as work:
        write_values(work.connection, lot, category, kept)


def test_the_tree_grows_moves_and_retires(house: House, chief: int) -> None:
    keep = house.catalogue
    cars = keep.add_category(chief, "Veículos  antigos", position=2)
    trucks = keep.add_category(chief, "Caminhões", position=1)
    red = keep.add_category(chief, "Carros vermelhos", parent_id=cars)
    assert [node.name for node in keep.tree()] == ["Caminhões", "Veículos antigos"]
    assert keep.category("veiculos-antigos").children[0].path == (
        "Veículos antigos",
        "Carros vermelhos",
    )
    keep.move_category(chief, cars, parent_id=trucks)
    assert keep.category(red).path == ("Caminhões", "Veículos antigos", "Carros vermelhos")
    for under in (trucks, cars, red):
        with pytest.raises(BadField, match="bad_field"):
            keep.move_category(chief, trucks, parent_id=under)
    keep.rename_category(chief, cars, "Antigos")
    assert keep.category(cars).slug == "veiculos-antigos"
    keep.retire_category(chief, cars)
    assert [node.children for node in keep.tree()] == [()]
    assert keep.category(cars).retired
    assert keep.tree(retired=True)[0].children[0].retired
    keep.retire_category(chief, cars, retired=False)
    assert len(list(keep.tree()[0].walk())) == 3
    assert house.one("select count(*) from audit_records where actor_id = :c", c=chief) == 7


def test_two_categories_have_two_names(house: House, chief: int) -> None:
    first = house.catalogue.add_category(chief, "Arte sacra")
    for again in ("arte SACRA", "Árte-sacra", "—"):
        with pytest.raises(BadField) as refused:
            house.catalogue.add_category(chief, again)
        assert refused.value.field == "name"
    house.catalogue.rename_category(chief, first, "ARTE SACRA")


def test_a_category_asks_what_those_above_it_ask_first(house: House, chief: int) -> None:
    keep = house.catalogue
    root = keep.add_category(chief, "Veículos")
    twig = keep.add_category(chief, "Motos", parent_id=root)
    year = keep.add_feature(chief, "Ano", kind="number", low=Decimal(1900))
    colour = keep.add_feature(chief, "Cor", kind="choice", choices=["Azul", "Preto"])
    engine = keep.add_feature(chief, "Cilindrada", kind="number", unit="cm³")
    keep.attach(chief, engine, twig, required=True)
    keep.attach(chief, colour, root, position=2)
    keep.attach(chief, year, root, position=1)
    asked = keep.rules_of(twig)
    assert [rule.name for rule in asked] == ["Ano", "Cor", "Cilindrada"]
    assert [rule.category_id for rule in asked] == [root, root, twig]
    assert asked[0].low == 1900
    assert asked[1].choices == ("Azul", "Preto")
    assert (asked[2].unit, asked[2].required) == ("cm³", True)
    assert [rule.name for rule in keep.rules_of(root)] == ["Ano", "Cor"]
    keep.attach(chief, colour, twig, required=True)
    assert [rule.required for rule in keep.rules_of(twig) if rule.id == colour] == [True]


def test_what_a_lot_has_is_written_whole_and_can_be_filtered(house: House, chief: int) -> None:
    keep = house.catalogue
    root = keep.add_category(chief, "Veículos")
    twig = keep.add_category(chief, "Motos", parent_id=root)
    year = keep.add_feature(chief, "Ano", kind="number")
    seen = keep.add_feature(chief, "Vistoria", kind="date")
    name = keep.add_feature(chief, "Modelo", kind="text")
    keep.attach(chief, year, root)
    keep.attach(chief, seen, root)
    keep.attach(chief, name, twig)
    lot = house.lot(category_id=twig)
    write(house, lot, twig, {year: "2020.5", seen: "0001-01-03", name: "500"})
    assert values(house, lot) == [
        (year, root, "2020.5", Decimal("2020.5")),
        (seen, root, "0001-01-03", Decimal(3)),
        (name, twig, "500", None),
    ]
    write(house, lot, twig, {year: "2021", seen: ""})
    assert values(house, lot) == [(year, root, "2021", Decimal(2021))]
    with pytest.raises(NotFound):
        write(house, lot, root, {name: "500"})
    assert values(house, lot) == [(year, root, "2021", Decimal(2021))]


def test_lots_keep_what_is_asked_for_no_more(house: House, chief: int) -> None:
    keep = house.catalogue
    root = keep.add_category(chief, "Joias")
    metal = keep.add_feature(chief, "Metal", kind="choice", choices=["Ouro", "Prata"])
    keep.attach(chief, metal, root)
    lot = house.lot(category_id=root)
    write(house, lot, root, {metal: "Prata"})
    keep.detach(chief, metal, root)
    assert keep.rules_of(root) == ()
    assert len(values(house, lot)) == 1
    for kind, choices, field in (
        ("text", [], "kind"),
        ("choice", ["Ouro"], "choices"),
    ):
        with pytest.raises(BadField) as refused:
            keep.change_feature(chief, metal, "Metal", kind=kind, choices=choices)
        assert refused.value.field == field
    keep.change_feature(chief, metal, "Metal nobre", kind="choice", choices=["Prata", "Platina"])
    keep.attach(chief, metal, root)
    assert keep.rules_of(root)[0].choices == ("Prata", "Platina")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "choice"}, "choices"),
        ({"kind": "choice", "choices": ["a", "a"]}, "choices"),
        ({"kind": "text", "choices": ["a"]}, "choices"),
        ({"kind": "colour"}, "kind"),
        ({"kind": "text", "low": Decimal(1)}, "high"),
        ({"kind": "number", "low": Decimal(2), "high": Decimal(1)}, "high"),
        ({"kind": "number", "unit": "x" * 21}, "unit"),
    ],
)
def test_a_feature_that_means_nothing_is_refused(
    house: House, chief: int, asked: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadField) as refused:
        house.catalogue.add_feature(chief, "Cor", **asked)
    assert refused.value.field == field


def test_only_administrators_change_it_and_the_rest_is_not_found(house: House, chief: int) -> None:
    keep, ana = house.catalogue, house.person("ana")
    root = keep.add_category(chief, "Joias")
    stone = keep.add_feature(chief, "Pedra", kind="text")
    acts: list[Callable[[int, int, int], object]] = [
        lambda who, _, __: keep.add_category(who, "Prata", parent_id=_),
        lambda who, category, _: keep.rename_category(who, category, "Ouro"),
        lambda who, category, _: keep.move_category(who, category, parent_id=None),
        lambda who, category, _: keep.retire_category(who, category),
        lambda who, _, feature: keep.change_feature(who, feature, "Gema", kind="text"),
        lambda who, category, feature: keep.attach(who, feature, category),
        lambda who, category, feature: keep.detach(who, feature, category),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act(ana, root, stone)
        with pytest.raises(NotFound):
            act(chief, root + 99, stone + 99)
    with pytest.raises(Forbidden):
        keep.add_feature(ana, "Peso", kind="number")
    with pytest.raises(NotFound):
        keep.rules_of(root + 99)
    with pytest.raises(NotFound):
        keep.category("nada")
