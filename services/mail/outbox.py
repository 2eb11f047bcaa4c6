"""The outbox: letters wait in the transaction of what they tell, and are read in demonstrations."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from services.config import Config
from services.database import Database, Transaction
from services.errors import NotFound
from services.events import MailWritten
from services.mail.letters import Letter, one_line, write
from services.people.contacts import parse_email
from services.ports import Clock
from services.views import MailView

_LONGEST_SUBJECT = 200
_MOST_SHOWN = 100
_REMEMBERED = timedelta(days=90)
_WRITE = text("""
    insert into mails (user_id, email, subject, text, html, created_at, next_try_at)
    values (:user, :email, :subject, :text, :html, :now, :now) returning mail_id
""")
_INBOX = text("""
    select mail_id, email, subject, text, html, created_at, sent_at from mails
    order by mail_id desc limit :most
""")
_ONE = text("""
    select mail_id, email, subject, text, html, created_at, sent_at from mails
    where mail_id = :mail
""")
_FORGET = text("""
    delete from mails where created_at < :before and (sent_at is not null or failed_at is not null)
""")


class Mails:
    """Writes letters into the outbox, and shows them where nobody's real mail can be."""

    def __init__(self, database: Database, clock: Clock, config: Config) -> None:
        self._database = database
        self._clock = clock
        self._config = config

    def send_email(
        self,
        work: Transaction,
        email: str,
        subject: str,
        content: Letter | str,
        *,
        user_id: int | None = None,
    ) -> int:
        """Put a letter into the outbox; it leaves if and only if the transaction is committed.

        Raises BadField for what is not one e-mail address. A subject is one line, whatever it
        was made of. Content of words alone is sent as text.
        """
        letter = (
            Letter(subject=subject, text=content, html="") if isinstance(content, str) else content
        )
        number: int = work.connection.execute(
            _WRITE,
            {
                "user": user_id,
                "email": parse_email(email),
                "subject": one_line(subject)[:_LONGEST_SUBJECT],
                "text": letter.text.replace("\0", ""),
                "html": letter.html.replace("\0", ""),
                "now": self._clock.now(),
            },
        ).scalar_one()
        work.announce(MailWritten())
        return number

    def send_letter(
        self,
        work: Transaction,
        kind: str,
        *,
        email: str,
        language: str,
        path: str | None = None,
        user_id: int | None = None,
        **values: object,
    ) -> int:
        """Write the letter of a kind (see `letters.write`) to an address, in its language.

        Its button leads to `path` on the site's own configured address, never to another.
        """
        link = None if path is None else self._config.base_url.rstrip("/") + path
        house = self._config.house.name or "Martelo"
        letter = write(kind, language, house=house, link=link, **values)
        return self.send_email(work, email, letter.subject, letter, user_id=user_id)

    def inbox(self) -> tuple[MailView, ...]:
        """List the latest letters of the demonstration. Raises NotFound outside it."""
        self._only_in_the_demonstration()
        with self._database.transaction() as work:
            rows = work.connection.execute(_INBOX, {"most": _MOST_SHOWN}).mappings().all()
        return tuple(MailView(**row) for row in rows)

    def mail(self, mail_id: int) -> MailView:
        """Open a letter of the demonstration. Raises NotFound outside it too."""
        self._only_in_the_demonstration()
        with self._database.transaction() as work:
            row = work.connection.execute(_ONE, {"mail": mail_id}).mappings().one_or_none()
        if row is None:
            raise NotFound
        return MailView(**row)

    def forget_old(self) -> None:
        """Let go of what was sent, or could not be, long ago."""
        with self._database.transaction() as work:
            work.connection.execute(_FORGET, {"before": self._clock.now() - _REMEMBERED})

    def _only_in_the_demonstration(self) -> None:
        if not self._config.demo:
            raise NotFound
