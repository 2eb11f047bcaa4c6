"""What is done about the payment gateway's messages: the clearing does it, and can be halted here.

While one is off its messages wait in the inbox, and are dealt with once it is on again.
"""

from __future__ import annotations

from services.billing.statuses import CHARGE_EVENTS, TRANSFER_EVENTS
from services.handlers.registry import elsewhere

CLEAR_CHARGES, APPLY_TRANSFERS = "clear_charges", "apply_transfers"
_CLEARING = "services.payments.clearing.Clearing"

elsewhere(CLEAR_CHARGES, CHARGE_EVENTS, place=_CLEARING)
elsewhere(APPLY_TRANSFERS, TRANSFER_EVENTS, place=_CLEARING)
