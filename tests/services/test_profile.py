"""People change their own data by whole forms; documents once given stay."""

from typing import Any

import pytest

from services.errors import BadForm, NotFound
from tests.house import House

FORM = {
    "name": "Ana Beatriz Lima",
    "username": "ana.lima",
    "rg": "12.345.678-9",
    "birth_date": "17/05/1985",
    "gender": "female",
    "cellphone1": "(11) 98765-4321",
    "cellphone2": "",
    "landline": "(11) 3333-4444",
}


def problems(refusal: pytest.ExceptionInfo[BadForm]) -> dict[str, str]:
    return {one.field: one.problem for one in refusal.value.problems}


def company(house: House, name: str = "frota") -> int:
    number = house.person(name, cpf="11144477735")
    house.change(
        "insert into legal_persons (user_id, cnpj, legal_business_name, trade_name)"
        " values (:user, '12ABC34501DE35', 'Frota Ltda', 'Frota')",
        user=number,
    )
    return number


def test_what_is_written_is_what_is_shown(house: House) -> None:
    ana = house.person("ana", cpf="52998224725")
    house.profile.change(ana, FORM)
    seen = house.profile.profile(ana)
    assert {name: seen.fields[name] for name in FORM} == FORM
    assert (seen.document, seen.cnpj, seen.company) == ("529.982.247-25", None, False)
    row = house.rows("select * from users")[0]
    assert (row["cellphone1"], row["landline"], row["cellphone2"]) == (
        "+5511987654321",
        "+551133334444",
        None,
    )


def test_every_fault_is_told_at_once_and_nothing_changes(house: House) -> None:
    ana = house.person("ana", cpf=None)
    house.person("bruno")
    wrong = {
        "name": "Bia",
        "username": "BRUNO",
        "cpf": "111.111.111-11",
        "rg": "x",
        "birth_date": "01/01/2020",
        "gender": "cat",
        "cellphone1": "(20) 98765-4321",
        "landline": "1",
    }
    before = house.rows("select * from users where user_id = :ana", ana=ana)
    with pytest.raises(BadForm) as refusal:
        house.profile.change(ana, wrong)
    assert problems(refusal) == {
        "name": "name.whole",
        "username": "taken",
        "cpf": "cpf.wrong",
        "rg": "rg.shape",
        "birth_date": "birth_date.minor",
        "gender": "not_offered",
        "cellphone1": "phone.area_code",
        "landline": "phone.shape",
    }
    assert house.rows("select * from users where user_id = :ana", ana=ana) == before


def test_a_document_is_given_once_and_is_nobody_elses(house: House) -> None:
    ana, bia = house.person("ana", cpf=None), house.person("bia", cpf="39053344705")
    with pytest.raises(BadForm) as refusal:
        house.profile.change(ana, FORM | {"cpf": "390.533.447-05"})
    assert problems(refusal) == {"cpf": "cpf.refused"}
    house.profile.change(ana, FORM | {"cpf": "529.982.247-25"})
    house.profile.change(ana, FORM | {"cpf": "111.444.777-35"})
    assert house.profile.profile(ana).document == "529.982.247-25"
    assert house.profile.profile(bia).document == "390.533.447-05"


def test_asvs_15_3_3_what_the_form_does_not_have_cannot_be_set(house: House) -> None:
    ana = house.person("ana", cpf="52998224725")
    house.profile.change(
        ana, FORM | {"admin_user": "true", "wallet": "999", "email": "x@y.br", "user_id": "99"}
    )
    row = house.rows("select admin_user, wallet, email from users")[0]
    assert row == {"admin_user": False, "wallet": 0, "email": "ana@example.com"}


def test_a_company_changes_its_names_and_keeps_its_cnpj(house: House) -> None:
    frota = company(house)
    form = {
        "name": "Carla Menezes",
        "username": "frota",
        "cellphone1": "11987654321",
        "legal_business_name": "Frota Azul Ltda",
        "trade_name": "Frota Azul",
        "state_tax_registration": "isento",
        "scrap_purchase_authorization": "on",
        "cnpj": "11222333000181",
    }
    house.profile.change(frota, form)
    seen = house.profile.profile(frota)
    assert seen.cnpj == "12.ABC.345/01DE-35"
    assert seen.fields["trade_name"] == "Frota Azul"
    assert seen.fields["state_tax_registration"] == "ISENTO"
    assert seen.fields["scrap_purchase_authorization"] == "on"
    with pytest.raises(BadForm) as refusal:
        house.profile.change(frota, form | {"trade_name": " ", "legal_business_name": "x" * 256})
    assert problems(refusal) == {"legal_business_name": "too_long", "trade_name": "missing"}


def test_a_username_given_away_at_this_very_moment_is_taken(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = house.person("ana", cpf="52998224725")
    house.person("ana.lima")
    monkeypatch.setattr(house.profile, "_unique", lambda *_: None)
    with pytest.raises(BadForm) as refusal:
        house.profile.change(ana, FORM)
    assert problems(refusal) == {"username": "taken"}


def test_nobody_has_no_profile(house: House) -> None:
    for ask in (house.profile.profile, lambda user: house.profile.change(user, FORM)):
        call: Any = ask
        with pytest.raises(NotFound):
            call(77)
