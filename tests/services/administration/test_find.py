"""The desk's search finds people by what they are called and by their documents."""

import pytest

from tests.services.administration.conftest import Desk


@pytest.fixture
def known(desk: Desk) -> Desk:
    house = desk.house
    for name, cpf in (("ana", "39053344705"), ("bia", "52998224725")):
        person = house.person(name)
        house.change("update users set cpf = :cpf where user_id = :p", cpf=cpf, p=person)
    firm = house.person("frota")
    house.change(
        "insert into legal_persons (user_id, cnpj, legal_business_name, trade_name)"
        " values (:p, '2P76BMNX000166', 'Transportes Andorinha Ltda', 'Andorinha')",
        p=firm,
    )
    return desk


def found(desk: Desk, words: str, role: str = "administrator") -> list[str]:
    hits = desk.board.find(desk.people[role], words)
    return [one.detail for one in hits if one.kind == "person"]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("390.533.447-05", ["@ana"]),
        ("39053344705", ["@ana"]),
        (" 529982247-25 ", ["@bia"]),
        ("2P.76B.MNX/0001-66", ["@frota"]),
        ("2p76bmnx000166", ["@frota"]),
        ("andorinha", ["@frota"]),
        ("390.533.447-06", []),
        ("390.533", []),
        ("-", []),
    ],
)
def test_people_are_found_by_document_masked_or_not(
    known: Desk, words: str, who: list[str]
) -> None:
    assert found(known, words) == who


def test_who_may_not_look_people_up_finds_none_by_document(known: Desk) -> None:
    assert found(known, "390.533.447-05", "operator") == ["@ana"]
    assert found(known, "390.533.447-05", "finance") == []
    assert found(known, "390.533.447-05", "auditor") == []
