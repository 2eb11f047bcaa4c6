"""What a seller sees while a lot is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

STEPS = ("category", "details", "photos", "price", "place", "review")
FIRST_STEP = STEPS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A lot as far as it is written: `fields` by the names of the form, as they were typed.

    `product_id` is the lot it changes, or became; `step` where its owner left off.
    """

    id: int
    step: str
    fields: Mapping[str, str] = field(default_factory=dict)
    product_id: int | None = None
    published: bool = False
    created_at: datetime
    changed_at: datetime

    @property
    def name(self) -> str:
        """Name it as its owner has so far; empty if not yet."""
        return " ".join(self.fields.get("product_name", "").split())[:255]
