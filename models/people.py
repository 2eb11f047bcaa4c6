"""Who takes part: users, their choices, the individual or company behind them, addresses."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CHAR,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    SmallInteger,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import foreign, key, moment, money, one_of

_SLUG = "substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 1, 12)"


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("false"))


class User(SQLModel, table=True):
    """A person or company with an account; `wallet` always equals the ledger, `held` the holds.

    `slug` is the address of the public page of a seller, and tells nothing.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("held >= 0 and held <= wallet", name="held_within_wallet"),
        CheckConstraint("cpf ~ '^[0-9]{11}$'", name="cpf_digits"),
        CheckConstraint("active_auction_number >= 0", name="active_auctions"),
        CheckConstraint("auction_limit >= 0", name="auction_limit"),
        Index("uq_users_username_lower", text("lower(username)"), unique=True),
        Index("uq_users_email_lower", text("lower(email)"), unique=True),
        Index("uq_users_cpf", "cpf", unique=True),
        Index("uq_users_slug", "slug", unique=True),
    )

    id: int = Field(default=None, sa_column=key("user_id"))
    name: str = Field(sa_column=Column("name", String(255), nullable=False))
    username: str = Field(sa_column=Column("username", String(50), nullable=False))
    password: str | None = Field(default=None, sa_column=Column("password", String(500)))
    email: str = Field(sa_column=Column("email", String(255), nullable=False))
    cpf: str | None = Field(default=None, sa_column=Column("cpf", String(14)))
    photo: str | None = Field(default=None, sa_column=Column("photo", String(255)))
    cellphone1: str | None = Field(default=None, sa_column=Column("cellphone1", String(14)))
    cellphone2: str | None = Field(default=None, sa_column=Column("cellphone2", String(14)))
    landline: str | None = Field(default=None, sa_column=Column("landline", String(13)))
    wallet: Decimal = Field(default=Decimal(0), sa_column=money("wallet", zero=True))
    held: Decimal = Field(default=Decimal(0), sa_column=money("held", zero=True))
    admin_user: bool = Field(default=False, sa_column=_flag("admin_user"))
    active_auction_number: int = Field(
        default=0,
        sa_column=Column(
            "active_auction_number", SmallInteger, nullable=False, server_default=text("0")
        ),
    )
    auction_limit: int | None = Field(default=None, sa_column=Column("auction_limit", SmallInteger))
    api_token: str | None = Field(default=None, sa_column=Column("api_token", String(255)))
    password_token: str | None = Field(
        default=None, sa_column=Column("password_token", String(255))
    )
    password_token_expiration: datetime | None = Field(
        default=None, sa_column=moment("password_token_expiration_datetime", null=True)
    )
    email_verified_at: datetime | None = Field(
        default=None, sa_column=moment("email_verified_at", null=True)
    )
    documents_checked_at: datetime | None = Field(
        default=None, sa_column=moment("documents_checked_at", null=True)
    )
    blocked_at: datetime | None = Field(default=None, sa_column=moment("blocked_at", null=True))
    erased_at: datetime | None = Field(default=None, sa_column=moment("erased_at", null=True))
    credentials_changed_at: datetime | None = Field(
        default=None, sa_column=moment("credentials_changed_at", null=True)
    )
    slug: str = Field(
        default=None,
        sa_column=Column("slug", String(12), nullable=False, server_default=text(_SLUG)),
    )
    demo: bool = Field(default=False, sa_column=_flag("demo"))
    created_at: datetime = Field(default=None, sa_column=moment("created_at", now=True))


class Settings(SQLModel, table=True):
    """What a person chose: anonymity, second factor, how the pages look and speak.

    `channels` names by kind of news how it is told, where that is not the usual way; between the
    hours `quiet_from` and `quiet_until` of Brasília, what can wait does.
    """

    __tablename__ = "settings"
    __table_args__ = (
        one_of("theme", "theme", ["system", "light", "dark", "hc-light", "hc-dark"]),
        one_of("language", "language", ["pt-BR", "en"]),
        CheckConstraint("text_size in (100, 112, 125, 150, 200)", name="text_size"),
        CheckConstraint(
            "num_nonnulls(quiet_from, quiet_until) in (0, 2) and quiet_from between 0 and 23"
            " and quiet_until between 0 and 23 and quiet_from <> quiet_until",
            name="quiet_hours",
        ),
        Index("uq_settings_user_id", "user_id", unique=True),
    )

    id: int = Field(default=None, sa_column=key("setting_id"))
    anonymous_mode: bool = Field(default=False, sa_column=_flag("anonymous_mode"))
    two_factor_auth: bool = Field(default=False, sa_column=_flag("two_factor_auth"))
    theme: str = Field(
        default="system",
        sa_column=Column("theme", String(10), nullable=False, server_default=text("'system'")),
    )
    language: str = Field(
        default="pt-BR",
        sa_column=Column("language", String(5), nullable=False, server_default=text("'pt-BR'")),
    )
    text_size: int = Field(
        default=100,
        sa_column=Column("text_size", SmallInteger, nullable=False, server_default=text("100")),
    )
    reading_spacing: bool = Field(default=False, sa_column=_flag("reading_spacing"))
    reduced_motion: bool = Field(default=False, sa_column=_flag("reduced_motion"))
    underlined_links: bool = Field(default=False, sa_column=_flag("underlined_links"))
    calm_page: bool = Field(default=False, sa_column=_flag("calm_page"))
    channels: dict[str, list[str]] = Field(
        default_factory=dict,
        sa_column=Column("channels", JSONB, nullable=False, server_default=text("'{}'")),
    )
    quiet_from: int | None = Field(default=None, sa_column=Column("quiet_from", SmallInteger))
    quiet_until: int | None = Field(default=None, sa_column=Column("quiet_until", SmallInteger))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id"))


class PhysicalPerson(SQLModel, table=True):
    """The individual behind an account."""

    __tablename__ = "physical_persons"

    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", primary=True))
    rg: str = Field(sa_column=Column("rg", String(12), nullable=False))
    birth_date: date = Field(sa_column=Column("birth_date", Date, nullable=False))
    gender: str = Field(sa_column=Column("gender", String(20), nullable=False))


class LegalPerson(SQLModel, table=True):
    """The company behind an account; the CNPJ is kept bare and may hold letters (IN RFB 2.229)."""

    __tablename__ = "legal_persons"
    __table_args__ = (
        CheckConstraint("cnpj ~ '^[0-9A-Z]{12}[0-9]{2}$'", name="cnpj_shape"),
        Index("uq_legal_persons_cnpj", "cnpj", unique=True),
    )

    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", primary=True))
    cnpj: str = Field(sa_column=Column("cnpj", String(18), nullable=False))
    state_tax_registration: str | None = Field(
        default=None, sa_column=Column("state_tax_registration", String(17))
    )
    legal_business_name: str = Field(
        sa_column=Column("legal_business_name", String(255), nullable=False)
    )
    trade_name: str = Field(sa_column=Column("trade_name", String(255), nullable=False))
    scrap_purchase_authorization: bool = Field(
        default=False, sa_column=_flag("scrap_purchase_authorization")
    )


class Address(SQLModel, table=True):
    """Where a person can be reached; at most one of them is the principal one."""

    __tablename__ = "addresses"
    __table_args__ = (
        CheckConstraint("zip_code ~ '^[0-9]{8}$'", name="zip_code_digits"),
        Index(
            "uq_addresses_principal",
            "user_id",
            unique=True,
            postgresql_where=text("principal_address"),
        ),
    )

    id: int = Field(default=None, sa_column=key("address_id"))
    street_name: str = Field(sa_column=Column("street_name", String(255), nullable=False))
    street_number: str = Field(sa_column=Column("street_number", String(6), nullable=False))
    apt: str | None = Field(default=None, sa_column=Column("apt", String(80)))
    zip_code: str = Field(sa_column=Column("zip_code", String(9), nullable=False))
    district: str = Field(sa_column=Column("district", String(80), nullable=False))
    city: str = Field(sa_column=Column("city", String(80), nullable=False))
    state: str = Field(sa_column=Column("state", CHAR(2), nullable=False))
    principal_address: bool = Field(default=False, sa_column=_flag("principal_address"))
    user_id: int = Field(sa_column=foreign("user_id", "users.user_id", index=True))
