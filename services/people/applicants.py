"""Who wants an account: the form of sign-up, read whole and refused with all its faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from services.people.age import day_in_brasilia, parse_birth_date
from services.people.contacts import parse_email, parse_username
from services.people.documents import (
    parse_cnpj,
    parse_cpf,
    parse_rg,
    parse_state_tax_registration,
)
from services.people.fields import Reading, parse_choice, parse_person_name, parse_text, parse_yes
from services.people.passwords import parse_new_password
from services.people.phones import parse_cellphone, parse_landline
from services.people.places import ADDRESS_FIELDS, Address, read_address

INDIVIDUAL, COMPANY = "physical_person", "legal_person"
KINDS = (INDIVIDUAL, COMPANY)
GENDERS = ("female", "male", "other", "undisclosed")
COMMON_FIELDS = (
    "userType", "name", "cpf", "email", "cellphone1", "cellphone2", "landline", "username",
)  # fmt: skip
INDIVIDUAL_FIELDS = ("rg", "birth_date", "gender")
COMPANY_FIELDS = (
    "legal_business_name", "trade_name", "cnpj", "state_tax_registration",
    "scrap_purchase_authorization",
)  # fmt: skip
# Everything of the form that can be shown again; a password never is.
FIELDS = (*COMMON_FIELDS, *INDIVIDUAL_FIELDS, *COMPANY_FIELDS, *ADDRESS_FIELDS)
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Individual:
    """The human being behind an account."""

    rg: str
    birth_date: date
    gender: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The company behind an account, for which the person named in it acts."""

    cnpj: str
    state_tax_registration: str | None
    legal_business_name: str
    trade_name: str
    scrap_purchase_authorization: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """An account as it will be, all of it read and in the forms the tables keep."""

    name: str
    username: str
    email: str
    cpf: str
    cellphone1: str
    cellphone2: str | None
    landline: str | None
    individual: Individual | None
    company: Company | None
    address: Address | None

    def as_payload(self) -> dict[str, Any]:
        """Write it as JSON can hold it."""
        written = asdict(self)
        if self.individual:
            written["individual"]["birth_date"] = self.individual.birth_date.isoformat()
        return written

    @classmethod
    def from_payload(cls, written: Mapping[str, Any]) -> Applicant:
        """Read what `as_payload` wrote."""
        individual, company = written["individual"], written["company"]
        if individual:
            born = date.fromisoformat(individual["birth_date"])
            individual = Individual(**{**individual, "birth_date": born})
        address = written["address"]
        return cls(
            **{
                **written,
                "individual": individual,
                "company": Company(**company) if company else None,
                "address": Address(**address) if address else None,
            }
        )


def read_applicant(form: Mapping[str, str], *, now: datetime, reading: Reading) -> Applicant | None:
    """Read the form of sign-up, `form` holding its fields by the seed's names, and the password.

    What is wrong is kept in `reading`; None then. Fields of the other kind of person are not read.
    """

    def given(field: str) -> str:
        return form.get(field, "")

    before = len(reading.problems)
    kind = reading.take(parse_choice, given("userType"), field="userType", among=KINDS)
    individual = company = None
    if kind == COMPANY:
        company = read_company(form, reading)
    name = reading.take(parse_person_name, given("name"))
    cpf = reading.take(parse_cpf, given("cpf"))
    if kind == INDIVIDUAL:
        individual = read_individual(form, reading, day_in_brasilia(now))
    email = reading.take(parse_email, given("email"))
    cellphone1 = reading.take(parse_cellphone, given("cellphone1"))
    cellphone2 = _if_given(reading, parse_cellphone, given("cellphone2"), "cellphone2")
    landline = _if_given(reading, parse_landline, given("landline"), "landline")
    address = read_address(form, reading)
    username = reading.take(parse_username, given("username"))
    own = [given(field) for field in ("username", "email", "name", "trade_name")]
    reading.take(parse_new_password, given("password"), own=own)
    if len(reading.problems) > before:
        return None
    return Applicant(
        name=name or "",
        username=username or "",
        email=email or "",
        cpf=cpf or "",
        cellphone1=cellphone1 or "",
        cellphone2=cellphone2,
        landline=landline,
        individual=individual,
        company=company,
        address=address,
    )


def read_individual(form: Mapping[str, str], reading: Reading, today: date) -> Individual | None:
    """Read what is asked of a human being alone; what is wrong is kept in `reading`."""
    rg = reading.take(parse_rg, form.get("rg", ""))
    born = reading.take(parse_birth_date, form.get("birth_date", ""), today=today)
    gender = reading.take(parse_choice, form.get("gender", ""), field="gender", among=GENDERS)
    if rg is None or born is None or gender is None:
        return None
    return Individual(rg=rg, birth_date=born, gender=gender)


def read_company(form: Mapping[str, str], reading: Reading) -> Company | None:
    """Read what is asked of a company alone; what is wrong is kept in `reading`."""
    names = [
        reading.take(parse_text, form.get(field, ""), field=field, longest=_LONGEST_NAME)
        for field in ("legal_business_name", "trade_name")
    ]
    cnpj = reading.take(parse_cnpj, form.get("cnpj", ""))
    uf = form.get("state", "").strip().upper() or None
    before = len(reading.problems)
    registration = reading.take(
        parse_state_tax_registration, form.get("state_tax_registration", ""), uf=uf
    )
    if cnpj is None or None in names or len(reading.problems) > before:
        return None
    return Company(
        cnpj=cnpj,
        state_tax_registration=registration,
        legal_business_name=names[0] or "",
        trade_name=names[1] or "",
        scrap_purchase_authorization=parse_yes(form.get("scrap_purchase_authorization", "")),
    )


def _if_given(reading: Reading, parse: Any, text: str, field: str) -> str | None:
    return reading.take(parse, text, field=field) if text.strip() else None
