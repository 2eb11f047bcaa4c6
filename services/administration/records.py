"""The audit log as it is read: a table to search, and the proof that nobody has touched it."""

from __future__ import annotations

from sqlalchemy import text

from services.administration.deeds import DEEDS, SUBJECTS
from services.administration.tables import Column, Source
from services.authority import demand
from services.database import Database
from services.people.rights import Right
from services.views import Kind, Verdict

RECORDS = Source(
    name="audit",
    right=Right.AUDIT,
    rows="audit_records a left join users u on u.user_id = a.actor_id",
    key="a.position",
    order="-number",
    search="position(lower(:words) in lower(a.subject || ' ' || a.action || ' '"
    " || a.details::text || ' ' || coalesce(u.username, ''))) > 0 or a.position = :number",
    columns=(
        Column(name="number", sql="a.position", kind=Kind.NUMBER),
        Column(name="at", sql="a.at", kind=Kind.MOMENT, filtered=True),
        Column(name="actor", sql="u.username", nullable=True, filtered=True),
        Column(name="action", sql="a.action", kind=Kind.WORD, filtered=True, choices=DEEDS),
        Column(name="subject", sql="a.subject", kind=Kind.THING),
        Column(
            name="about",
            sql="split_part(a.subject, ':', 1)",
            kind=Kind.WORD,
            shown=False,
            filtered=True,
            choices=SUBJECTS,
        ),
        Column(
            name="which",
            sql="substr(a.subject, strpos(a.subject, ':') + 1)",
            shown=False,
            filtered=True,
        ),
        Column(name="reason", sql="a.details ->> 'reason'", nullable=True, sorted=False),
        Column(name="details", sql="a.details::text", sorted=False, shown=False),
        Column(name="before", sql="a.before::text", nullable=True, sorted=False, shown=False),
        Column(name="after", sql="a.after::text", nullable=True, sorted=False, shown=False),
        Column(name="request", sql="a.request_id", nullable=True, shown=False, filtered=True),
        Column(name="hash", sql="a.hash", sorted=False, shown=False),
    ),
)
_BROKEN = text("""
    select a.position,
           a.hash <> audit_seal(a.previous, a) as changed,
           a.previous <> coalesce(lag(a.hash) over places, repeat('0', 64)) as parted,
           a.position <> coalesce(lag(a.position) over places, 0) + 1 as gap
    from audit_records a
    window places as (order by a.position)
""")
_FIRST_BROKEN = text(f"""
    select position, changed, parted, gap from ({_BROKEN.text}) links
    where changed or parted or gap order by position limit 1
""")  # noqa: S608  our own words
_HEADS = text("""
    select h.position, h.hash, (select count(*) from audit_records) as counted,
           (select a.hash from audit_records a order by a.position desc limit 1) as newest
    from (select 1) one left join audit_head h on true
""")
_KNOWN = text("select position from audit_records where hash = :hash")


class AuditLog:
    """Proves that the audit log is whole."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def verify(self, *, noted: str = "") -> Verdict:
        """Walk the whole chain and say the first thing that is wrong.

        `noted` is a head kept elsewhere: whoever owns the database could seal a false chain anew,
        but not one that still holds it.
        """
        with self._database.transaction() as work:
            heads = work.connection.execute(_HEADS).one()
            found = work.connection.execute(_FIRST_BROKEN).one_or_none()
            known = work.connection.execute(_KNOWN, {"hash": noted}).one_or_none()
        head = heads.hash or "0" * 64
        if found is not None:
            what = "changed" if found.changed else "missing" if found.gap else "reordered"
            return Verdict(count=heads.counted, head=head, broken=what, position=found.position)
        if (heads.newest or "0" * 64) != head:
            return Verdict(count=heads.counted, head=head, broken="cut", position=heads.position)
        if noted and known is None:
            return Verdict(count=heads.counted, head=head, broken="lost")
        return Verdict(count=heads.counted, head=head)

    def prove(self, actor_id: int | None, *, noted: str = "") -> Verdict:
        """Verify the log for who may read it. Raises Forbidden."""
        with self._database.transaction() as work:
            demand(work, actor_id, Right.AUDIT)
        return self.verify(noted=noted)
