"""What people agreed to, version by version, and when they took it back."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import text

from services.database import Database, Transaction
from services.errors import NotFound
from services.people.consents import DOCUMENTS
from services.ports import Clock
from services.views import ConsentLine

_LOG = text("""
    select document, version, at, withdrawn from consents
    where user_id = :user order by consent_id desc
""")
_HERE = text("select from users where user_id = :user and erased_at is null for no key update")
_WRITE = text("""
    insert into consents (user_id, document, version, at, ip, withdrawn)
    values (:user, :document, :version, :at, cast(:ip as inet), :withdrawn)
""")


class Consents:
    """Keeps the log of consents, to which lines are only ever added."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def log(self, user_id: int) -> tuple[ConsentLine, ...]:
        """List what a person agreed to and took back, the latest first."""
        with self._database.transaction() as work:
            rows = work.connection.execute(_LOG, {"user": user_id}).mappings().all()
        return tuple(ConsentLine(**row) for row in rows)

    def agree(self, user_id: int, *, ip: str | None) -> None:
        """Note that a person agrees to the documents as they read today; said twice it counts once.

        Raises NotFound.
        """
        with self._database.transaction() as work:
            if work.connection.execute(_HERE, {"user": user_id}).one_or_none() is None:
                raise NotFound
            rows = work.connection.execute(_LOG, {"user": user_id}).mappings().all()
            unread = unread_of([ConsentLine(**row) for row in rows])
            self.write(work, user_id, unread, ip=ip)

    def write(
        self,
        work: Transaction,
        user_id: int,
        documents: Collection[str],
        *,
        ip: str | None = None,
        withdrawn: bool = False,
    ) -> None:
        """Add lines to the log, in the transaction of what they belong to."""
        common = {"user": user_id, "at": self._clock.now(), "ip": ip, "withdrawn": withdrawn}
        for document in documents:
            values = {"document": document, "version": DOCUMENTS[document], **common}
            work.connection.execute(_WRITE, values)


def unread_of(log: Collection[ConsentLine]) -> tuple[str, ...]:
    """Name the documents whose present version is not agreed to, given the log, latest first."""
    latest: dict[str, ConsentLine] = {}
    for line in log:
        latest.setdefault(line.document, line)
    return tuple(
        document
        for document, version in DOCUMENTS.items()
        if (said := latest.get(document)) is None or said.withdrawn or said.version != version
    )
