"""The rows behind another house's word: reading and writing, no deciding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from services.database import Transaction
from services.people.consents import DOCUMENTS
from services.ports import Voucher
from services.views import IdentityView

_KNOWN = text("""
    select u.user_id, u.name, u.email, u.password, u.email_verified_at is not null as verified,
           u.wallet, u.blocked_at is null and u.erased_at is null as welcome,
           coalesce(c.language, 'pt-BR') as language
    from users u left join settings c using (user_id)
""")
_BY_SUBJECT = text(f"""{_KNOWN.text}
    join identities i using (user_id) where i.issuer = :issuer and i.subject = :subject
""")
_BY_EMAIL = text(f"{_KNOWN.text} where lower(u.email) = lower(:email)")
_BY_NUMBER = text(f"{_KNOWN.text} where u.user_id = :user")
_TAKEN = text("select exists (select from users where lower(username) = lower(:username))")
_ADD = text("""
    insert into users (name, username, email, email_verified_at, created_at)
    values (:name, :username, :email, :now, :now) returning user_id
""")
_PREFER = text("insert into settings (user_id, language) values (:user, :language)")
_IDENTIFY = text("""
    insert into identities (issuer, subject, user_id, email, created_at)
    values (:issuer, :subject, :user, :email, :now)
""")
_LINK = text(f"""{_IDENTIFY.text}
    on conflict (issuer, subject) do nothing returning identity_id
""")
_HOLD = text("select from users where user_id = :user for no key update")
_LINKED = text("""
    select identity_id, email, created_at from identities
    where user_id = :user order by identity_id
""")
_UNLINK = text("delete from identities where identity_id = :identity")
_AGREED = text("""
    insert into consents (user_id, document, version, at, ip)
    values (:user, :document, :version, :at, cast(:ip as inet))
""")
_FREE_OF = tuple(
    text(f"delete from {table} where user_id = :user")  # noqa: S608  tables named here
    for table in ("identities", "physical_persons", "legal_persons", "addresses", "totp_secrets")
)
_EMPTY = text("""
    update users set email = :nobody, username = :nobody, name = '—', password = null, cpf = null,
        photo = null, cellphone1 = null, cellphone2 = null, landline = null,
        blocked_at = :now, erased_at = :now
    where user_id = :user
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An account, as far as it matters who may come in to it."""

    user_id: int
    name: str
    email: str
    password: str | None
    language: str
    verified: bool
    welcome: bool
    penniless: bool


def of_subject(work: Transaction, issuer: str, subject: str) -> Member | None:
    """Find whose account another house's person is linked to."""
    values = {"issuer": issuer, "subject": subject}
    return _member(work.connection.execute(_BY_SUBJECT, values).one_or_none())


def of_email(work: Transaction, email: str) -> Member | None:
    """Find the account of an e-mail."""
    return _member(work.connection.execute(_BY_EMAIL, {"email": email}).one_or_none())


def of_number(work: Transaction, user_id: int) -> Member | None:
    """Find an account."""
    return _member(work.connection.execute(_BY_NUMBER, {"user": user_id}).one_or_none())


def is_taken(work: Transaction, username: str) -> bool:
    """Tell whether a username is somebody's."""
    return bool(work.connection.execute(_TAKEN, {"username": username}).scalar_one())


def add(
    work: Transaction,
    voucher: Voucher,
    *,
    email: str,
    name: str,
    username: str,
    language: str,
    ip: str | None,
    now: datetime,
) -> int:
    """Write an account that another house vouches for, without a password; returns its number."""
    values = {"name": name, "username": username, "email": email, "now": now}
    user: int = work.connection.execute(_ADD, values).scalar_one()
    work.connection.execute(_PREFER, {"user": user, "language": language})
    subject = {"issuer": voucher.issuer, "subject": voucher.subject}
    work.connection.execute(_IDENTIFY, values | subject | {"user": user})
    for document, version in DOCUMENTS.items():
        agreed = {"user": user, "document": document, "version": version, "at": now, "ip": ip}
        work.connection.execute(_AGREED, agreed)
    return user


def link(
    work: Transaction, *, issuer: str, subject: str, user_id: int, email: str, now: datetime
) -> bool:
    """Link another house's person to an account; False if they are linked to one already."""
    values = {"issuer": issuer, "subject": subject, "user": user_id, "email": email, "now": now}
    return work.connection.execute(_LINK, values).one_or_none() is not None


def held(work: Transaction, user_id: int) -> Member | None:
    """Find an account, and let nobody else change it before the end of the transaction."""
    work.connection.execute(_HOLD, {"user": user_id})
    return of_number(work, user_id)


def linked(work: Transaction, user_id: int) -> tuple[IdentityView, ...]:
    """List whom of other houses an account is linked to, the oldest first."""
    found = work.connection.execute(_LINKED, {"user": user_id})
    return tuple(
        IdentityView(id=row.identity_id, email=row.email, linked_at=row.created_at) for row in found
    )


def unlink(work: Transaction, identity_id: int) -> None:
    """Take a link away."""
    work.connection.execute(_UNLINK, {"identity": identity_id})


def discard(work: Transaction, user_id: int, *, now: datetime) -> None:
    """Take an account nobody ever proved to own from its e-mail, with all that was written in it.

    The row stays, blocked and without identity: others may point at it.
    """
    for statement in _FREE_OF:
        work.connection.execute(statement, {"user": user_id})
    nobody = f"discarded-{user_id}@martelo.invalid"
    work.connection.execute(_EMPTY, {"user": user_id, "nobody": nobody, "now": now})


def _member(row: Any) -> Member | None:
    if row is None:
        return None
    return Member(
        user_id=row.user_id,
        name=row.name,
        email=row.email,
        password=row.password,
        language=row.language,
        verified=row.verified,
        welcome=row.welcome,
        penniless=row.wallet == 0,
    )
