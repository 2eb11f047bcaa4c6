"""The rows of a new account, and what keeps it from being one: reading and writing, no deciding."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import insert, literal_column, text
from sqlmodel import SQLModel

from models.people import Address, LegalPerson, PhysicalPerson, Settings, User
from services.database import Transaction
from services.errors import AlreadyMember
from services.people.applicants import Applicant
from services.people.consents import DOCUMENTS

UNIQUE_USERNAME = "uq_users_username_lower"
UNIQUE_OF_MEMBERS = {"uq_users_email_lower", "uq_users_cpf", "uq_legal_persons_cnpj"}
_LONGEST_USERNAME = 30
_MOST_TRIED = 60
_MEMBER = text("select exists (select from users where lower(email) = lower(:email))")
_MEMBERS = text("""
    select exists (select from users where lower(email) = lower(:email) or cpf = :cpf)
        or exists (select from legal_persons where cnpj = :cnpj)
""")
_TAKEN = text("select exists (select from users where lower(username) = lower(:username))")
_FREE = text("""
    select wish from unnest(cast(:wishes as text[])) with ordinality as wished (wish, place)
    where not exists (select from users where lower(username) = lower(wish))
    order by place limit 1
""")
_PRINCIPAL = text("update addresses set principal_address = true where user_id = :user")
_AGREED = text("""
    insert into consents (user_id, document, version, at, ip)
    values (:user, :document, :version, :at, cast(:ip as inet))
""")


def is_member(work: Transaction, email: str) -> bool:
    """Tell whether an e-mail has an account."""
    return bool(work.connection.execute(_MEMBER, {"email": email}).scalar_one())


def refuse_members(work: Transaction, applicant: Applicant) -> None:
    """Refuse who has an account by e-mail, CPF or CNPJ; which of them is not said."""
    cnpj = applicant.company.cnpj if applicant.company else None
    values = {"email": applicant.email, "cpf": applicant.cpf, "cnpj": cnpj}
    if work.connection.execute(_MEMBERS, values).scalar_one():
        raise AlreadyMember


def is_taken(work: Transaction, username: str) -> bool:
    """Tell whether a username is somebody's."""
    return bool(work.connection.execute(_TAKEN, {"username": username}).scalar_one())


def free_name_like(work: Transaction, username: str) -> str | None:
    """Find a free username like one that is taken; None if it is not, or if all like it are."""
    if not is_taken(work, username):
        return None
    stem = username[: _LONGEST_USERNAME - 2]
    wishes = [f"{stem}{number}" for number in range(2, _MOST_TRIED)]
    found: str | None = work.connection.execute(_FREE, {"wishes": wishes}).scalar_one_or_none()
    return found


def add(
    work: Transaction,
    applicant: Applicant,
    *,
    password: str,
    photo: str | None,
    language: str,
    agreed_at: datetime,
    ip: str | None,
    now: datetime,
) -> int:
    """Write a new account with everything that belongs to it; returns its number."""
    person: int = work.connection.execute(
        insert(User)
        .values(
            name=applicant.name,
            username=applicant.username,
            password=password,
            email=applicant.email,
            cpf=applicant.cpf,
            photo=photo,
            cellphone1=applicant.cellphone1,
            cellphone2=applicant.cellphone2,
            landline=applicant.landline,
            email_verified_at=now,
            created_at=now,
        )
        .returning(literal_column("user_id"))
    ).scalar_one()
    belongings: list[tuple[type[SQLModel], Any]] = [
        (PhysicalPerson, applicant.individual),
        (LegalPerson, applicant.company),
        (Address, applicant.address),
    ]
    for table, read in belongings:
        if read is not None:
            work.connection.execute(insert(table).values(user_id=person, **asdict(read)))
    if applicant.address:
        work.connection.execute(_PRINCIPAL, {"user": person})
    work.connection.execute(insert(Settings).values(user_id=person, language=language))
    for document, version in DOCUMENTS.items():
        values = {"user": person, "document": document, "version": version, "at": agreed_at}
        work.connection.execute(_AGREED, values | {"ip": ip})
    return person
