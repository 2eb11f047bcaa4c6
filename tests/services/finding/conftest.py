"""A small market to be searched: cars and art, in three states, at several prices and times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from models import Status
from services.catalogue.values import write_values
from tests.house import House

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Market:
    """Its lots, categories and features by name."""

    lots: dict[str, int]
    categories: dict[str, int]
    features: dict[str, int]


@pytest.fixture
def market(house: House) -> Market:
    """Six lots for everybody, one suspended, one that nobody is to see."""
    categories = {
        "veiculos": house.category("Veículos", "veiculos"),
        "carros": house.category("Carros", "carros"),
        "motos": house.category("Motos", "motos"),
        "arte": house.category("Arte", "arte"),
    }
    house.change(
        "update categories set parent_id = :above where slug in ('carros', 'motos')",
        above=categories["veiculos"],
    )
    features = {
        "cor": feature(house, categories["veiculos"], "Cor", "choice", ["Azul", "Preto", "Verde"]),
        "blindado": feature(house, categories["carros"], "Blindado", "yes_no"),
        "km": feature(house, categories["veiculos"], "Quilometragem", "number"),
        "revisao": feature(house, categories["veiculos"], "Revisão", "date"),
    }
    cars, bikes, art = categories["carros"], categories["motos"], categories["arte"]
    lots = {
        "sedan": house.lot(product_name="Sedã", category_id=cars, state="SP", city="Santos",
                           opening=20_000, ends_in=HOUR / 2),
        "hatch": house.lot(product_name="Hatch", category_id=cars, state="RJ", opening=10_000,
                           ends_in=20 * HOUR, auction_type="judicial", extend_mode="add"),
        "moto": house.lot(product_name="Moto", category_id=bikes, state="SP", opening=5_000,
                          ends_in=100 * HOUR),
        "tela": house.lot(product_name="Tela azul", category_id=art, state="SP", opening=500,
                          ends_in=100 * HOUR),
        "vaso": house.lot(product_name="Vaso", category_id=art, state="MG", opening=80,
                          status=Status.NOT_STARTED, opens_in=HOUR, ends_in=50 * HOUR),
        "busto": house.lot(product_name="Busto", category_id=art, opening=100, ends_in=1),
        "parado": house.lot(product_name="Parado", category_id=art, status=Status.SUSPENDED),
        "segredo": house.lot(product_name="Segredo", category_id=art, status=Status.DRAFT),
    }  # fmt: skip
    house.told.goes_on(4)
    house.closing.close_due()
    has(house, market_values(lots, features, categories))
    house.change(
        "insert into images (product_id, image, alt, principal_image)"
        " values (:a, '/a', 'a', true), (:b, '/b', 'b', true)",
        a=lots["sedan"],
        b=lots["vaso"],
    )
    return Market(lots, categories, features)


def market_values(
    lots: dict[str, int], features: dict[str, int], categories: dict[str, int]
) -> list[tuple[int, int, dict[int, str]]]:
    """Tell what the vehicles have."""
    cor, blindado, km, revisao = features.values()
    cars, bikes = categories["carros"], categories["motos"]
    return [
        (lots["sedan"], cars, {cor: "Azul", blindado: "yes", km: "1000.5", revisao: "2026-01-31"}),
        (lots["hatch"], cars, {cor: "Preto", blindado: "no", km: "90000"}),
        (lots["moto"], bikes, {cor: "Azul", km: "30000", revisao: "2025-06-01"}),
    ]


def has(house: House, values: list[tuple[int, int, dict[int, str]]]) -> None:
    """Write what lots have."""
    with house.database.transaction() as work:
        for lot, category, values_of_it in values:
            write_values(work.connection, lot, category, values_of_it)


def feature(house: House, category: int, name: str, kind: str, choices: Any = None) -> int:
    """Add a feature to a category."""
    number: int = house.one(
        "insert into technical_features (technical_feature_name, kind, choices)"
        " values (:name, :kind, to_jsonb(cast(:choices as text[]))) returning technical_feature_id",
        name=name,
        kind=kind,
        choices=choices,
    )
    house.change(
        "insert into category_technical_features (technical_feature_id, category_id)"
        " values (:feature, :category)",
        feature=number,
        category=category,
    )
    return number
