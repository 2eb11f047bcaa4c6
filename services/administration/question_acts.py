"""Questions about lots as the house reads them, and how it takes one out of sight."""

from __future__ import annotations

from sqlalchemy import text

from services.administration import audit
from services.administration.lot_rows import records_of
from services.administration.orders import Order
from services.administration.tables import Column, Source
from services.authority import demand
from services.database import Database
from services.errors import DeskRefused, NotFound
from services.news.herald import About, Herald
from services.people.rights import Right
from services.ports import Clock
from services.views import Kind, QuestionSheet

_STATE = """
    (case when q.hidden_at is not null then 'hidden' when q.answer is null then 'waiting'
        else 'answered' end)
"""
_ROWS = """
    questions q join products p using (product_id) join users u on u.user_id = q.user_id
    join users s on s.user_id = p.user_id
"""
QUESTIONS = Source(
    name="questions",
    right=Right.QUESTIONS,
    rows=_ROWS,
    key="q.question_id",
    order="-id",
    search="position(lower(:words) in lower(q.question || ' ' || coalesce(q.answer, '') || ' '"
    " || p.product_name || ' ' || u.username)) > 0 or q.product_id = :number",
    columns=(
        Column(name="id", sql="q.question_id", kind=Kind.NUMBER, link="/admin/questions/{key}"),
        Column(name="question", sql="q.question", sorted=False, link="/admin/questions/{key}"),
        Column(name="answer", sql="q.answer", nullable=True, sorted=False, shown=False),
        Column(name="lot", sql="q.product_id", kind=Kind.NUMBER, filtered=True,
               link="/auction/{lot}#questions"),
        Column(name="title", sql="p.product_name", shown=False),
        Column(name="person", sql="u.username", filtered=True),
        Column(name="seller", sql="s.username", filtered=True),
        Column(name="state", sql=_STATE, kind=Kind.WORD, filtered=True,
               choices=("waiting", "answered", "hidden")),
        Column(name="asked", sql="q.asked_at", kind=Kind.MOMENT, filtered=True),
        Column(name="answered", sql="q.answered_at", kind=Kind.MOMENT, nullable=True, shown=False),
    ),
)  # fmt: skip
_ONE = text(f"""
    select q.question_id, q.product_id as auction_id, p.product_name as title, q.question,
           q.asked_at, q.answer, q.answered_at, u.username as person, s.username as seller,
           {_STATE} as state
    from {_ROWS} where q.question_id = :question
""")  # noqa: S608  our own words
_LOCK = text("""
    select q.product_id, q.user_id, q.answer, q.hidden_at, p.user_id as seller_id, p.product_name
    from questions q join products p using (product_id)
    where q.question_id = :question for no key update of q
""")
_HIDE = text("""
    update questions set hidden_at = :now, hidden_by = :actor where question_id = :question
""")
_SHOW = text("""
    update questions set hidden_at = null, hidden_by = null where question_id = :question
""")


class QuestionActs:
    """Hides what should not be read, and shows it again; what was written stays as it was."""

    def __init__(self, database: Database, clock: Clock, herald: Herald) -> None:
        self._database = database
        self._clock = clock
        self._herald = herald

    def sheet(self, actor_id: int | None, question_id: int) -> QuestionSheet:
        """Show a question with what was done to it. Raises Forbidden, NotFound."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.QUESTIONS)
            asked = {"question": question_id}
            row = work.connection.execute(_ONE, asked).mappings().one_or_none()
            if row is None:
                raise NotFound
            records = records_of(work.connection, f"question:{question_id}")
        return QuestionSheet(**row, records=records)

    def hide(self, actor_id: int, question_id: int, order: Order) -> None:
        """Take a question and its answer out of everybody's sight; its two people are told why.

        Raises Forbidden, NotFound, BadForm without a reason, DeskRefused if it is hidden already.
        """
        self._turn(actor_id, question_id, order, hide=True)

    def show(self, actor_id: int, question_id: int, order: Order) -> None:
        """Show a question again that was hidden. Raises as `hide`."""
        self._turn(actor_id, question_id, order, hide=False)

    def _turn(self, actor_id: int, question_id: int, order: Order, *, hide: bool) -> None:
        with self._database.transaction() as work:
            demand(work, actor_id, Right.QUESTIONS)
            reason = order.read()
            asked = {"question": question_id, "actor": actor_id}
            row = work.connection.execute(_LOCK, asked).one_or_none()
            if row is None:
                raise NotFound
            if (row.hidden_at is not None) == hide:
                raise DeskRefused(reason="not_now")
            now = self._clock.now()
            work.connection.execute(_HIDE if hide else _SHOW, {**asked, "now": now})
            if hide:
                people = {row.user_id} if row.answer is None else {row.user_id, row.seller_id}
                for person in sorted(people):
                    self._herald.tell(
                        work,
                        person,
                        "question_hidden",
                        About(lot=row.product_id),
                        path=f"/auction/{row.product_id}#questions",
                        title=row.product_name,
                        why=reason,
                    )
            action = "question_hidden" if hide else "question_shown"
            subject = f"question:{question_id}"
            audit.record(
                work, action, subject, actor=actor_id, at=now, reason=reason, lot=row.product_id
            )
