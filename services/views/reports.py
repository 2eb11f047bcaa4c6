"""What was sold in a time, by whom and for how much, as the reports show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

GROUPINGS = ("category", "state", "seller", "type", "month", "week", "day")
LONGEST = timedelta(days=366 * 5)
_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuestion:
    """What is asked: the lots decided from `since` to `until`, both included, in Brasília.

    `category` is a slug and takes all under it; an unknown grouping is the one by category.
    """

    since: date
    until: date
    by: str = "category"
    category: str | None = None
    state: str | None = None
    auction_type: str | None = None
    seller_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """The sums of one group of lots. A withdrawn lot is counted apart and is in no other figure.

    `opening` and `estimate` are what the sold lots opened at and were estimated to bring: the
    middle of the estimate, and of lots that had one alone, as `estimated_hammer` is.
    """

    key: str
    label: str
    lots: int = 0
    sold: int = 0
    cancelled: int = 0
    hammer: Decimal = Decimal(0)
    opening: Decimal = Decimal(0)
    estimate: Decimal = Decimal(0)
    estimated_hammer: Decimal = Decimal(0)
    revenue: Decimal = Decimal(0)
    bids: int = 0
    bidders: int = 0

    @property
    def sell_through(self) -> Decimal | None:
        """Tell how many of a hundred lots were sold; None without lots."""
        return _share(Decimal(self.sold), Decimal(self.lots), _TENTH)

    @property
    def over_opening(self) -> Decimal | None:
        """Tell what the hammer prices were of a hundred of the opening prices."""
        return _share(self.hammer, self.opening, _TENTH)

    @property
    def over_estimate(self) -> Decimal | None:
        """Tell what the hammer prices were of a hundred of the estimates, where there was one."""
        return _share(self.estimated_hammer, self.estimate, _TENTH)

    @property
    def bids_a_lot(self) -> Decimal | None:
        """Tell how many bids a lot had."""
        return _mean(self.bids, self.lots)

    @property
    def bidders_a_lot(self) -> Decimal | None:
        """Tell how many bidders a lot had."""
        return _mean(self.bidders, self.lots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The lines of a report, and all of them as one; `people` bid at least once on one of the lots.

    `left_out` lines are beyond the most that is shown; the total counts them.
    """

    question: ReportQuestion
    lines: tuple[ReportLine, ...]
    total: ReportLine
    people: int
    left_out: int = 0


def _share(part: Decimal, whole: Decimal, step: Decimal) -> Decimal | None:
    return (100 * part / whole).quantize(step) if whole else None


def _mean(whole: int, parts: int) -> Decimal | None:
    return (Decimal(whole) / parts).quantize(_CENT) if parts else None
