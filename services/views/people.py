"""What a person sees of the own account: frozen pictures, every number with its mask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """A person's own data. `fields` are what the form shows, by the names of its fields."""

    user_id: int
    company: bool
    username: str
    email: str
    document: str | None
    cnpj: str | None
    has_password: bool
    has_photo: bool
    joined_at: datetime
    new_email: str | None
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressView:
    """One of a person's own addresses."""

    address_id: int
    street_name: str
    street_number: str
    apt: str
    zip_code: str
    district: str
    city: str
    state: str
    principal: bool

    @property
    def fields(self) -> Mapping[str, str]:
        """Give what the form shows, by the names of its fields."""
        return {
            "zip_code": self.zip_code,
            "street_name": self.street_name,
            "street_number": self.street_number,
            "apt": self.apt,
            "district": self.district,
            "city": self.city,
            "state": self.state,
            "principal_address": "on" if self.principal else "",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsKind:
    """A kind of news: the channels it is told by, and whether they can be closed."""

    name: str
    channels: frozenset[str]
    necessary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """What a person chose about being seen and being told.

    `quiet` are the hours of the day, from and until, in which what can wait does.
    """

    anonymous: bool
    username: str
    channels: tuple[str, ...]
    news: tuple[NewsKind, ...]
    quiet: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """That a version of a document was agreed to, or taken back."""

    document: str
    version: str
    at: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyView:
    """Where a person stands with the house's duties to the own data.

    `due_at` is when the account will be erased; `blockers` name what has to be settled before.
    """

    consents: tuple[ConsentLine, ...]
    versions: Mapping[str, str]
    unread: tuple[str, ...]
    has_password: bool
    blockers: tuple[str, ...]
    asked_at: datetime | None = None
    due_at: datetime | None = None
