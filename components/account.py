"""A person's own pages: profile, addresses, settings and privacy, after a refusal too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.feedback import in_words, notice
from components.frame import choices, document, house, settle
from components.looks import looks_here
from components.templates import render
from components.words import knows, say
from services.errors import BadField, BadForm, DomainError
from services.views import (
    AddressView,
    AuctioneerView,
    PrivacyView,
    ProfileView,
    SettingsView,
    Visitor,
)

GENDERS = ("female", "male", "other", "undisclosed")
UFS = (
    "AC", "AL", "AP", "AM", "BA", "CE", "DF", "ES", "GO", "MA", "MT", "MS", "MG", "PA", "PB", "PR",
    "PE", "PI", "RJ", "RN", "RS", "RO", "RR", "SC", "SP", "SE", "TO",
)  # fmt: skip
# What is kept, and for how long, in the order the page tells it.
KEPT = ("account", "bids", "money", "access", "consents", "letters", "tokens")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A form that came back: which one, why, and everything that was typed but passwords."""

    form: str
    error: DomainError
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> dict[str, str]:
        """Say what is wrong, by field."""
        wrong: Sequence[DomainError] = ()
        if isinstance(self.error, BadForm):
            wrong = self.error.problems
        elif isinstance(self.error, BadField):
            wrong = (self.error,)
        return {one.field: in_words(one) for one in wrong if isinstance(one, BadField)}

    @property
    def whole(self) -> str:
        """Say what is wrong with no field in particular."""
        return "" if self.problems else in_words(self.error)


def profile_response(
    request: Request, visitor: Visitor, profile: ProfileView, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with a person's own data, ready to be changed."""
    return _page(request, visitor, "profile", refused=refused, profile=profile, genders=GENDERS)


def addresses_response(
    request: Request, visitor: Visitor, addresses: Sequence[AddressView]
) -> HTMLResponse:
    """Answer with the list of a person's addresses."""
    return _page(request, visitor, "addresses", addresses=addresses)


def address_response(
    request: Request,
    visitor: Visitor,
    address: AddressView | None,
    *,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with one address to be changed, or with an empty one to be added."""
    return _page(
        request,
        visitor,
        "addresses",
        template="account_address.html",
        title="account.address.change" if address else "account.address.new",
        refused=refused,
        address=address,
        ufs=UFS,
    )


def settings_response(
    request: Request,
    visitor: Visitor,
    settings: SettingsView,
    *,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with what a person has chosen about looks, being seen and being told."""
    here = looks_here(request, visitor)
    return _page(request, visitor, "settings", refused=refused, settings=settings, chrome=here)


def auctioneer_response(
    request: Request,
    visitor: Visitor,
    standing: AuctioneerView | None,
    *,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with a person's request to be verified as an auctioneer, and what became of it."""
    return _page(request, visitor, "auctioneer", refused=refused, standing=standing, ufs=UFS)


def privacy_response(
    request: Request, visitor: Visitor, privacy: PrivacyView, *, refused: Refused | None = None
) -> HTMLResponse:
    """Answer with a person's rights over the own data, and the ways to use them."""
    return _page(
        request,
        visitor,
        "privacy",
        refused=refused,
        privacy=privacy,
        kept=KEPT,
        house=house(),
    )


def _page(
    request: Request,
    visitor: Visitor,
    section: str,
    *,
    template: str = "",
    title: str = "",
    refused: Refused | None = None,
    **context: object,
) -> HTMLResponse:
    settle(visitor)
    context |= choices()
    done = f"account.done.{request.query_params.get('done', '')}"
    body = render(
        template or f"account_{section}.html",
        section=section,
        visitor=visitor,
        refused=refused,
        notice=notice("success", say(done)) if not refused and knows(done) else "",
        **context,
    )
    return document(
        say(title or f"account.section.{section}"),
        visitor,
        request,
        body,
        status=refused.error.status if refused else 200,
    )
