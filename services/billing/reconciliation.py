"""Where the house's books and the gateway's do not agree, and how grave that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from services.billing.gateway import Charge, Transfer

_TAKEN_BACK = "DELETED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A charge or transfer as the house has it: `status` is the gateway's last word known here.

    `ripe` if it was asked for long enough ago to be listed there by now.
    """

    number: int
    reference: str
    gateway_id: str | None
    status: str | None
    value: Decimal
    ripe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing told in two ways; `number` is the house's own, where it knows of it.

    What may be news on its way is not alarming.
    """

    kind: str
    subject: str
    ours: str
    theirs: str
    alarming: bool = True
    number: int | None = None


def charges_apart(ours: Iterable[Kept], theirs: Iterable[Charge]) -> list[Difference]:
    """Compare the charges of a time: unknown here, missing there, another state, another sum."""
    found = {charge.id: (_state(charge), charge.value, charge.reference) for charge in theirs}
    return _apart("charge", ours, found)


def transfers_apart(ours: Iterable[Kept], theirs: Iterable[Transfer]) -> list[Difference]:
    """Compare the transfers of a time, as `charges_apart` does."""
    found = {sent.id: (sent.status, sent.value, sent.reference) for sent in theirs}
    return _apart("transfer", ours, found)


def balance_apart(ours: Decimal, theirs: Decimal, *, news: bool) -> list[Difference]:
    """Compare the cash of the ledger with the balance there; `news` may explain what differs."""
    if ours == theirs:
        return []
    said = _said("balance", "cash", f"{ours:.2f}", f"{theirs:.2f}", alarming=not news)
    return [said]


def _apart(
    name: str, ours: Iterable[Kept], found: Mapping[str, tuple[str, Decimal, str | None]]
) -> list[Difference]:
    differences, left = [], dict(found)
    references = {reference: number for number, (_, _, reference) in found.items()}
    for kept in ours:
        number = kept.gateway_id or references.get(kept.reference)
        there = left.pop(number, None) if number else None
        subject, known, own = number or kept.reference, kept.status or "?", kept.number
        if there is None:
            if kept.gateway_id and kept.ripe:
                differences.append(_said(f"{name}_missing", subject, known, "-", number=own))
            continue
        status, value, _ = there
        if kept.gateway_id and kept.status != status:
            differences.append(
                _said(f"{name}_status", subject, known, status, alarming=False, number=own)
            )
        if kept.value != value:
            sums = f"{kept.value:.2f}", f"{value:.2f}"
            differences.append(_said(f"{name}_value", subject, *sums, number=own))
    differences += [
        _said(f"{name}_unknown", number, "-", f"{status} {value:.2f}")
        for number, (status, value, _) in left.items()
        if status != _TAKEN_BACK
    ]
    return differences


def _said(
    kind: str,
    subject: str,
    ours: str,
    theirs: str,
    *,
    alarming: bool = True,
    number: int | None = None,
) -> Difference:
    return Difference(
        kind=kind, subject=subject, ours=ours, theirs=theirs, alarming=alarming, number=number
    )


def _state(charge: Charge) -> str:
    return _TAKEN_BACK if charge.deleted else charge.status
