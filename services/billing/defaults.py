"""What an unpaid sale costs, whom it bars, and to whom the lot may then be offered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from services.billing.due import end_of_business_day
from services.billing.money import round_half_up

STRIKES_THAT_BAR = 3
STRIKES_COUNT_FOR = timedelta(days=365)
OFFER_STANDS_FOR = timedelta(hours=24)
NEW_FOR = timedelta(days=30)
# Paid at a bank on the last day, they are told on the next business day.
_TOLD_LATER = {"BOLETO", "UNDEFINED"}


class OfferPolicy(StrEnum):
    """At which price a second chance is offered (docs/bidding rules 2.9).

    OWN_HIGHEST is the person's own highest bid; REPLAY what the price had been without those out.
    """

    OWN_HIGHEST = "own_highest"
    REPLAY = "replay"


def defaults_at(due: datetime, standing: Collection[str]) -> datetime:
    """Return when an unpaid sale is in default: at its due time, which is exclusive.

    A boleto that stands (`standing` are the billing types) gives one more business day: it may
    have been paid in time, which the gateway tells only then.
    """
    return end_of_business_day(due, after=1) if _TOLD_LATER & set(standing) else due


def penalty(hammer: Decimal, rate: Decimal, *, paid: Decimal, auction_type: str) -> Decimal:
    """Return what of the `paid` part of a sale the house keeps when the rest is not paid.

    `rate` percent of the hammer price, but never more than was paid. Of a judicial lot nothing: a
    deposit's loss is the judge's to order. (CC 412; CPC 897; docs/bidding rules 2.9)
    """
    if auction_type == "judicial":
        return Decimal(0)
    return min(round_half_up(hammer * rate / 100), paid)


def bars(strikes: Collection[datetime], now: datetime) -> bool:
    """Tell whether these defaults bar somebody: three within twelve months."""
    recent = [at for at in strikes if now - at < STRIKES_COUNT_FOR]
    return len(recent) >= STRIKES_THAT_BAR


def recommended_policy(*, joined_at: datetime, defaulted_at: datetime) -> OfferPolicy:
    """Recommend the replay where who did not pay was new: that bid may have been no real one."""
    new = defaulted_at - joined_at < NEW_FOR
    return OfferPolicy.REPLAY if new else OfferPolicy.OWN_HIGHEST
