"""The bill: fees, rounding and what a hold already pays."""

from services.billing.bills import Bill, FeeSchedule, bill, captured
from services.billing.money import round_half_up, shares

__all__ = ["Bill", "FeeSchedule", "bill", "captured", "round_half_up", "shares"]
