"""Push: the browsers a person lets us tell things, and the worker that sends what waits."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import text

from services.database import Database
from services.errors import NotLoggedIn
from services.events import PushWritten
from services.hub import Hub
from services.people.browsers import parse_endpoint, parse_keys
from services.ports import Clock, PushAddress, PushCarrier, PushRefused
from services.worker import Worker

EVERY_SECONDS = 5.0
MOST_BROWSERS = 10
_MOST_TRIES = 6
_LEASE = timedelta(minutes=2)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
_REMEMBERED = timedelta(days=7)
_SUBSCRIBE = text("""
    insert into push_subscriptions (user_id, session_id, endpoint, p256dh, auth, created_at)
    select user_id, session_id, :endpoint, :p256dh, :auth, :now from sessions
    where session_id = :session and user_id = :user and revoked_at is null
    on conflict (endpoint) do update set
        user_id = excluded.user_id, session_id = excluded.session_id, p256dh = excluded.p256dh,
        auth = excluded.auth, created_at = excluded.created_at
    returning push_subscription_id
""")
_TOO_MANY = text("""
    delete from push_subscriptions where push_subscription_id in (
        select push_subscription_id from push_subscriptions where user_id = :user
        order by created_at desc, push_subscription_id desc offset :most)
""")
_LEAVE = text("delete from push_subscriptions where user_id = :user and endpoint = :endpoint")
_LOGGED_OUT = text("""
    delete from push_subscriptions p using sessions s
    where s.session_id = p.session_id and s.revoked_at is not null
""")
_FORGET = text("""
    delete from pushes where expires_at <= :now or sent_at < :before or failed_at < :before
""")
_TAKE = text("""
    update pushes p set attempts = attempts + 1, next_try_at = :lease
    from push_subscriptions b join sessions s using (session_id)
    where p.push_id = (
        select w.push_id from pushes w
        where w.sent_at is null and w.failed_at is null and w.next_try_at <= :now
        order by w.next_try_at, w.push_id limit 1 for update skip locked)
      and b.push_subscription_id = p.push_subscription_id
    returning p.push_id, p.push_subscription_id, p.message, p.urgent, p.expires_at, p.attempts,
              b.endpoint, b.p256dh, b.auth, s.revoked_at is null as logged_in
""")
_SENT = text("update pushes set sent_at = :now, last_error = null where push_id = :push")
_LATER = text("update pushes set next_try_at = :at, last_error = :error where push_id = :push")
_FAILED = text("update pushes set failed_at = :now, last_error = :error where push_id = :push")
_GONE = text("delete from push_subscriptions where push_subscription_id = :browser")
log = structlog.get_logger(__name__)


class PushService:
    """Keeps browsers with the log-in that allowed it, and tells them what waits, each once.

    A message is leased before it is sent, outside any transaction: after a crash it is sent again,
    and takes the place of the first by its topic. A browser that is gone is forgotten; what waits
    for one whose log-in has ended is not sent.
    """

    def __init__(self, database: Database, clock: Clock, hub: Hub, carrier: PushCarrier) -> None:
        self._database = database
        self._clock = clock
        self._carrier = carrier
        self.worker = Worker("pusher", self.send_due, hub, wakes=(PushWritten,))

    @property
    def public_key(self) -> str:
        """Give the key by which a browser lets this house send."""
        return self._carrier.public_key

    def subscribe(
        self, user_id: int, session_id: int | None, *, endpoint: str, p256dh: str, auth: str
    ) -> None:
        """Tell a browser things from now on, until this log-in ends; the same one counts once.

        Raises BadInput for what is no address of a push service, NotLoggedIn if the log-in has
        ended. Of more than ten browsers the oldest are let go.
        """
        p256dh, auth = parse_keys(p256dh, auth)
        asked = {
            "user": user_id,
            "session": session_id,
            "endpoint": parse_endpoint(endpoint),
            "p256dh": p256dh,
            "auth": auth,
            "now": self._clock.now(),
        }
        with self._database.transaction() as work:
            if work.connection.execute(_SUBSCRIBE, asked).one_or_none() is None:
                raise NotLoggedIn
            work.connection.execute(_TOO_MANY, {"user": user_id, "most": MOST_BROWSERS})

    def leave(self, user_id: int, endpoint: str) -> None:
        """Tell an own browser nothing more; once is enough."""
        with self._database.transaction() as work:
            work.connection.execute(_LEAVE, {"user": user_id, "endpoint": endpoint})

    def send_due(self) -> int:
        """Send everything that is due, and return how many messages were taken."""
        taken = 0
        while not self.worker.stopped:
            sent = self._send_one()
            if sent is None:
                break
            taken += sent
        return taken

    def forget_old(self) -> None:
        """Let go of browsers that were logged out, and of messages that are no use any more."""
        now = self._clock.now()
        with self._database.transaction() as work:
            work.connection.execute(_LOGGED_OUT)
            work.connection.execute(_FORGET, {"now": now, "before": now - _REMEMBERED})

    def _send_one(self) -> bool | None:
        now = self._clock.now()
        with self._database.transaction() as work:
            push = work.connection.execute(_TAKE, {"now": now, "lease": now + _LEASE}).one_or_none()
        if push is None:
            return None
        if not push.logged_in:
            self._write(_GONE, browser=push.push_subscription_id)
            return False
        if push.expires_at <= now:
            self._write(_FAILED, push=push.push_id, now=now, error="no use any more")
            return False
        try:
            self._carrier.push(
                PushAddress(endpoint=push.endpoint, p256dh=push.p256dh, auth=push.auth),
                json.dumps(push.message, ensure_ascii=False).encode(),
                seconds=int((push.expires_at - now).total_seconds()),
                urgent=push.urgent,
                topic=push.message["tag"],
            )
        except PushRefused as refusal:
            self._put_off(push, refusal, now)
            return False
        self._write(_SENT, push=push.push_id, now=self._clock.now())
        return True

    def _put_off(self, push: Any, refusal: PushRefused, now: datetime) -> None:
        error = str(refusal).replace("\0", "")[:300]
        log.info("push_refused", push=push.push_id, attempt=push.attempts, error=error)
        if refusal.gone:
            self._write(_GONE, browser=push.push_subscription_id)
        elif refusal.for_good or push.attempts >= _MOST_TRIES:
            self._write(_FAILED, push=push.push_id, now=now, error=error)
        else:
            wait = min(_FIRST_WAIT * 4 ** (push.attempts - 1), _LONGEST_WAIT)
            wait = max(wait, timedelta(seconds=refusal.wait_seconds))
            self._write(_LATER, push=push.push_id, at=now + wait, error=error)

    def _write(self, statement: Any, **values: object) -> None:
        with self._database.transaction() as work:
            work.connection.execute(statement, values)
