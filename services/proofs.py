"""Proofs: somebody logged in shows again to be there, before what must not be a thief's to do."""

from __future__ import annotations

from datetime import timedelta

from services.database import Database
from services.errors import BadField, BadForm, NotLoggedIn, ProofNeeded
from services.people.fields import Reading
from services.people.passwords import matches
from services.second_factor import Person, SecondFactors
from services.second_step import SecondSteps, masked
from services.sessions import SessionService
from services.throttles import Throttles
from services.views import ProofView

_TRIES, _WINDOW = 10, timedelta(minutes=5)


class Proofs:
    """Asks for the password, and the app's code where there is an app; without either, by letter.

    A proof holds for five minutes in its own session; a log-in is one.
    """

    def __init__(
        self,
        database: Database,
        throttles: Throttles,
        sessions: SessionService,
        factors: SecondFactors,
        steps: SecondSteps,
    ) -> None:
        self._database = database
        self._throttles = throttles
        self._sessions = sessions
        self._factors = factors
        self._steps = steps

    def asked(self, user_id: int) -> ProofView:
        """Tell what a person is asked for."""
        with self._database.transaction() as work:
            person = self._factors.person(work, user_id)
        return _asked(person)

    def lacking(self, user_id: int, session_key: str) -> ProofView | None:
        """Tell what `demand` would still ask for; None where there is a proof."""
        return None if self._sessions.proven(session_key) else self.asked(user_id)

    def send_code(self, user_id: int, *, session_key: str) -> str:
        """Send a code by letter; returns the attempt for the browser. Raises TooManyAttempts."""
        return self._steps.send_proof(user_id, session_key)

    def prove(
        self,
        user_id: int,
        *,
        session_key: str,
        password: str = "",
        code: str = "",
        attempt: str = "",
    ) -> None:
        """Accept a proof, for five minutes in this session.

        Raises BadForm for what is missing, BadField for what is wrong, TooManyAttempts after ten
        tries of a password or five of a code, TokenRefused for a letter's code that is over.
        """
        with self._database.transaction() as work:
            person = self._factors.person(work, user_id)
        asked, reading = _asked(person), Reading()
        if asked.password and not password:
            reading.refuse("password", "missing")
        if (asked.app or asked.letter) and not code.strip():
            reading.refuse("code", "missing")
        reading.settle()
        if asked.password:
            self.check_password(person, password, field="password")
        if asked.app or asked.letter:
            self._factors.count_try(user_id)
        with self._database.transaction() as work:
            person = self._factors.person(work, user_id)
            if asked.app and not self._factors.accept(work, person, code):
                raise BadField("code", "code.wrong")
            if asked.letter:
                self._steps.redeem_proof(work, attempt, person, session_key, code)
            self._factors.forgive(work, user_id)
            self._sessions.elevate_in(work, session_key)

    def demand(
        self, user_id: int, session_key: str, password: str, *, field: str = "password"
    ) -> None:
        """Return if there is a proof, or the password of a form is one.

        Raises NotLoggedIn for a session that has ended, BadForm for the password, TooManyAttempts
        as `check_password`, and ProofNeeded where a password is none: without one, or with an app.
        """
        if self._sessions.still(session_key) is None:
            raise NotLoggedIn
        if self._sessions.proven(session_key):
            return
        with self._database.transaction() as work:
            person = self._factors.person(work, user_id)
        asked = _asked(person)
        if asked.app or asked.letter:
            raise ProofNeeded
        if not password:
            raise BadForm([BadField(field, "missing")])
        try:
            self.check_password(person, password, field=field)
        except BadField as wrong:
            raise BadForm([wrong]) from None

    def check_password(self, person: Person, password: str, *, field: str) -> None:
        """Compare with the password kept. Raises BadField, TooManyAttempts after ten tries."""
        subject = f"password:{person.user_id}"
        self._throttles.count(subject, most=_TRIES, within=_WINDOW)
        right, _ = matches(password, person.password)
        if not right:
            raise BadField(field, "password.wrong")
        with self._database.transaction() as work:
            self._throttles.calm(work, subject)


def _asked(person: Person) -> ProofView:
    app, password = person.confirmed_at is not None, person.password is not None
    return ProofView(
        password=password,
        app=app,
        letter=not app and not password,
        email=masked(person.email),
    )
