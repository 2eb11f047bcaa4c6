"""What a lot must be to be put up for sale: read whole, refused with all its faults at once."""

from services.selling.rules.court import LEGAL_TYPES, Case, Notice
from services.selling.rules.lot_form import Known, Offered, read_lot, step_of
from services.selling.rules.terms import Terms
from services.selling.rules.times import Begun, Times

__all__ = [
    "LEGAL_TYPES",
    "Begun",
    "Case",
    "Known",
    "Notice",
    "Offered",
    "Terms",
    "Times",
    "read_lot",
    "step_of",
]
