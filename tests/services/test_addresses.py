"""Who has addresses has one principal one; nobody reaches another person's."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services.addresses import MOST
from services.errors import BadForm, NotFound
from tests.house import House

FORM = {
    "zip_code": "01310-100",
    "street_name": "Avenida Paulista",
    "street_number": "1000",
    "apt": "",
    "district": "Bela Vista",
    "city": "São Paulo",
    "state": "SP",
}


def principals(house: House, person: int) -> list[bool]:
    return [one.principal for one in house.addresses.addresses(person)]


def test_the_first_is_the_principal_one_until_another_is_chosen(house: House) -> None:
    ana = house.person("ana")
    first = house.addresses.add(ana, FORM)
    second = house.addresses.add(ana, FORM | {"street_number": "2"})
    assert [one.address_id for one in house.addresses.addresses(ana)] == [first, second]
    house.addresses.choose(ana, second)
    listed = house.addresses.addresses(ana)
    assert [(one.address_id, one.principal) for one in listed] == [(second, True), (first, False)]
    third = house.addresses.add(ana, FORM | {"principal_address": "on"})
    assert house.addresses.address(ana, third).principal
    house.addresses.change(ana, first, FORM | {"principal_address": "on", "city": "Santos"})
    assert house.addresses.address(ana, first).city == "Santos"
    assert principals(house, ana) == [True, False, False]


def test_the_oldest_inherits_from_a_principal_one_removed(house: House) -> None:
    ana = house.person("ana")
    first, second, third = (house.addresses.add(ana, FORM) for _ in range(3))
    house.addresses.choose(ana, third)
    house.addresses.remove(ana, third)
    assert house.addresses.address(ana, first).principal
    house.addresses.remove(ana, second)
    assert principals(house, ana) == [True]
    house.addresses.remove(ana, first)
    assert principals(house, ana) == []


def test_asvs_8_2_2_another_persons_address_is_not_found(house: House) -> None:
    ana, bia = house.person("ana"), house.person("bia")
    hers = house.addresses.add(ana, FORM)
    before = house.addresses.addresses(ana)
    for reach in (
        lambda: house.addresses.address(bia, hers),
        lambda: house.addresses.change(bia, hers, FORM | {"city": "Santos"}),
        lambda: house.addresses.choose(bia, hers),
        lambda: house.addresses.remove(bia, hers),
    ):
        with pytest.raises(NotFound):
            reach()
    assert house.addresses.addresses(ana) == before


def test_every_fault_of_an_address_is_told_at_once(house: House) -> None:
    ana = house.person("ana")
    wrong = {"zip_code": "0131-100", "street_number": "1234567", "state": "XX"}
    with pytest.raises(BadForm) as refusal:
        house.addresses.add(ana, wrong)
    assert {one.field: one.problem for one in refusal.value.problems} == {
        "zip_code": "cep.shape",
        "street_name": "missing",
        "street_number": "too_long",
        "district": "missing",
        "city": "missing",
        "state": "uf.unknown",
    }
    assert house.addresses.addresses(ana) == ()


def test_added_at_once_they_still_have_one_principal_and_a_limit(house: House) -> None:
    ana = house.person("ana")

    def add(_: int) -> bool:
        try:
            house.addresses.add(ana, FORM | {"principal_address": "on"})
        except BadForm:
            return False
        return True

    with ThreadPoolExecutor(6) as people:
        added = sum(people.map(add, range(MOST + 4)))
    assert added == MOST
    assert sum(principals(house, ana)) == 1
