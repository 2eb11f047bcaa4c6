"""How somebody gets in and stays safe: sign-up, second step, proofs, sessions, letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.errors import BadField


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A log-in as its person sees it; `device` is None for a browser that said nothing."""

    id: int
    device: str | None
    ip: str | None
    began_at: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityView:
    """Another house's word that opens an account; `email` is who one is there, if it was said."""

    id: int
    email: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorView:
    """How somebody is asked twice: `method` is email, app or None; `required` by the house."""

    method: str | None
    required: bool
    has_password: bool
    email: str
    codes_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStepView:
    """A log-in that waits for its second step: by `method` (email, app), where the code went."""

    method: str
    email: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AppKey:
    """What an authenticator app is given: an address to read as a picture, a secret to type."""

    address: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofView:
    """What somebody must show to prove to be there: a password, an app's code, a letter's code."""

    password: bool
    app: bool
    letter: bool
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailView:
    """A letter as the demonstration's inbox shows it."""

    mail_id: int
    email: str
    subject: str
    text: str
    html: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpForm:
    """The form of sign-up: what was typed, what of it is wrong, and what can be chosen.

    `photo` is a photo already sent, as base64 of a WebP; `found` how the look-up of the postal code
    ended, where it was asked for: found, unknown, down.
    """

    typed: Mapping[str, str]
    states: Sequence[str]
    genders: Sequence[str]
    problems: Sequence[BadField] = ()
    photo: str = ""
    found: str = ""
    next_path: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionForm:
    """What an account still lacks before its first bid or sale: what was typed, what is wrong."""

    typed: Mapping[str, str]
    genders: Sequence[str]
    problems: Sequence[BadField] = ()
    next_path: str = "/"
