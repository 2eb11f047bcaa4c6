"""An account without documents is completed once, and can then bid."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.errors import BadForm, TooManyAttempts
from services.people.completing import FIELDS, read_papers
from tests.house import House
from tests.stand_ins import NOON

PERSON = {
    "userType": "physical_person",
    "name": "Ana Souza",
    "username": "ana",
    "cpf": "529.982.247-25",
    "cellphone1": "(11) 98765-4321",
    "rg": "12.345.678-9",
    "birth_date": "17/05/1985",
    "gender": "female",
}
COMPANY = {
    "userType": "legal_person",
    "name": "Ana Souza",
    "username": "frota",
    "cpf": "529.982.247-25",
    "cellphone1": "11987654321",
    "legal_business_name": "Frota Ltda.",
    "trade_name": "Frota",
    "cnpj": "12.abc.345/01de-35",
    "state_tax_registration": "isento",
}


def wrong(house: House, person: int, form: dict[str, str]) -> dict[str, str]:
    with pytest.raises(BadForm) as refusal:
        house.completion.complete(person, form)
    return {problem.field: problem.problem for problem in refusal.value.problems}


def test_an_individual_completes_an_account_and_may_bid(house: House) -> None:
    person, lot = house.person("newcomer", cpf=None, money=1000), house.lot(house.person("seller"))
    asked = house.completion.asked(person)
    assert asked is not None
    assert (asked.typed["name"], asked.typed["username"]) == ("Newcomer", "newcomer")
    room = house.rooms.personal(lot, person)
    assert room.blocked == "not_qualified.incomplete"
    house.completion.complete(person, PERSON)
    assert house.completion.asked(person) is None
    assert house.rooms.personal(lot, person).blocked is None
    (user,) = house.rows("select * from users where user_id = :u", u=person)
    assert (user["name"], user["username"], user["cpf"], user["cellphone1"]) == (
        "Ana Souza",
        "ana",
        "52998224725",
        "+5511987654321",
    )
    (behind,) = house.rows("select * from physical_persons")
    assert (behind["user_id"], behind["rg"], str(behind["birth_date"]), behind["gender"]) == (
        person,
        "123456789",
        "1985-05-17",
        "female",
    )
    assert house.rows("select * from legal_persons") == []


def test_a_company_completes_an_account(house: House) -> None:
    person = house.person("newcomer", cpf=None)
    house.completion.complete(person, COMPANY | {"scrap_purchase_authorization": "yes"})
    (behind,) = house.rows("select * from legal_persons")
    assert (behind["user_id"], behind["cnpj"], behind["state_tax_registration"]) == (
        person,
        "12ABC34501DE35",
        "ISENTO",
    )
    assert behind["scrap_purchase_authorization"] is True
    assert house.rows("select * from physical_persons") == []


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(house: House) -> None:
    person = house.person("newcomer", cpf=None)
    assert wrong(house, person, {}) == dict.fromkeys(
        ["userType", "name", "cpf", "cellphone1", "username"], "missing"
    )
    bad = PERSON | {"cpf": "529.982.247-24", "birth_date": "05/03/2008", "cellphone1": "x"}
    assert wrong(house, person, bad) == {
        "cpf": "cpf.wrong",
        "birth_date": "birth_date.minor",
        "cellphone1": "phone.shape",
    }
    assert house.one("select cpf from users where user_id = :u", u=person) is None


def test_documents_of_another_account_are_refused_without_saying_so(house: House) -> None:
    """A6: a second account with the same CPF is refused generically."""
    other = house.person("other", cpf="52998224725")
    person = house.person("newcomer", cpf=None)
    assert wrong(house, person, PERSON) == {"cpf": "not_here"}
    assert wrong(house, person, PERSON | {"username": "OTHER"}) in (
        {"cpf": "not_here"},
        {"username": "taken"},
    )
    with house.database.transaction() as work:
        work.connection.exec_driver_sql(
            "insert into legal_persons (user_id, cnpj, legal_business_name, trade_name)"
            f" values ({other}, '12ABC34501DE35', 'x', 'x')"
        )
    fresh = COMPANY | {"cpf": "390.533.447-05"}
    assert wrong(house, person, fresh) == {"cnpj": "not_here"}
    assert house.one("select cpf from users where user_id = :u", u=person) is None


def test_a_complete_account_is_not_changed_by_this_door(house: House) -> None:
    person = house.person("ana", cpf="39053344705")
    house.completion.complete(person, PERSON | {"username": "another", "name": "Outra Pessoa"})
    (user,) = house.rows("select name, cpf from users where user_id = :u", u=person)
    assert (user["name"], user["cpf"]) == ("Ana", "39053344705")
    assert house.rows("select * from physical_persons") == []


def test_documents_are_not_guessed_without_end(house: House) -> None:
    house.person("other", cpf="52998224725")
    person = house.person("newcomer", cpf=None)
    for _ in range(20):
        wrong(house, person, PERSON)
    with pytest.raises(TooManyAttempts):
        house.completion.complete(person, PERSON)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(FIELDS),
        st.one_of(
            st.text(max_size=40), st.sampled_from(sorted({*PERSON.values(), *COMPANY.values()}))
        ),
    )
)
def test_no_form_is_a_mistake_of_ours(form: dict[str, str]) -> None:
    with contextlib.suppress(BadForm):
        assert read_papers(form, now=NOON).cpf
