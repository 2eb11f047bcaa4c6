"""An order of the house's people: why, and the words that show it is meant."""

from __future__ import annotations

from dataclasses import dataclass

from services.people.fields import Reading, parse_text

LONGEST_REASON = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody of the house has written to have a thing done."""

    reason: str
    confirmation: str = ""

    def read(self, *, confirm: str = "", reading: Reading | None = None, shortest: int = 0) -> str:
        """Give the reason, once `confirm` was typed where it is asked for. Raises BadForm.

        Where the act wants more than a word, it has `shortest` characters at least.
        """
        reading = reading or Reading()
        reason = reading.take(parse_text, self.reason, field="reason", longest=LONGEST_REASON)
        if reason is not None and len(reason) < shortest:
            reading.refuse("reason", "too_short", shortest=shortest)
        if confirm and self.confirmation.strip() != confirm:
            reading.refuse("confirmation", "confirmation.differs", expected=confirm)
        reading.settle()
        return reason or ""
