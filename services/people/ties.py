"""Whether two accounts look like one household or firm: what they share, never what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

_CPF_IN_NAME = re.compile(r"(?<!\d)\d{11}(?!\d)")
_CNPJ_ROOT = 8  # what all establishments of one firm share (IN RFB 2.119, art. 2)
_NOT_WORD = re.compile(r"\W+")
_OWN_NETWORK = 64  # bits of an IPv6 address that name the line, the rest changes by the hour


class Tie(StrEnum):
    """One thing two accounts have in common."""

    ADDRESS = "address"
    CONNECTION = "connection"
    DOCUMENT = "document"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address as far as it tells one home from another."""

    zip_code: str
    street_number: str
    apt: str | None

    @property
    def door(self) -> tuple[str, str, str]:
        """Write it so that two ways to type one door are the same."""
        plain = [
            _NOT_WORD.sub("", part or "").casefold() for part in (self.street_number, self.apt)
        ]
        return (self.zip_code, plain[0], plain[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is known of one account; each may be missing. Addresses of connections are as text."""

    cpf: str | None = None
    cnpj: str | None = None
    business_name: str | None = None
    places: tuple[Place, ...] = ()
    connections: frozenset[str] = frozenset()
    payment_keys: frozenset[str] = frozenset()

    @property
    def documents(self) -> frozenset[str]:
        """Name the family of documents: the CPF, the firm's root, the CPF in a sole trader's name.

        (the name of an MEI was the owner's with the CPF: LC 123/2006, Res. CGSIM 48/2018)
        """
        own = {self.cpf} if self.cpf else set()
        firm = {self.cnpj[:_CNPJ_ROOT]} if self.cnpj else set()
        return frozenset(own | firm | set(_CPF_IN_NAME.findall(self.business_name or "")))

    @property
    def payments(self) -> frozenset[str]:
        """Name where their money goes to: keys of Pix that were used, and the own documents."""
        return self.payment_keys | {one for one in (self.cpf, self.cnpj) if one}


def ties_between(one: Traits, other: Traits) -> frozenset[Tie]:
    """List what two accounts share.

    Same door of the same house; same public internet connection (IPv4 address, IPv6 network of 64
    bits); documents of one family; money sent to the same key, or to the other's document.
    """
    shared = {
        Tie.ADDRESS: {place.door for place in one.places} & {place.door for place in other.places},
        Tie.CONNECTION: _lines(one.connections) & _lines(other.connections),
        Tie.DOCUMENT: one.documents & other.documents,
        Tie.PAYMENT: one.payments & other.payments,
    }
    return frozenset(tie for tie, found in shared.items() if found)


def _lines(connections: Iterable[str]) -> set[str]:
    """Name the lines behind addresses; those of a private network say nothing."""
    lines = set()
    for address in map(ip_address, connections):
        if not address.is_global:
            continue
        if isinstance(address, IPv6Address):
            lines.add(str(int(address) >> (128 - _OWN_NETWORK)))
        else:
            lines.add(str(address))
    return lines
