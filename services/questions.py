"""Questions about a lot: asked by whoever may bid, answered by its seller, then read by all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from models import Status
from services.catalogue.contacts import mask_contacts
from services.database import Database, Transaction
from services.errors import BadField, NotFound, QuestionRefused
from services.housekeeping.limits import limit_in_force
from services.news.herald import About, Herald
from services.people.fields import parse_text
from services.ports import Clock
from services.throttles import Throttles
from services.views import LONGEST_ANSWER, LONGEST_QUESTION, QuestionsView, QuestionView

WAITING = 5
_AN_HOUR = timedelta(hours=1)
_ANSWERS = timedelta(days=2)  # answers count apart: a seller may have many lots
_MOST_ANSWERS = 400
_TAKES = (Status.NOT_STARTED, Status.IN_OCCURRENCE)
_LOT = """
    select p.product_id, p.product_name, p.user_id, p.product_status_id,
           u.name, u.email, coalesce(s.language, 'pt-BR') as language
    from products p join users u using (user_id) left join settings s using (user_id)
    where p.product_id = :lot
"""
_READ, _LOCK = text(_LOT), text(f"{_LOT} for share of p")
_ON_LOT = text("""
    select question_id, question, asked_at, answer, answered_at, user_id = :user as mine
    from questions
    where product_id = :lot and hidden_at is null
      and (answer is not null or user_id = :user or :seller)
    order by answered_at is not null, coalesce(answered_at, asked_at) desc, question_id desc
    limit 200
""")
_WAITING = text("""
    select count(*) from questions
    where product_id = :lot and user_id = :user and answer is null and hidden_at is null
""")
_ASK = text("""
    insert into questions (product_id, user_id, question, asked_at)
    values (:lot, :user, :question, :now) returning question_id
""")
_ASKED = text("""
    select q.question_id, q.product_id, q.answer, p.product_name, p.user_id as seller_id,
           p.product_status_id, u.user_id, u.name, u.email, u.erased_at,
           coalesce(s.language, 'pt-BR') as language
    from questions q join products p using (product_id)
    join users u on u.user_id = q.user_id left join settings s on s.user_id = q.user_id
    where q.question_id = :question and q.product_id = :lot and q.hidden_at is null
    for update of q
""")
_ANSWER = text("""
    update questions set answer = :answer, answered_at = :now where question_id = :question
""")


class Questions:
    """Keeps what is asked about lots.

    Contact data is masked before anything is kept. Until it is answered, a question is seen by
    who asked it and by the seller; who asked is seen by nobody. What the house hides nobody sees.
    """

    def __init__(
        self, database: Database, clock: Clock, throttles: Throttles, herald: Herald
    ) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles
        self._herald = herald

    def on_lot(self, auction_id: int, user_id: int | None) -> QuestionsView:
        """Show what this person may read of a lot's questions. Raises NotFound."""
        with self._database.transaction() as work:
            lot = _lot(work.connection, auction_id, user_id)
            seller = user_id == lot.user_id
            rows = work.connection.execute(
                _ON_LOT, {"lot": auction_id, "user": user_id or 0, "seller": seller}
            ).mappings()
            return QuestionsView(
                auction_id=auction_id,
                title=lot.product_name,
                role="seller" if seller else "visitor" if user_id is None else "common",
                open=lot.product_status_id in _TAKES,
                questions=tuple(QuestionView(**row) for row in rows),
            )

    def ask(self, user_id: int, auction_id: int, question: str) -> int:
        """Ask the seller of a lot, who is told by a letter; returns the question's number.

        Raises BadField, NotFound, TooManyAttempts (the house's limit an hour), and
        QuestionRefused: of one's own lot, of one that is over, or with five that wait for an
        answer.
        """
        said = _said(question, "question", LONGEST_QUESTION)
        with self._database.transaction() as work:
            most = int(limit_in_force(work.connection, "questions_an_hour"))
        self._throttles.count(f"question:{user_id}", most=most, within=_AN_HOUR)
        with self._database.transaction() as work:
            lot = _lot(work.connection, auction_id, user_id, locked=True)
            if lot.user_id == user_id:
                raise QuestionRefused(reason="own")
            if lot.product_status_id not in _TAKES:
                raise QuestionRefused(reason="closed")
            asked = {"lot": auction_id, "user": user_id}
            if work.connection.execute(_WAITING, asked).scalar_one() >= WAITING:
                raise QuestionRefused(reason="waiting")
            number: int = work.connection.execute(
                _ASK, {**asked, "question": said, "now": self._clock.now()}
            ).scalar_one()
            self._tell(work, "question_asked", lot, auction_id, said)
        return number

    def answer(self, user_id: int, auction_id: int, question_id: int, answer: str) -> None:
        """Answer a question about an own lot, once; who asked is told by a letter.

        Raises BadField, NotFound (also for another's lot), TooManyAttempts, QuestionRefused.
        """
        self._throttles.count(f"answer:{user_id}", most=_MOST_ANSWERS, within=_ANSWERS)
        with self._database.transaction() as work:
            found = work.connection.execute(
                _ASKED, {"question": question_id, "lot": auction_id}
            ).one_or_none()
            if found is None or found.seller_id != user_id:
                raise NotFound
            if found.answer is not None:
                raise QuestionRefused(reason="answered")
            said = _said(answer, "answer", LONGEST_ANSWER)
            work.connection.execute(
                _ANSWER, {"question": question_id, "answer": said, "now": self._clock.now()}
            )
            if found.erased_at is None:
                self._tell(work, "question_answered", found, auction_id, said)

    def _tell(
        self, work: Transaction, kind: str, person: Row[Any], auction_id: int, said: str
    ) -> None:
        self._herald.tell(
            work,
            person.user_id,
            kind,
            About(lot=auction_id),
            path=f"/auction/{auction_id}#questions",
            title=person.product_name,
            said=said,
        )


def _lot(
    connection: Connection, auction_id: int, user_id: int | None, *, locked: bool = False
) -> Row[Any]:
    lot = connection.execute(_LOCK if locked else _READ, {"lot": auction_id}).one_or_none()
    if lot is None or (lot.product_status_id == Status.DRAFT and lot.user_id != user_id):
        raise NotFound
    return lot


def _said(text: str, field: str, longest: int) -> str:
    masked = mask_contacts(parse_text(text, field=field, longest=longest))
    if masked.empty:
        raise BadField(field, "only_contact" if masked.found else "missing")
    return masked.text
