"""The daily digest: one letter of all that was gathered for a person since the last."""

from __future__ import annotations

from sqlalchemy import RowMapping, text

from services.database import Database, Transaction
from services.mail import Mails, Sending
from services.mail.letters import headline
from services.news.facts import said
from services.people.quiet import last_digest
from services.ports import Clock

EVERY_SECONDS = 60.0
MOST_LINES = 60
_DUE = text("""
    select distinct user_id from notifications
    where digest and digested_at is null and created_at < :before limit 200
""")
_PERSON = text("""
    select u.email, u.name, u.erased_at, coalesce(s.language, 'pt-BR') as language
    from users u left join settings s using (user_id)
    where u.user_id = :user for no key update of u skip locked
""")
_GATHERED = text("""
    update notifications set digested_at = :now
    where user_id = :user and digest and digested_at is null and created_at < :before
    returning notification_id, topic, path, facts
""")


class Digests:
    """Sends each person one letter a day, if there is anything in it; by any process, once."""

    def __init__(self, database: Database, clock: Clock, mails: Mails) -> None:
        self._database = database
        self._clock = clock
        self._mails = mails

    def send_due(self) -> int:
        """Write the digests that are due, and return how many."""
        before = last_digest(self._clock.now())
        with self._database.transaction() as work:
            people = list(work.connection.execute(_DUE, {"before": before}).scalars())
        sent = 0
        for person in people:
            with self._database.transaction() as work:
                sent += self._send(work, person)
        return sent

    def _send(self, work: Transaction, user_id: int) -> bool:
        person = work.connection.execute(_PERSON, {"user": user_id}).one_or_none()
        if person is None:  # another process is writing it
            return False
        now = self._clock.now()
        asked = {"user": user_id, "now": now, "before": last_digest(now)}
        gathered = work.connection.execute(_GATHERED, asked).mappings().all()
        if not gathered or person.erased_at is not None:
            return False
        newest_first = sorted(gathered, key=lambda row: -row["notification_id"])
        self._mails.send_letter(
            work,
            "digest",
            Sending(
                refusable="digest",
                lines=[_line(row, person.language) for row in newest_first[:MOST_LINES]],
            ),
            email=person.email,
            language=person.language,
            path="/notifications",
            user_id=user_id,
            name=person.name,
        )
        return True


def _line(row: RowMapping, language: str) -> tuple[str, str]:
    return headline(row["topic"], language, **said(row["facts"], language)), row["path"]
