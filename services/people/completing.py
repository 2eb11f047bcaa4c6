"""What an account opened on another house's word still lacks: who is behind it, as the law asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.people.age import day_in_brasilia
from services.people.applicants import (
    COMPANY,
    INDIVIDUAL,
    KINDS,
    Company,
    Individual,
    read_company,
    read_individual,
)
from services.people.contacts import parse_username
from services.people.documents import parse_cpf
from services.people.fields import Reading, parse_choice, parse_person_name
from services.people.phones import parse_cellphone

FIELDS = (
    "userType", "name", "cpf", "username", "cellphone1", "rg", "birth_date", "gender",
    "legal_business_name", "trade_name", "cnpj", "state_tax_registration",
    "scrap_purchase_authorization",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Who is behind an account, all of it read and in the forms the tables keep."""

    name: str
    username: str
    cpf: str
    cellphone1: str
    individual: Individual | None
    company: Company | None


def read_papers(form: Mapping[str, str], *, now: datetime) -> Papers:
    """Read the form that completes an account. Raises BadForm with everything that is wrong."""
    reading = Reading()
    kind = reading.take(parse_choice, form.get("userType", ""), field="userType", among=KINDS)
    company = read_company(form, reading) if kind == COMPANY else None
    name = reading.take(parse_person_name, form.get("name", ""))
    cpf = reading.take(parse_cpf, form.get("cpf", ""))
    individual = (
        read_individual(form, reading, day_in_brasilia(now)) if kind == INDIVIDUAL else None
    )
    cellphone1 = reading.take(parse_cellphone, form.get("cellphone1", ""))
    username = reading.take(parse_username, form.get("username", ""))
    reading.settle()
    return Papers(
        name=name or "",
        username=username or "",
        cpf=cpf or "",
        cellphone1=cellphone1 or "",
        individual=individual,
        company=company,
    )
