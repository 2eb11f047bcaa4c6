"""The outbox: letters wait in the transaction of what they tell, and are read in demonstrations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from services.config import Config
from services.database import Database, Transaction
from services.errors import NotFound
from services.events import MailWritten
from services.mail.letters import Enclosed, Letter, one_line, write
from services.mail.refusing import unsubscribe_mark
from services.people.contacts import parse_email
from services.ports import Clock
from services.views import MailView

_LONGEST_SUBJECT = 200
_MOST_SHOWN = 100
_REMEMBERED = timedelta(days=90)
_WRITE = text("""
    insert into mails (user_id, email, subject, text, html, unsubscribe, created_at, next_try_at)
    values (:user, :email, :subject, :text, :html, :unsubscribe, :now, :after) returning mail_id
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How a letter is sent besides its words.

    `lines` are listed in it, each with its path on the site. One of a kind of news that is
    `refusable` says how to have no more of it, by a link that is its reader's alone. It leaves no
    sooner than `after`.
    """

    refusable: str | None = None
    lines: Sequence[tuple[str, str]] = ()
    after: datetime | None = None


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
        unsubscribe: str | None = None,
        after: datetime | None = None,
    ) -> int:
        """Put a letter into the outbox; it leaves if and only if the transaction is committed.

        Raises BadField for what is not one e-mail address. A subject is one line, whatever it
        was made of. Content of words alone is sent as text. `unsubscribe` is the address that the
        reader's mail program may post to; with `after` it leaves no sooner.
        """
        now = self._clock.now()
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
                "unsubscribe": unsubscribe,
                "now": now,
                "after": after or now,
            },
        ).scalar_one()
        work.announce(MailWritten())
        return number

    def send_letter(
        self,
        work: Transaction,
        kind: str,
        sending: Sending = Sending(),
        /,
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
        base = self._config.base_url.rstrip("/")
        unsubscribe = None
        if sending.refusable is not None and user_id is not None and self._config.secret_key:
            mark = unsubscribe_mark(self._config.secret_key, user_id, sending.refusable)
            unsubscribe = f"{base}/unsubscribe/{mark}"
        letter = write(
            kind,
            language,
            Enclosed(
                lines=tuple((line, base + to) for line, to in sending.lines),
                unsubscribe=unsubscribe,
            ),
            house=self._config.house.name or "Martelo",
            link=None if path is None else base + path,
            **values,
        )
        return self.send_email(
            work,
            email,
            letter.subject,
            letter,
            user_id=user_id,
            unsubscribe=unsubscribe,
            after=sending.after,
        )

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
