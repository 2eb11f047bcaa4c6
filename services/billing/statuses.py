"""What the gateway's words mean: its events, its statuses, and how a payment may go on.

An event is a hint that something changed; what stands is read. (docs/architecture.md, Money)
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from services.billing.gateway import Charge


class Standing(StrEnum):
    """How far a payment has come, by the names the house's tables give it."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    REVERSED = "reversed"
    CANCELED = "canceled"


class Flag(StrEnum):
    """What else is to be known of a payment, where its status does not say it."""

    OVERDUE = "overdue"
    UNDER_ANALYSIS = "under_analysis"
    REFUND_PENDING = "refund_pending"
    DISPUTED = "disputed"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What an event is good for.

    `asks` if what it is about is to be read again; `says` how that should then stand, where the
    event tells. `fails` if one try to pay came to nothing, and `voids` if a boleto is paid by
    nobody any more: no reading tells of these. `alarms` if somebody of the house should know.
    """

    asks: bool = True
    says: Standing | None = None
    fails: bool = False
    voids: bool = False
    alarms: bool = False


_RECORDED = Hint(asks=False)
_ALARMING = Hint(asks=False, alarms=True)
_READ = Hint()
_PENDING = Hint(says=Standing.PENDING)
_PAID = Hint(says=Standing.PAID)
_DISPUTED = Hint(says=Standing.REVERSED, alarms=True)
CHARGE_EVENTS = {
    "PAYMENT_CREATED": _PENDING,
    "PAYMENT_AWAITING_RISK_ANALYSIS": _PENDING,
    "PAYMENT_APPROVED_BY_RISK_ANALYSIS": _PENDING,
    "PAYMENT_REPROVED_BY_RISK_ANALYSIS": Hint(says=Standing.PENDING, fails=True),
    "PAYMENT_AUTHORIZED": _PENDING,
    "PAYMENT_UPDATED": _READ,
    "PAYMENT_CONFIRMED": _PAID,
    "PAYMENT_RECEIVED": _PAID,
    "PAYMENT_CREDIT_CARD_CAPTURE_REFUSED": Hint(says=Standing.PENDING, fails=True),
    "PAYMENT_ANTICIPATED": _RECORDED,
    "PAYMENT_OVERDUE": _PENDING,
    "PAYMENT_DELETED": Hint(says=Standing.CANCELED),
    "PAYMENT_RESTORED": _PENDING,
    "PAYMENT_REFUND_IN_PROGRESS": _PAID,
    "PAYMENT_REFUNDED": Hint(says=Standing.REVERSED),
    "PAYMENT_PARTIALLY_REFUNDED": _PAID,
    "PAYMENT_REFUND_DENIED": Hint(says=Standing.PAID, alarms=True),
    "PAYMENT_RECEIVED_IN_CASH_UNDONE": _PENDING,
    "PAYMENT_CHARGEBACK_REQUESTED": _DISPUTED,
    "PAYMENT_CHARGEBACK_DISPUTE": _DISPUTED,
    "PAYMENT_AWAITING_CHARGEBACK_REVERSAL": Hint(says=Standing.REVERSED),
    "PAYMENT_DUNNING_REQUESTED": _PENDING,
    "PAYMENT_DUNNING_RECEIVED": _PAID,
    "PAYMENT_BANK_SLIP_VIEWED": _RECORDED,
    "PAYMENT_CHECKOUT_VIEWED": _RECORDED,
    "PAYMENT_SPLIT_CANCELLED": _ALARMING,
    "PAYMENT_SPLIT_DIVERGENCE_BLOCK": _ALARMING,
    "PAYMENT_SPLIT_DIVERGENCE_BLOCK_FINISHED": _RECORDED,
    "PAYMENT_BANK_SLIP_CANCELLED": Hint(voids=True),
    "PAYMENT_SPLIT_DONE": _RECORDED,
}
TRANSFER_EVENTS = {
    "TRANSFER_CREATED": _PENDING,
    "TRANSFER_PENDING": _PENDING,
    "TRANSFER_IN_BANK_PROCESSING": _PENDING,
    "TRANSFER_BLOCKED": Hint(says=Standing.PENDING, alarms=True),
    "TRANSFER_DONE": _PAID,
    "TRANSFER_FAILED": Hint(says=Standing.FAILED, alarms=True),
    "TRANSFER_CANCELLED": Hint(says=Standing.FAILED),
}


def hint(event: str) -> Hint:
    """Tell what an event is good for; one of a kind unknown may mean anything, so it is read."""
    return CHARGE_EVENTS.get(event) or TRANSFER_EVENTS.get(event) or _READ


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a charge stands there: `settled` if its money came into the balance, now or once;
    `outside` if somebody noted it as paid where the gateway does not see it.

    `standing` is None for a word the house does not know.
    """

    standing: Standing | None
    flag: Flag | None = None
    settled: bool = False
    outside: bool = False


_STATUSES: dict[str, tuple[Standing, Flag | None]] = {
    "PENDING": (Standing.PENDING, None),
    "OVERDUE": (Standing.PENDING, Flag.OVERDUE),
    "AWAITING_RISK_ANALYSIS": (Standing.PENDING, Flag.UNDER_ANALYSIS),
    "AUTHORIZED": (Standing.PENDING, None),
    "DUNNING_REQUESTED": (Standing.PENDING, Flag.OVERDUE),
    "CONFIRMED": (Standing.PAID, None),
    "RECEIVED": (Standing.PAID, None),
    "RECEIVED_IN_CASH": (Standing.PAID, None),
    "DUNNING_RECEIVED": (Standing.PAID, None),
    "REFUND_REQUESTED": (Standing.PAID, Flag.REFUND_PENDING),
    "REFUND_IN_PROGRESS": (Standing.PAID, Flag.REFUND_PENDING),
    "REFUNDED": (Standing.REVERSED, None),
    "CHARGEBACK_REQUESTED": (Standing.REVERSED, Flag.DISPUTED),
    "CHARGEBACK_DISPUTE": (Standing.REVERSED, Flag.DISPUTED),
    "AWAITING_CHARGEBACK_REVERSAL": (Standing.REVERSED, Flag.DISPUTED),
}
_SETTLED = {"RECEIVED", "DUNNING_RECEIVED"}
_IN_CASH = "RECEIVED_IN_CASH"
_DONE = "DONE"


def state_of(charge: Charge) -> Reading:
    """Read how a charge stands; given back in parts until nothing is left, it is reversed."""
    if charge.status not in _STATUSES:
        return Reading(standing=None)
    standing, flag = _STATUSES[charge.status]
    if standing is Standing.PENDING and charge.deleted:
        return Reading(standing=Standing.CANCELED)
    if standing is Standing.PAID and sum(refunded(charge).values()) >= charge.value:
        standing, flag = Standing.REVERSED, None
    outside = charge.status == _IN_CASH
    entered = charge.settled_on is not None and standing is not Standing.PENDING
    return Reading(
        standing=standing,
        flag=flag,
        settled=not outside and (entered or charge.status in _SETTLED),
        outside=outside,
    )


def refunded(charge: Charge) -> dict[str, Decimal]:
    """Give what of a charge has gone back, by each refund's own key; those on their way are not."""
    return {refund.key: refund.value for refund in charge.refunds if refund.status == _DONE}


_RANKS = {
    Standing.PENDING: 0,
    Standing.FAILED: 0,
    Standing.CANCELED: 1,
    Standing.PAID: 2,
    Standing.REVERSED: 3,
}


def borne_out(said: Hint, found: Standing | None) -> bool:
    """Tell whether what is found has come as far as an event said; if not, one of them is early."""
    if said.says is None or found is None:
        return True
    if said.says is Standing.CANCELED:  # restored since, perhaps
        return True
    return _RANKS[found] >= _RANKS[said.says]


def with_hints(found: Reading, events: Collection[str], *, boleto: bool) -> Reading:
    """Add to what was read of an unpaid charge what only events tell, all there were of it.

    A try that failed is forgotten while another is looked at, and by what pays in the end.
    """
    said = [hint(event) for event in events]
    if found.standing is not Standing.PENDING:
        return found
    if boleto and any(each.voids for each in said):
        return Reading(standing=Standing.CANCELED)
    if found.flag is not Flag.UNDER_ANALYSIS and any(each.fails for each in said):
        return replace(found, standing=Standing.FAILED)
    return found


def next_status(current: Standing, found: Reading, *, outside: bool = False) -> Standing:
    """Tell how a payment goes on from `current` when its charge is found to stand so.

    What is found decides, whatever order it was heard of in: a payment goes on and never back,
    but for what the gateway itself undoes: a refund, a dispute and its end, a payment in cash
    (`outside`: `current` is paid by one), a charge restored.
    """
    unpaid = current not in (Standing.PAID, Standing.REVERSED)
    match found.standing:
        case None:
            return current
        case Standing.PAID | Standing.REVERSED:
            return found.standing
        case Standing.CANCELED:
            return Standing.CANCELED if unpaid else current
        case _:
            return found.standing if unpaid or (current is Standing.PAID and outside) else current
