"""What the people of the house review: flags, and questions about lots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.views.desk import RecordLine


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSheet:
    """Something that looks like abuse; `own` if it is about its reader, who then decides nothing.

    `others` are the person's other flags, `confirmed_before` those of them that were.
    """

    flag_id: int
    kind: str
    user_id: int
    username: str
    auction_id: int | None
    title: str | None
    facts: Mapping[str, object]
    raised_at: datetime
    status: str
    reviewer: str | None
    reviewed_at: datetime | None
    note: str | None
    others: int
    confirmed_before: int
    own: bool
    records: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSheet:
    """A question about a lot as the house sees it; `state` is waiting, answered or hidden."""

    question_id: int
    auction_id: int
    title: str
    question: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
    person: str
    seller: str
    state: str
    records: tuple[RecordLine, ...]
