"""The second step of a log-in: what was begun with a password is finished with a code or a link."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta

from services.database import Database, Transaction
from services.errors import BadField, NotFound, TokenRefused
from services.mail import Mails
from services.people.one_time_codes import new_letter_code, read_code
from services.sealing import Seal, SealBroken
from services.second_factor import Method, Person, SecondFactors
from services.sessions import SessionService
from services.throttles import Throttles
from services.tokens import Token, TokenKind, Tokens
from services.views import SecondStepView

_LETTERS, _LETTERS_WITHIN = 5, timedelta(minutes=15)
PROOF = "proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A log-in that is done: the new session's token, and where its person was going."""

    token: str
    going_to: str


class SecondSteps:
    """Begins, shows and finishes log-ins that need a second step.

    What was begun is a token of the kind `login`. The browser keeps it sealed, as its `attempt`:
    it can neither read nor make one, and a link in a letter counts only where its log-in was begun.
    """

    def __init__(
        self,
        database: Database,
        tokens: Tokens,
        throttles: Throttles,
        mails: Mails,
        sessions: SessionService,
        factors: SecondFactors,
        *,
        secret_key: str,
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._throttles = throttles
        self._mails = mails
        self._sessions = sessions
        self._factors = factors
        self._attempts = Seal(secret_key, purpose="second step")
        self._codes = Seal(secret_key, purpose="code of a letter")

    def begin(self, user_id: int, *, going_to: str = "/") -> str | None:
        """Begin the second step of somebody whose first was right; None if none is needed.

        Returns the attempt for the browser. Writes the code and link where they go by letter;
        raises TooManyAttempts after five letters in a quarter of an hour.
        """
        with self._database.transaction() as work:
            method = self._factors.method_of(self._factors.person(work, user_id))
        if method is None:
            return None
        if method == "email":
            self._count_letter(user_id)
        with self._database.transaction() as work:
            person = self._factors.person(work, user_id)
            return self._issue(work, person, method, {"going_to": going_to})

    def waiting(self, attempt: str) -> SecondStepView:
        """Tell how a log-in waits to be finished. Raises TokenRefused when it does no more."""
        with self._database.transaction() as work:
            begun = self._begun(work, self._opened(attempt))
        return SecondStepView(
            method=begun.payload["method"], email=masked(begun.email), expires_at=begun.expires_at
        )

    def again(self, attempt: str) -> str:
        """Send another letter; the code and link of the one before are void with its attempt."""
        with self._database.transaction() as work:
            begun = self._begun(work, self._opened(attempt), method="email")
        user_id = _user_of(begun)
        self._count_letter(user_id)
        with self._database.transaction() as work:
            going_to = begun.payload["going_to"]
            return self._issue(work, self._person(work, user_id), "email", {"going_to": going_to})

    def by_code(
        self, attempt: str, typed: str, *, ip: str | None = None, user_agent: str | None = None
    ) -> Entry:
        """Finish a log-in with the code of the app, of the letter or from paper.

        Raises BadField for a wrong code, TooManyAttempts after five, TokenRefused for an attempt
        that waits no more: done, overtaken, or ten minutes old.
        """
        token = self._opened(attempt)
        with self._database.transaction() as work:
            user_id = _user_of(self._begun(work, token))
        if not typed.strip():
            raise BadField("code", "missing")
        self._factors.count_try(user_id)
        with self._database.transaction() as work:
            person = self._person(work, user_id)
            begun = self._tokens.redeem(work, token, TokenKind.LOGIN)
            if not self._right(work, person, begun, typed):
                raise BadField("code", "code.wrong")  # undoes the redeeming
            return self._enter(work, person, begun, ip, user_agent)

    def by_link(
        self,
        attempt: str,
        token: str,
        *,
        ip: str | None = None,
        user_agent: str | None = None,
    ) -> Entry:
        """Finish a log-in with the link of its letter, in the browser where it was begun.

        Raises TokenRefused, with the reason `elsewhere` in any other; the link stays good then.
        """
        if not self.begun_here(attempt, token):
            with self._database.transaction() as work:
                self._begun(work, token, method="email")
            raise TokenRefused(reason="elsewhere")
        with self._database.transaction() as work:
            user_id = _user_of(self._begun(work, token, method="email"))
            person = self._person(work, user_id)
            begun = self._tokens.redeem(work, token, TokenKind.LOGIN)
            return self._enter(work, person, begun, ip, user_agent)

    def begun_here(self, attempt: str, token: str) -> bool:
        """Tell whether a link belongs to what this browser has begun."""
        try:
            return hmac.compare_digest(self._opened(attempt).encode(), token.encode())
        except TokenRefused:
            return False

    # ---- for a proof in the middle of a session, see services/proofs.py --------------------------

    def send_proof(self, user_id: int, session_key: str) -> str:
        """Send the code by which a person without a password proves to be there."""
        self._count_letter(user_id)
        with self._database.transaction() as work:
            person = self._person(work, user_id)
            return self._issue(work, person, PROOF, {"session": session_key})

    def redeem_proof(
        self, work: Transaction, attempt: str, person: Person, session_key: str, typed: str
    ) -> None:
        """Use up the code of a proof, of this session alone. Raises BadField or TokenRefused."""
        token = self._opened(attempt)
        self._begun(work, token, method=PROOF)
        begun = self._tokens.redeem(work, token, TokenKind.LOGIN)
        here = begun.user_id == person.user_id and begun.payload["session"] == session_key
        if not here or not self._right(work, person, begun, typed):
            raise BadField("code", "code.wrong")

    def _issue(
        self, work: Transaction, person: Person, method: Method | str, payload: dict[str, str]
    ) -> str:
        code = new_letter_code()
        token = self._tokens.issue(
            work,
            TokenKind.LOGIN,
            email=person.email,
            user_id=person.user_id,
            payload={**payload, "method": method, "code": self._codes.seal(code)},
        )
        if method != "app":
            self._mails.send_letter(
                work,
                "proof" if method == PROOF else "login",
                email=person.email,
                language=person.language,
                path=None if method == PROOF else f"/auth/confirm/{token}",
                user_id=person.user_id,
                name=person.name,
                code=code,
            )
        return self._attempts.seal(token)

    def _right(self, work: Transaction, person: Person, begun: Token, typed: str) -> bool:
        if begun.payload["method"] == "app":
            return self._factors.accept(work, person, typed)
        sent = self._codes.open(begun.payload["code"])
        return hmac.compare_digest(sent.encode(), read_code(typed).encode())

    def _enter(
        self, work: Transaction, person: Person, begun: Token, ip: str | None, agent: str | None
    ) -> Entry:
        self._factors.forgive(work, person.user_id)
        token = self._sessions.open_in(work, person.user_id, ip=ip, user_agent=agent)
        return Entry(token=token, going_to=begun.payload["going_to"])

    def _begun(self, work: Transaction, token: str, *, method: str | None = None) -> Token:
        begun = self._tokens.peek(work, token)
        found = begun.payload.get("method")
        wanted = found in ("app", "email") if method is None else found == method
        if begun.kind is not TokenKind.LOGIN or not wanted:
            raise TokenRefused(reason="unknown")
        return begun

    def _opened(self, attempt: str) -> str:
        try:
            return self._attempts.open(attempt)
        except (SealBroken, UnicodeError):
            raise TokenRefused(reason="unknown") from None

    def _person(self, work: Transaction, user_id: int) -> Person:
        try:
            return self._factors.person(work, user_id)
        except NotFound:
            raise TokenRefused(reason="unknown") from None

    def _count_letter(self, user_id: int) -> None:
        self._throttles.count(f"login-letter:{user_id}", most=_LETTERS, within=_LETTERS_WITHIN)


def masked(email: str) -> str:
    """Write an address so that only its owner recognises it: `a•••@example.com`."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}•••@{domain}"


def _user_of(begun: Token) -> int:
    if begun.user_id is None:
        raise TokenRefused(reason="unknown")
    return begun.user_id
