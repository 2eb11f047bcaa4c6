"""The form of sign-up is read whole: every field as the tables keep it, every fault at once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.people.applicants import FIELDS, KINDS, Applicant, Individual, read_applicant
from services.people.fields import Reading
from services.people.places import UFS, Address, read_address, uf_of_cep
from tests.forms import ADDRESS, COMPANY, INDIVIDUAL

NOW = datetime(2026, 5, 17, 2, 30, tzinfo=UTC)  # in Brasília still the 16th


def read(form: dict[str, str]) -> Applicant | dict[str, str]:
    reading = Reading()
    found = read_applicant(form, now=NOW, reading=reading)
    if found is None:
        return {problem.field: problem.problem for problem in reading.problems}
    assert not reading.problems
    return found


def test_an_individual_is_read_into_the_forms_of_the_tables() -> None:
    found = read(INDIVIDUAL | ADDRESS)
    assert isinstance(found, Applicant)
    assert (found.cpf, found.cellphone1, found.cellphone2, found.landline) == (
        "12345678909", "+5511987654321", None, None,
    )  # fmt: skip
    assert found.individual == Individual(
        rg="123456789", birth_date=date(1985, 5, 17), gender="undisclosed"
    )
    assert found.company is None
    assert found.address == Address(
        zip_code="01310100",
        street_name="Avenida Paulista",
        street_number="1578",
        apt=None,
        district="Bela Vista",
        city="São Paulo",
        state="SP",
    )


def test_a_company_with_letters_in_its_number_is_read() -> None:
    found = read(COMPANY)
    assert isinstance(found, Applicant)
    assert found.company
    assert (found.company.cnpj, found.company.state_tax_registration) == (
        "12ABC34501DE35",
        "ISENTO",
    )
    assert found.company.scrap_purchase_authorization
    assert (found.individual, found.address, found.landline) == (None, None, "+556133334444")


@pytest.mark.parametrize("form", [INDIVIDUAL | ADDRESS, COMPANY, INDIVIDUAL])
def test_what_waits_for_its_confirmation_is_what_was_read(form: dict[str, str]) -> None:
    found = read(form)
    assert isinstance(found, Applicant)
    written = found.as_payload()
    assert form["password"] not in json.dumps(written)
    assert Applicant.from_payload(json.loads(json.dumps(written))) == found


def test_every_fault_is_named_at_once_in_the_order_of_the_form() -> None:
    wrong = read({"userType": "physical_person"})
    assert wrong == dict.fromkeys(
        ["name", "cpf", "rg", "birth_date", "gender", "email", "cellphone1", "username",
         "password"], "missing",
    )  # fmt: skip
    assert read({}) == dict.fromkeys(
        ["userType", "name", "cpf", "email", "cellphone1", "username", "password"], "missing"
    )
    firm = read({"userType": "legal_person"})
    assert isinstance(firm, dict)
    assert list(firm)[:3] == [
        "legal_business_name", "trade_name", "cnpj",
    ]  # fmt: skip


def test_what_belongs_to_the_other_kind_is_not_read() -> None:
    assert isinstance(read(INDIVIDUAL | {"cnpj": "x", "trade_name": "x" * 999}), Applicant)
    assert isinstance(read(COMPANY | {"birth_date": "tomorrow", "gender": "?"}), Applicant)


@pytest.mark.parametrize(
    ("field", "text", "problem"),
    [
        ("birth_date", "17/05/2008", "birth_date.minor"),  # a day too young in Brasília
        ("cpf", "123.456.789-00", "cpf.wrong"),
        ("gender", "robot", "not_offered"),
        ("cellphone2", "(20) 98765-4321", "phone.area_code"),
        ("landline", "(11) 98765-4321", "phone.not_landline"),
        ("password", "maria.souza!!", "password.own"),
        ("password", "senha123456789", "password.common"),
        ("username", "maria@example.com", "username.shape"),
        ("name", "Maria www.golpe.example", "name.not_a_name"),
    ],
)
def test_a_field_that_cannot_be_taken_is_the_only_one_refused(
    field: str, text: str, problem: str
) -> None:
    assert read(INDIVIDUAL | {field: text}) == {field: problem}


def test_eighteen_on_the_day_is_of_age() -> None:
    assert isinstance(read(INDIVIDUAL | {"birth_date": "16/05/2008"}), Applicant)


def test_an_address_is_whole_or_none() -> None:
    reading = Reading()
    assert read_address(dict.fromkeys(ADDRESS, "  "), reading) is None
    assert not reading.problems
    assert read(INDIVIDUAL | {"city": "Recife"}) == dict.fromkeys(
        ["zip_code", "street_name", "street_number", "district", "state"], "missing"
    )


def test_the_state_must_be_the_postal_codes() -> None:
    """ASVS 2.2.3: related data are consistent."""
    assert read(INDIVIDUAL | ADDRESS | {"state": "RJ"}) == {"state": "uf.not_of_cep"}


@pytest.mark.parametrize(
    ("cep", "uf"),
    [
        ("01310100", "SP"), ("19999999", "SP"), ("20000000", "RJ"), ("70040010", "DF"),
        ("72800000", "GO"), ("73000000", "DF"), ("73700000", "GO"), ("69301000", "RR"),
        ("69400000", "AM"), ("68900000", "AP"), ("76801000", "RO"), ("78950000", None),
        ("79002000", "MS"), ("99999999", "RS"),
    ],
)  # fmt: skip
def test_a_postal_code_lies_in_its_state(cep: str, uf: str | None) -> None:
    assert uf_of_cep(cep) == uf


def test_every_state_has_postal_codes() -> None:
    assert {uf_of_cep(f"{first:05d}000") for first in range(1000, 100000, 50)} == {*UFS, None}


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from([*FIELDS, "password"]), st.text(max_size=60)),
    st.sampled_from(["", *KINDS]),
)
def test_whatever_is_written_is_read_or_refused(form: dict[str, str], kind: str) -> None:
    found = read(form | {"userType": kind})
    assert isinstance(found, Applicant) or found
