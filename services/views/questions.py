"""Questions about a lot as one person sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

LONGEST_QUESTION, LONGEST_ANSWER = 500, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question and, if there is one, its answer; who asked is nobody's to see."""

    question_id: int
    question: str
    asked_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsView:
    """What is asked about a lot. `role`: visitor, common or seller; `open` while one may ask."""

    auction_id: int
    title: str
    role: str
    open: bool
    questions: tuple[QuestionView, ...] = ()
