"""How the house knows somebody: tokens, other houses' word, second factors, consents, mails."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, one_of

TOKEN_KINDS = [
    "create", "login", "reset", "set_password", "email_old", "email_new", "link", "delete",
]  # fmt: skip
_OPEN = "used_at is null and overtaken_at is null"


class Token(SQLModel, table=True):
    """A link in a mail, kept as its hash: good for one use of one kind, until it expires."""

    __tablename__ = "tokens"
    __table_args__ = (
        one_of("kind", "kind", TOKEN_KINDS),
        CheckConstraint("expires_at > created_at", name="expires_later"),
        Index("uq_tokens_token_hash", "token_hash", unique=True),
        Index("ix_tokens_user_id", "user_id"),
        Index("ix_tokens_expires_at", "expires_at"),
        Index(
            "uq_tokens_open_of_user", "user_id", "kind", unique=True, postgresql_where=text(_OPEN)
        ),
        Index(
            "uq_tokens_open_of_email",
            text("lower(email)"),
            "kind",
            unique=True,
            postgresql_where=text(f"user_id is null and {_OPEN}"),
        ),
    )

    id: int = Field(default=None, sa_column=key("token_id"))
    token_hash: str = Field(sa_column=Column("token_hash", CHAR(64), nullable=False))
    kind: str = Field(sa_column=Column("kind", String(20), nullable=False))
    user_id: int | None = Field(
        default=None, sa_column=foreign("user_id", "users.user_id", null=True)
    )
    email: str = Field(sa_column=Column("email", String(255), nullable=False))
    payload: dict[str, Any] = Field(sa_column=Column("payload", JSONB, nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    expires_at: datetime = Field(sa_column=moment("expires_at"))
    used_at: datetime | None = Field(default=None, sa_column=moment("used_at", null=True))
    overtaken_at: datetime | None = Field(default=None, sa_column=moment("overtaken_at", null=True))


class Mail(SQLModel, table=True):
    """A letter to be sent, written in the transaction of what it tells; then only that it was."""

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint("email !~ '[[:cntrl:][:space:]]'", name="one_address"),
        CheckConstraint("subject !~ '[[:cntrl:]]'", name="one_line"),
        CheckConstraint("sent_at is null or failed_at is null", name="sent_or_failed"),
        Index("ix_mails_user_id", "user_id"),
        Index(
            "ix_mails_waiting",
            "next_try_at",
            postgresql_where=text("sent_at is null and failed_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("mail_id"))
    user_id: int | None = Field(
        default=None, sa_column=foreign("user_id", "users.user_id", null=True)
    )
    email: str = Field(sa_column=Column("email", String(255), nullable=False))
    subject: str = Field(sa_column=Column("subject", String(200), nullable=False))
    plain: str = Field(sa_column=Column("text", Text, nullable=False))
    html: str = Field(sa_column=Column("html", Text, nullable=False))
    unsubscribe: str | None = Field(default=None, sa_column=Column("unsubscribe", String(300)))
    created_at: datetime = Field(sa_column=moment("created_at"))
    next_try_at: datetime = Field(sa_column=moment("next_try_at"))
    attempts: int = Field(
        default=0,
        sa_column=Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    )
    sent_at: datetime | None = Field(default=None, sa_column=moment("sent_at", null=True))
    failed_at: datetime | None = Field(default=None, sa_column=moment("failed_at", null=True))
    last_error: str | None = Field(default=None, sa_column=Column("last_error", String(300)))


class Identity(SQLModel, table=True):
    """Who somebody is to another house that vouches for them (OpenID Connect)."""

    __tablename__ = "identities"
    __table_args__ = (
        Index("uq_identities_subject", "issuer", "subject", unique=True),
        Index("ix_identities_user_id", "user_id"),
    )

    id: int = Field(default=None, sa_column=key("identity_id"))
    issuer: str = Field(sa_column=Column("issuer", String(255), nullable=False))
    subject: str = Field(sa_column=Column("subject", String(255), nullable=False))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    email: str = Field(sa_column=Column("email", String(255), nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))


class TotpSecret(SQLModel, table=True):
    """An authenticator app's secret, sealed; `last_step` keeps a code from being used twice."""

    __tablename__ = "totp_secrets"

    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", primary=True))
    secret: str = Field(sa_column=Column("secret", String(255), nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    confirmed_at: datetime | None = Field(default=None, sa_column=moment("confirmed_at", null=True))
    last_step: int | None = Field(default=None, sa_column=Column("last_step", BigInteger))


class RecoveryCode(SQLModel, table=True):
    """A code that stands in once for the second factor, kept as its hash."""

    __tablename__ = "recovery_codes"
    __table_args__ = (Index("uq_recovery_codes_code_hash", "user_id", "code_hash", unique=True),)

    id: int = Field(default=None, sa_column=key("recovery_code_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    code_hash: str = Field(sa_column=Column("code_hash", CHAR(64), nullable=False))
    created_at: datetime = Field(sa_column=moment("created_at"))
    used_at: datetime | None = Field(default=None, sa_column=moment("used_at", null=True))


class Consent(SQLModel, table=True):
    """That somebody agreed to a version of a document, or took it back; append-only."""

    __tablename__ = "consents"
    __table_args__ = (
        one_of("document", "document", ["terms", "privacy"]),
        Index("ix_consents_user_id", "user_id"),
    )

    id: int = Field(default=None, sa_column=key("consent_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    document: str = Field(sa_column=Column("document", String(10), nullable=False))
    version: str = Field(sa_column=Column("version", String(20), nullable=False))
    at: datetime = Field(sa_column=moment("at"))
    ip: str | None = Field(default=None, sa_column=Column("ip", INET))
    withdrawn: bool = Field(
        default=False,
        sa_column=Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    )


class DeletionRequest(SQLModel, table=True):
    """Somebody's wish to be forgotten, done at `due_at` unless taken back before (LGPD)."""

    __tablename__ = "deletion_requests"
    __table_args__ = (
        CheckConstraint("cancelled_at is null or done_at is null", name="one_ending"),
        CheckConstraint("due_at > asked_at", name="grace"),
        Index("ix_deletion_requests_user_id", "user_id"),
        Index(
            "uq_deletion_requests_open",
            "user_id",
            unique=True,
            postgresql_where=text("cancelled_at is null and done_at is null"),
        ),
    )

    id: int = Field(default=None, sa_column=key("deletion_request_id"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))
    asked_at: datetime = Field(sa_column=moment("asked_at"))
    due_at: datetime = Field(sa_column=moment("due_at"))
    cancelled_at: datetime | None = Field(default=None, sa_column=moment("cancelled_at", null=True))
    done_at: datetime | None = Field(default=None, sa_column=moment("done_at", null=True))


class PostalCode(SQLModel, table=True):
    """What the postal service said about a code, so that it is asked once."""

    __tablename__ = "postal_codes"
    __table_args__ = (CheckConstraint("zip_code ~ '^[0-9]{8}$'", name="digits"),)

    zip_code: str = Field(sa_column=Column("zip_code", CHAR(8), primary_key=True))
    street_name: str = Field(sa_column=Column("street_name", String(255), nullable=False))
    district: str = Field(sa_column=Column("district", String(80), nullable=False))
    city: str = Field(sa_column=Column("city", String(80), nullable=False))
    state: str = Field(sa_column=Column("state", CHAR(2), nullable=False))
    asked_at: datetime = Field(sa_column=moment("asked_at"))
