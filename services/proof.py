"""Proof that it is still the person: asked again before what a stolen screen must not do."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from services.database import Database
from services.errors import BadField, BadForm, NotLoggedIn, ProofNeeded
from services.people.passwords import matches
from services.ports import Clock
from services.throttles import Throttles

FRESH = timedelta(minutes=5)
_TRIES, _WINDOW = 5, timedelta(minutes=15)
_ASK = text("""
    select u.password, greatest(s.created_at, s.elevated_at) as proven_at, s.elevated_at,
           t.confirmed_at is not null as app
    from sessions s join users u using (user_id) left join totp_secrets t using (user_id)
    where s.token_hash = :session and s.user_id = :user and s.revoked_at is null
""")


class Proof:
    """Asks for the password again; a step-up just done, or a log-in where there is none, will do.

    It takes a step-up of the last five minutes instead of the password. Who has no password,
    because another house vouches for them, must have logged in within the last five. Where an
    authenticator app is on, its code is asked too, on the page for that.
    """

    def __init__(self, database: Database, clock: Clock, throttles: Throttles) -> None:
        self._database = database
        self._clock = clock
        self._throttles = throttles

    def demand(
        self, user_id: int, session_key: str, password: str, *, field: str = "password"
    ) -> None:
        """Return if it is the person.

        Raises BadForm, TooManyAttempts after five wrong passwords, and ProofNeeded where the
        password alone does not do.
        """
        with self._database.transaction() as work:
            asked = {"session": session_key, "user": user_id}
            found = work.connection.execute(_ASK, asked).one_or_none()
        if found is None:
            raise NotLoggedIn
        since = self._clock.now() - FRESH
        proven_at = found.elevated_at if found.password else found.proven_at
        if proven_at is not None and proven_at > since:
            return
        if found.app:
            raise ProofNeeded
        if not found.password:
            raise BadForm([BadField(field, "proof.log_in_again")])
        if not password:
            raise BadForm([BadField(field, "missing")])
        tries = f"proof:{user_id}"
        self._throttles.count(tries, most=_TRIES, within=_WINDOW)
        right, _ = matches(password, found.password)
        if not right:
            raise BadForm([BadField(field, "proof.wrong")])
        with self._database.transaction() as work:
            self._throttles.calm(work, tries)
