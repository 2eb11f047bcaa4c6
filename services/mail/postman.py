"""The postman: takes what waits in the outbox, hands it to the post, tries again later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import text

from services.database import Database
from services.events import MailWritten
from services.hub import Hub
from services.ports import Clock, Post, PostRefused
from services.worker import Worker

EVERY_SECONDS = 5.0
_MOST_TRIES = 8
_LEASE = timedelta(minutes=5)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
_TAKE = text("""
    update mails set attempts = attempts + 1, next_try_at = :lease
    where mail_id = (
        select mail_id from mails
        where sent_at is null and failed_at is null and next_try_at <= :now
        order by next_try_at, mail_id limit 1 for update skip locked)
    returning mail_id, email, subject, text, html, unsubscribe, attempts
""")
_SENT = text("""
    update mails set sent_at = :now, last_error = null,
        text = case when :kept then text else '' end, html = case when :kept then html else '' end
    where mail_id = :mail
""")
_LATER = text("update mails set next_try_at = :at, last_error = :error where mail_id = :mail")
_FAILED = text("""
    update mails set failed_at = :now, last_error = :error, text = '', html = ''
    where mail_id = :mail
""")
log = structlog.get_logger(__name__)


class Postman:
    """Sends one letter at a time, each outside any transaction.

    A letter is leased before it is sent: no other process sends it meanwhile, and after a crash it
    is sent again, at least once in all. What a real post has taken is forgotten but for the fact,
    because letters carry tokens; `keeps` leaves it readable in a demonstration.
    """

    def __init__(
        self, database: Database, clock: Clock, hub: Hub, post: Post, *, keeps: bool
    ) -> None:
        self._database = database
        self._clock = clock
        self._post = post
        self._keeps = keeps
        self._worker = Worker("postman", self.deliver_due, hub, wakes=(MailWritten,))

    def start(self) -> None:
        """Send what waits, and from now on whatever is written; safe to call twice."""
        self._worker.start()

    def stop(self) -> None:
        """Finish the letter in hand and go; safe to call twice."""
        self._worker.stop()

    def wake(self) -> None:
        """Look into the outbox now."""
        self._worker.wake()

    def deliver_due(self) -> int:
        """Hand over everything that is due, and return how many letters the post took."""
        taken = 0
        while not self._worker.stopped:
            sent = self._deliver_one()
            if sent is None:
                break
            taken += sent
        return taken

    def _deliver_one(self) -> bool | None:
        now = self._clock.now()
        with self._database.transaction() as work:
            mail = work.connection.execute(_TAKE, {"now": now, "lease": now + _LEASE}).one_or_none()
        if mail is None:
            return None
        try:
            self._post.deliver(
                mail.email, mail.subject, mail.text, mail.html, unsubscribe=mail.unsubscribe
            )
        except PostRefused as refusal:
            self._put_off(mail, refusal)
            return False
        with self._database.transaction() as work:
            work.connection.execute(
                _SENT, {"mail": mail.mail_id, "now": self._clock.now(), "kept": self._keeps}
            )
        return True

    def _put_off(self, mail: Any, refusal: PostRefused) -> None:
        now, error = self._clock.now(), str(refusal).replace("\0", "")[:300]
        values = {"mail": mail.mail_id, "error": error}
        with self._database.transaction() as work:
            if refusal.for_good or mail.attempts >= _MOST_TRIES:
                work.connection.execute(_FAILED, values | {"now": now})
            else:
                wait = min(_FIRST_WAIT * 4 ** (mail.attempts - 1), _LONGEST_WAIT)
                work.connection.execute(_LATER, values | {"at": now + wait})
        log.warning("mail_not_sent", mail=mail.mail_id, attempt=mail.attempts, error=error)
