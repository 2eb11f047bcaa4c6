"""The catalogue changes while the house is open, and every lot keeps what it was sold with."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from services.catalogue.values import write_values
from services.errors import BadField, Forbidden, NotFound, Overtaken
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
    cars = keep.add_category(chief, "Veículos  antigos", position=2, why="Teste")
    trucks = keep.add_category(chief, "Caminhões", position=1, why="Teste")
    red = keep.add_category(chief, "Carros vermelhos", parent_id=cars, why="Teste")
    assert [node.name for node in keep.tree()] == ["Caminhões", "Veículos antigos"]
    assert keep.category("veiculos-antigos").children[0].path == (
        "Veículos antigos",
        "Carros vermelhos",
    )
    keep.move_category(chief, cars, parent_id=trucks, why="Teste")
    assert keep.category(red).path == ("Caminhões", "Veículos antigos", "Carros vermelhos")
    for under in (trucks, cars, red):
        with pytest.raises(BadField, match="bad_field"):
            keep.move_category(chief, trucks, parent_id=under, why="Teste")
    keep.rename_category(chief, cars, "Antigos", why="Teste")
    assert keep.category(cars).slug == "veiculos-antigos"
    keep.retire_category(chief, cars, why="Teste")
    assert [node.children for node in keep.tree()] == [()]
    assert keep.category(cars).retired
    assert keep.tree(retired=True)[0].children[0].retired
    keep.retire_category(chief, cars, retired=False, why="Teste")
    assert len(list(keep.tree()[0].walk())) == 3
    assert house.one("select count(*) from audit_records where actor_id = :c", c=chief) == 7


def test_two_categories_have_two_names(house: House, chief: int) -> None:
    first = house.catalogue.add_category(chief, "Arte sacra", why="Teste")
    for again in ("arte SACRA", "Árte-sacra", "—"):
        with pytest.raises(BadField) as refused:
            house.catalogue.add_category(chief, again, why="Teste")
        assert refused.value.field == "name"
    house.catalogue.rename_category(chief, first, "ARTE SACRA", why="Teste")


def test_a_category_asks_what_those_above_it_ask_first(house: House, chief: int) -> None:
    keep = house.catalogue
    root = keep.add_category(chief, "Veículos", why="Teste")
    twig = keep.add_category(chief, "Motos", parent_id=root, why="Teste")
    year = keep.add_feature(chief, "Ano", kind="number", low=Decimal(1900), why="Teste")
    colour = keep.add_feature(chief, "Cor", kind="choice", choices=["Azul", "Preto"], why="Teste")
    engine = keep.add_feature(chief, "Cilindrada", kind="number", unit="cm³", why="Teste")
    keep.attach(chief, engine, twig, required=True, why="Teste")
    keep.attach(chief, colour, root, position=2, why="Teste")
    keep.attach(chief, year, root, position=1, why="Teste")
    asked = keep.rules_of(twig)
    assert [rule.name for rule in asked] == ["Ano", "Cor", "Cilindrada"]
    assert [rule.category_id for rule in asked] == [root, root, twig]
    assert asked[0].low == 1900
    assert asked[1].choices == ("Azul", "Preto")
    assert (asked[2].unit, asked[2].required) == ("cm³", True)
    assert [rule.name for rule in keep.rules_of(root)] == ["Ano", "Cor"]
    keep.attach(chief, colour, twig, required=True, why="Teste")
    assert [rule.required for rule in keep.rules_of(twig) if rule.id == colour] == [True]


def test_what_a_lot_has_is_written_whole_and_can_be_filtered(house: House, chief: int) -> None:
    keep = house.catalogue
    root = keep.add_category(chief, "Veículos", why="Teste")
    twig = keep.add_category(chief, "Motos", parent_id=root, why="Teste")
    year = keep.add_feature(chief, "Ano", kind="number", why="Teste")
    seen = keep.add_feature(chief, "Vistoria", kind="date", why="Teste")
    name = keep.add_feature(chief, "Modelo", kind="text", why="Teste")
    keep.attach(chief, year, root, why="Teste")
    keep.attach(chief, seen, root, why="Teste")
    keep.attach(chief, name, twig, why="Teste")
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
    root = keep.add_category(chief, "Joias", why="Teste")
    metal = keep.add_feature(chief, "Metal", kind="choice", choices=["Ouro", "Prata"], why="Teste")
    keep.attach(chief, metal, root, why="Teste")
    lot = house.lot(category_id=root)
    write(house, lot, root, {metal: "Prata"})
    keep.detach(chief, metal, root, why="Teste")
    assert keep.rules_of(root) == ()
    assert len(values(house, lot)) == 1
    for kind, choices, field in (
        ("text", [], "kind"),
        ("choice", ["Ouro"], "choices"),
    ):
        with pytest.raises(BadField) as refused:
            keep.change_feature(chief, metal, "Metal", kind=kind, choices=choices, why="Teste")
        assert refused.value.field == field
    keep.change_feature(
        chief, metal, "Metal nobre", kind="choice", choices=["Prata", "Platina"], why="Teste"
    )
    keep.attach(chief, metal, root, why="Teste")
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
        house.catalogue.add_feature(chief, "Cor", **asked, why="Teste")
    assert refused.value.field == field


def test_only_administrators_change_it_and_the_rest_is_not_found(house: House, chief: int) -> None:
    keep, ana = house.catalogue, house.person("ana")
    root = keep.add_category(chief, "Joias", why="Teste")
    stone = keep.add_feature(chief, "Pedra", kind="text", why="Teste")
    acts: list[Callable[[int, int, int], object]] = [
        lambda who, _, __: keep.add_category(who, "Prata", parent_id=_, why="Teste"),
        lambda who, category, _: keep.rename_category(who, category, "Ouro", why="Teste"),
        lambda who, category, _: keep.move_category(who, category, parent_id=None, why="Teste"),
        lambda who, category, _: keep.retire_category(who, category, why="Teste"),
        lambda who, _, feature: keep.change_feature(who, feature, "Gema", kind="text", why="Teste"),
        lambda who, category, feature: keep.attach(who, feature, category, why="Teste"),
        lambda who, category, feature: keep.detach(who, feature, category, why="Teste"),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act(ana, root, stone)
        with pytest.raises(NotFound):
            act(chief, root + 99, stone + 99)
    with pytest.raises(Forbidden):
        keep.add_feature(ana, "Peso", kind="number", why="Teste")
    with pytest.raises(NotFound):
        keep.rules_of(root + 99)
    with pytest.raises(NotFound):
        keep.category("nada")


def test_every_change_says_why_and_what_was_before(house: House, chief: int) -> None:
    keep = house.catalogue
    root = keep.add_category(chief, "Joias", why="Pedido")
    stone = keep.add_feature(chief, "Pedra", kind="choice", choices=["Rubi"], why="Pedido")
    keep.rename_category(chief, root, "Joalheria", why="Nome", seen=1)
    keep.attach(chief, stone, root, required=True, why="Falta", seen=2)
    keep.retire_category(chief, root, why="Sem lotes", seen=3)
    keep.retire_category(chief, root, retired=False, why="Voltou", seen=4)
    keep.detach(chief, stone, root, why="Excesso", seen=5)
    keep.change_feature(chief, stone, "Gema", kind="text", why="Nome", seen=1)
    rows = house.rows("select action, before, after, details from audit_records order by position")
    assert [row["action"] for row in rows] == [
        "category_added", "feature_added", "category_renamed", "feature_attached",
        "category_retired", "category_restored", "feature_detached", "feature_changed",
    ]  # fmt: skip
    assert all(row["details"]["reason"] for row in rows)
    moved = [
        {name: (row["before"][name], row["after"][name])
         for name in row["after"] if row["before"][name] != row["after"][name]}
        for row in rows[2:]
    ]  # fmt: skip
    asked = [{"feature": "Pedra", "required": True}]
    assert moved == [
        {"name": ("Joias", "Joalheria")},
        {"features": ([], asked)},
        {"retired": (False, True)},
        {"retired": (True, False)},
        {"features": (asked, [])},
        {"name": ("Pedra", "Gema"), "kind": ("choice", "text"), "choices": (["Rubi"], None)},
    ]
    assert [one.version for one in keep.history(f"category:{root}")] == [6, 5, 4, 3, 2, 1]
    with pytest.raises(Overtaken):
        keep.rename_category(chief, root, "Bijuteria", why="Nome", seen=3)
    assert keep.category(root).name == "Joalheria"
    with pytest.raises(BadField) as refused:
        keep.rename_category(chief, root, "Bijuteria", why=" ")
    assert refused.value.field == "why"


def test_what_was_there_before_versions_is_what_was_before(house: House, chief: int) -> None:
    art = house.category("Arte", "arte")
    house.catalogue.rename_category(chief, art, "Belas-artes", why="Nome", seen=0)
    (record,) = house.rows("select before from audit_records")
    assert record["before"]["name"] == "Arte"
