"""What a seller writes brings nobody past the house; the courts' notices may say whom to call."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.catalogue.contacts import MASK, find_contacts
from services.catalogue.features import FeatureRule
from services.demo.lots import LOTS
from services.errors import BadForm
from services.selling.rules import Known, read_lot
from services.views import Visitor
from tests.house import House
from tests.lot_forms import JUDICIAL, TRUCK
from tests.services.catalogue.test_contacts import TRICKS

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
RULE = FeatureRule(id=7, name="Observação", kind="text", category_id=1)
KNOWN = Known(categories={"arte": 1}, rules=(RULE,), official=True, photos=1)
READ_BY_ALL = (
    "product_name", "description", "pickup", "feature_7", "street_name", "apt", "district", "city",
)  # fmt: skip


def wrong_with(form: dict[str, str]) -> dict[str, str]:
    try:
        read_lot(form, KNOWN, now=NOW)
    except BadForm as refused:
        return {one.field: one.problem for one in refused.problems}
    return {}


@pytest.mark.parametrize("field", READ_BY_ALL)
def test_nine_tricks_in_ten_are_refused_wherever_others_read(field: str) -> None:
    caught = [
        trick for trick in TRICKS if wrong_with(TRUCK | {field: f"Bom estado. {trick}"}).get(field)
    ]
    assert len(caught) >= 0.9 * len(TRICKS)


def test_what_was_found_is_said() -> None:
    with pytest.raises(BadForm) as refused:
        read_lot(TRUCK | {"pickup": "Combine antes: (11) 98765-4321."}, KNOWN, now=NOW)
    (problem,) = refused.value.problems
    assert (problem.problem, problem.values["found"]) == ("contacts", "(11) 98765-4321")


def test_a_courts_notice_says_whom_to_call() -> None:
    form = JUDICIAL | {"pickup": "Com o depositário, (11) 98765-4321, leiloes@example.com."}
    assert not {"contacts"} & set(wrong_with(form).values())
    assert wrong_with(TRUCK | {"pickup": form["pickup"]}) == {"pickup": "contacts"}


@pytest.mark.parametrize(
    "text",
    [
        "Revisado. Com manual e chave reserva.",
        "Apartamento com face norte. Condomínio R$ 1.250,00. IPTU R$ 320,50 ao mês.",
        "Medidas: 120 / 240 / 60 cm. Pneus 295/80 R22.5, 540 cv, 45.000 km.",
        "Revisões de 10, 20, 30, 40 e 50 mil quilômetros.",
        "Jogo de chaves de 8 a 32 mm, com a chave 13.",
        "Aceito pix e cartão pela casa. Me surpreendeu o estado.",
    ],
)
def test_what_a_lot_is_about_is_taken(text: str) -> None:
    assert wrong_with(TRUCK | {"description": text, "feature_7": text}) == {}


def test_the_demonstration_brings_nobody_past_the_house() -> None:
    for lot in LOTS:
        said = f"{lot.title}. {lot.description}\n\n{lot.condition}"
        assert find_contacts(said) == [], lot.key


def test_lots_of_before_are_shown_without_contacts_and_the_courts_as_they_are(
    house: House,
) -> None:
    lot = house.lot()
    wrote = "Ligue (11) 98765-4321. **Ótimo** estado."
    house.change(
        "update products set product_name = 'Vaso (11) 98765-4321', description = :w, pickup = :w"
        " where product_id = :lot",
        w=wrote,
        lot=lot,
    )
    seen = house.rooms.room(lot, seen_by=Visitor()).lot
    [card] = house.listings.cards([lot])
    for shown in (seen.title, seen.description, seen.prose, seen.pickup or "", card.title):
        assert "98765" not in shown
        assert MASK in shown
    house.change("update products set auction_type = 'official' where product_id = :lot", lot=lot)
    assert house.rooms.room(lot, seen_by=Visitor()).lot.pickup == wrote
