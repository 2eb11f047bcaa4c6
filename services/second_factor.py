"""The second factor: a code by letter, or an authenticator app with codes to keep on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from sqlalchemy import text

from services.config import Config
from services.database import Database, Transaction
from services.errors import BadField, Forbidden, NotFound
from services.mail import Mails, said_moment
from services.people.one_time_codes import (
    app_address,
    is_of_an_app,
    new_recovery_codes,
    new_secret,
    read_code,
    step_of,
)
from services.people.rights import ROLES
from services.ports import Clock
from services.sealing import Seal
from services.sessions import SessionService
from services.throttles import Throttles
from services.views import AppKey, SecondFactorView

Method = Literal["app", "email"]
TRIES, TRIES_WITHIN = 5, timedelta(minutes=10)
_PERSON = text("""
    select u.user_id, u.name, u.username, u.email, u.password, u.demo,
           u.admin_user or exists (
               select from roles r
               where r.user_id = u.user_id and r.revoked_at is null
                 and r.role = any(:roles)) as of_the_house,
           coalesce(c.language, 'pt-BR') as language,
           coalesce(c.two_factor_auth, false) as wished,
           t.secret, t.confirmed_at, t.last_step
    from users u
    left join settings c on c.user_id = u.user_id
    left join totp_secrets t on t.user_id = u.user_id
    where u.user_id = :user and u.blocked_at is null and u.erased_at is null
""")
_WISH = text("""
    insert into settings (user_id, two_factor_auth) values (:user, :on)
    on conflict (user_id) do update set two_factor_auth = :on
""")
_NEW_SECRET = text("""
    insert into totp_secrets (user_id, secret, created_at) values (:user, :secret, :now)
    on conflict (user_id) do update set secret = :secret, created_at = :now, last_step = null
    where totp_secrets.confirmed_at is null
""")
_CONFIRM = text("""
    update totp_secrets set confirmed_at = :now, last_step = :step
    where user_id = :user and confirmed_at is null returning true
""")
_STEP = text("""
    update totp_secrets set last_step = :step
    where user_id = :user and last_step < :step returning true
""")
_NO_APP = text("delete from totp_secrets where user_id = :user")
_NO_CODES = text("delete from recovery_codes where user_id = :user")
_KEEP_CODE = text("""
    insert into recovery_codes (user_id, code_hash, created_at) values (:user, :hash, :now)
""")
_USE_CODE = text("""
    update recovery_codes set used_at = :now
    where user_id = :user and code_hash = :hash and used_at is null returning true
""")
_CODES_LEFT = text("""
    select count(*) from recovery_codes where user_id = :user and used_at is null
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the ways in need to know of somebody."""

    user_id: int
    name: str
    username: str
    email: str
    password: str | None
    of_the_house: bool
    demo: bool
    language: str
    wished: bool
    secret: str | None
    confirmed_at: datetime | None
    last_step: int | None


class SecondFactors:
    """Keeps how a person is asked twice, and judges what they answer.

    Whatever changes it needs a recent proof (`SessionService.demand_proof`) and writes a letter.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        config: Config,
        sessions: SessionService,
        throttles: Throttles,
        mails: Mails,
    ) -> None:
        self._database = database
        self._clock = clock
        self._config = config
        self._sessions = sessions
        self._throttles = throttles
        self._mails = mails
        self._seal = Seal(config.secret_key, purpose="authenticator app")

    def standing(self, user_id: int) -> SecondFactorView:
        """Tell how a person is asked twice. Raises NotFound."""
        with self._database.transaction() as work:
            person = self.person(work, user_id)
            left = work.connection.execute(_CODES_LEFT, {"user": user_id}).scalar_one()
        return SecondFactorView(
            method=self.method_of(person),
            required=self._required(person),
            has_password=person.password is not None,
            email=person.email,
            codes_left=left,
        )

    def choose_email(self, user_id: int, *, session_key: str) -> None:
        """Ask by letter from now on; an app and its recovery codes are forgotten."""
        with self._database.transaction() as work:
            person = self._proven_person(work, user_id, session_key)
            self._forget_app(work, user_id)
            work.connection.execute(_WISH, {"user": user_id, "on": True})
            self._tell(work, "second_on", person)

    def turn_off(self, user_id: int, *, session_key: str) -> None:
        """Ask only once from now on. Raises Forbidden for whom the house always asks twice."""
        with self._database.transaction() as work:
            person = self._proven_person(work, user_id, session_key)
            if self._required(person):
                raise Forbidden
            self._forget_app(work, user_id)
            work.connection.execute(_WISH, {"user": user_id, "on": False})
            self._tell(work, "second_off", person)

    def begin_app(self, user_id: int, *, session_key: str, anew: bool = True) -> AppKey:
        """Give a secret for an app, which counts once a code of it has been shown.

        Raises Forbidden when an app counts already. Not `anew` it gives the one begun before.
        """
        with self._database.transaction() as work:
            person = self._proven_person(work, user_id, session_key)
            if person.confirmed_at is not None:
                raise Forbidden
            if anew or person.secret is None:
                secret = new_secret()
                sealed = {"user": user_id, "secret": self._seal.seal(secret)}
                work.connection.execute(_NEW_SECRET, sealed | {"now": self._clock.now()})
            else:
                secret = self._seal.open(person.secret)
        house = self._config.house.name or "Martelo"
        address = app_address(secret, account=person.username, house=house)
        return AppKey(address=address, secret=secret)

    def confirm_app(self, user_id: int, typed: str, *, session_key: str) -> tuple[str, ...]:
        """Let the app count from now on, and return the recovery codes, this once.

        Raises BadField for a wrong code, and TooManyAttempts after five.
        """
        self.count_try(user_id)
        now = self._clock.now()
        with self._database.transaction() as work:
            person = self._proven_person(work, user_id, session_key)
            if person.secret is None or person.confirmed_at is not None:
                raise Forbidden
            secret = self._seal.open(person.secret)
            step = step_of(read_code(typed), secret, now=now, after=None)
            if step is None:
                raise BadField("code", "code.wrong" if typed.strip() else "missing")
            values = {"user": user_id, "now": now, "step": step}
            if work.connection.execute(_CONFIRM, values).one_or_none() is None:
                raise Forbidden
            work.connection.execute(_WISH, {"user": user_id, "on": True})
            self._tell(work, "second_on", person)
            self.forgive(work, user_id)
            return self._write_codes(work, user_id)

    def renew_codes(self, user_id: int, *, session_key: str) -> tuple[str, ...]:
        """Make new recovery codes and return them, this once; the old ones are void."""
        with self._database.transaction() as work:
            person = self._proven_person(work, user_id, session_key)
            if person.confirmed_at is None:
                raise Forbidden
            return self._write_codes(work, user_id)

    # ---- for the ways in -----------------------------------------------------------------------

    def person(self, work: Transaction, user_id: int) -> Person:
        """Read somebody who may come in. Raises NotFound."""
        asked = {"user": user_id, "roles": list(ROLES)}
        row = work.connection.execute(_PERSON, asked).mappings().one_or_none()
        if row is None:
            raise NotFound
        return Person(**row)

    def method_of(self, person: Person) -> Method | None:
        """Tell by which second factor somebody is asked, if by any."""
        if person.confirmed_at is not None:
            return "app"
        return "email" if person.wished or self._required(person) else None

    def count_try(self, user_id: int) -> None:
        """Count a try of a code; the sixth within ten minutes raises TooManyAttempts."""
        self._throttles.count(f"second-step:{user_id}", most=TRIES, within=TRIES_WITHIN)

    def forgive(self, work: Transaction, user_id: int) -> None:
        """Forget the wrong tries, because one was right."""
        self._throttles.calm(work, f"second-step:{user_id}")

    def accept(self, work: Transaction, person: Person, typed: str) -> bool:
        """Judge a code of the app or from paper, and use it up if it is right."""
        code, now = read_code(typed), self._clock.now()
        if person.confirmed_at is None or person.secret is None:
            return False
        if is_of_an_app(code):
            secret = self._seal.open(person.secret)
            step = step_of(code, secret, now=now, after=person.last_step)
            if step is None:
                return False
            values = {"user": person.user_id, "step": step}
            return work.connection.execute(_STEP, values).one_or_none() is not None
        kept = {"user": person.user_id, "hash": _hash(person.user_id, code), "now": now}
        if work.connection.execute(_USE_CODE, kept).one_or_none() is None:
            return False
        left = work.connection.execute(_CODES_LEFT, {"user": person.user_id}).scalar_one()
        self._tell(work, "recovery_used", person, left=left)
        return True

    def _required(self, person: Person) -> bool:
        return person.of_the_house and not (person.demo and self._config.demo)

    def _proven_person(self, work: Transaction, user_id: int, session_key: str) -> Person:
        self._sessions.demand_proof(work, session_key)
        return self.person(work, user_id)

    def _forget_app(self, work: Transaction, user_id: int) -> None:
        work.connection.execute(_NO_APP, {"user": user_id})
        work.connection.execute(_NO_CODES, {"user": user_id})

    def _write_codes(self, work: Transaction, user_id: int) -> tuple[str, ...]:
        codes, now = new_recovery_codes(), self._clock.now()
        work.connection.execute(_NO_CODES, {"user": user_id})
        for code in codes:
            kept = {"user": user_id, "hash": _hash(user_id, read_code(code)), "now": now}
            work.connection.execute(_KEEP_CODE, kept)
        return codes

    def _tell(self, work: Transaction, kind: str, person: Person, **values: object) -> None:
        self._mails.send_letter(
            work,
            kind,
            email=person.email,
            language=person.language,
            path="/account/security",
            user_id=person.user_id,
            name=person.name,
            when=said_moment(self._clock.now(), person.language),
            **values,
        )


def _hash(user_id: int, code: str) -> str:
    return sha256(f"{user_id}:{code}".encode()).hexdigest()
